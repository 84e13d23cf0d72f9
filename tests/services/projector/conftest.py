"""A play of a test: an async function that gets a world of its own."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.services.projector.world import World, world

Play = Callable[[Callable[[World], Awaitable[None]]], None]


@pytest.fixture
def play(empty_nats_url: str, database_url: str) -> Play:
    def perform(scene: Callable[[World], Awaitable[None]]) -> None:
        async def on_stage() -> None:
            async with asyncio.timeout(120), world(empty_nats_url, database_url) as stage:
                await scene(stage)

        asyncio.run(on_stage())

    return perform
