"""When everything that was taken has been dealt with."""

import asyncio

import nats
import nats.errors
from nats.js.errors import Error as StreamError

from tests.torture.scenario import until


def await_intake(url: str, within: float = 120.0) -> None:
    """Wait until the intake has answered every message. Raises Hung."""
    until(lambda: asyncio.run(_idle(url)), "intake idle", within)


async def _idle(url: str) -> bool:
    try:
        client = await nats.connect(url.split(","), max_reconnect_attempts=1, connect_timeout=5)
    except (nats.errors.Error, OSError, TimeoutError):
        return False
    try:
        info = await client.jetstream(timeout=5).consumer_info("JX_INTAKE", "intake")
    except (nats.errors.Error, StreamError, TimeoutError):
        return False
    finally:
        await client.close()
    return not info.num_pending and not info.num_ack_pending
