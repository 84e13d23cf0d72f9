"""One bureau for the scenarios of a module, on servers that are real and empty."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest

from services.office import opened
from services.runtime.servers import Servers
from tests.examples.bureau import PLACES, Bureau, Place


@pytest.fixture(scope="module")
def bureau(empty_nats_url: str, database_url: str) -> Iterator[Bureau]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        servers = Servers(empty_nats_url, database_url)
        office = runner.run(stack.enter_async_context(opened(servers)))
        bureau = Bureau(runner, office)
        bureau.done(*(Place(name).adopt() for name in PLACES))
        yield bureau
        runner.run(stack.aclose())
