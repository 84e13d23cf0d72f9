"""A FastStream broker at an address of ours."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import nats.errors
import structlog
from faststream.nats import NatsBroker
from faststream.nats.security import NatsNKey, NatsSecurity
from nats.aio.client import Client

from services.ledger.address import Address
from services.ledger.wary_client import WaryClient
from services.runtime.log import broker_logger

FAREWELL: Final = 10.0  # seconds to hand back what was taken

log = structlog.get_logger("intake")


class WaryBroker(NatsBroker):
    """A broker on a client of ours: where TLS is asked for, it says nothing without it."""

    async def _connect(self) -> Client:
        client = WaryClient()
        await client.connect(**self._connection_kwargs)
        self.config.connect(client)
        return client


async def leave(*steps: Callable[[], Awaitable[None]]) -> None:
    """Take leave step by step; where the server is gone that is given up after a while."""
    try:
        async with asyncio.timeout(FAREWELL):
            for step in steps:
                await step()
    except (nats.errors.Error, TimeoutError) as error:
        log.warning("left without a farewell", error=repr(error))


def broker_at(address: Address) -> NatsBroker:
    """Make a broker; nothing is connected yet."""
    return WaryBroker(
        list(address.servers),
        inbox_prefix=address.inbox,
        security=NatsNKey(address.seed, ssl_context=address.tls)
        if address.seed
        else NatsSecurity(ssl_context=address.tls),
        logger=broker_logger(),
        apply_types=False,
        max_reconnect_attempts=-1,
    )
