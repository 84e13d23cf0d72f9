"""Answers to JetStream about messages: done, again later, and still in hand."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Final

from services.intake.intake import Opened
from services.ledger.connection import Connection, Outgoing

AGAIN: Final = 1  # seconds until what failed is delivered again
HOLD: Final = 10.0  # seconds, a third of what the consumer waits for an answer
DONE: Final = b"+ACK"
AGAIN_LATER: Final = b'-NAK {"delay": %d}' % (AGAIN * 10**9)
IN_HAND: Final = b"+WPI"


async def answer(connection: Connection, batch: Sequence[Opened], word: bytes) -> None:
    """Say one thing about all of them."""
    await connection.publish_all([Outgoing(one.incoming.reply, word) for one in batch])


async def in_hand(
    connection: Connection,
    batch: Sequence[Opened],
    work: Coroutine[object, object, None],
    every: float = HOLD,
) -> None:
    """Do work that may take long, and say meanwhile that the messages need not come once more."""
    doing = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait([doing], timeout=every))[0]:
            await answer(connection, batch, IN_HAND)
        await doing
    finally:
        doing.cancel()  # when nobody waits for it any more
