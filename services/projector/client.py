"""The connection that the projector reads from."""

from services.ledger.connection import Connection as StreamClient


async def connected(url: str) -> StreamClient:
    """Connect, again and again for ever."""
    client = StreamClient()
    await client.connect(url, max_reconnect_attempts=-1)
    return client
