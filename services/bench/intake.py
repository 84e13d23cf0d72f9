"""Row: payments from the upstream stream into the ledger, with receipts."""

import asyncio
from time import perf_counter
from typing import Final

from nats.aio.client import Client

from events.subjects import INTAKE_STREAM, intake_subject
from services.bench import payments
from services.bench.ground import Ground, connected, desk_of
from services.bench.payments import DIVISION
from services.bench.peer import Treasury, peer
from services.bench.raw import Raw
from services.bench.rounds import medians
from services.bench.row import Row, compared
from services.bench.target import Target
from services.desk.desk import Desk
from services.intake.app import Intake
from services.intake.streams import BATCH, DURABLE

PROJECTS: Final = 1000
BATCHES: Final = 20  # in a round of ours and of the limit
QUICK_BATCHES: Final = 5
PEER_BATCHES: Final = 4
QUICK_PEER_BATCHES: Final = 1
TARGET: Final = Target(limit_at_least=0.35, peer_at_least=3)


async def rows(ground: Ground) -> list[Row]:
    """Compare the intake with bare batches of the same bytes, and with loading and saving."""
    batches = QUICK_BATCHES if ground.quick else BATCHES
    peer_batches = QUICK_PEER_BATCHES if ground.quick else PEER_BATCHES
    async with desk_of(ground) as desk, connected(ground) as client:
        raw = await Raw.on(client)
        with peer(ground) as application:
            await asyncio.to_thread(application.register, range(PROJECTS))

            async def ours(number: int) -> float:
                await _publish(raw, number * batches, batches)
                return await _taken(ground, desk, client, batches * BATCH)

            async def limit(_: int) -> float:
                bodies = await asyncio.to_thread(_newest, desk)
                return await _bare(raw, bodies, batches)

            async def theirs(number: int) -> float:
                return await asyncio.to_thread(_saved, application, number, peer_batches)

            found = await medians({"ours": ours, "limit": limit, "peer": theirs})
    return [compared("支付接收（含回执）", "条/秒", TARGET, found, is_rate=True)]


async def _publish(raw: Raw, first: int, batches: int) -> None:
    """Lay a round of payments into the intake stream."""
    for batch in range(first, first + batches):
        bodies = [payments.body(batch * BATCH + n, n % PROJECTS) for n in range(BATCH)]
        await raw.batch([intake_subject(DIVISION)] * BATCH, bodies)


async def _taken(ground: Ground, desk: Desk, client: Client, messages: int) -> float:
    """Run the intake until every message is acknowledged; returns messages a second."""
    stream = client.jetstream()
    began = perf_counter()
    async with Intake(ground.running.nats_url, desk):
        while True:
            info = await stream.consumer_info(INTAKE_STREAM, DURABLE)
            if not info.num_pending and not info.num_ack_pending:
                return messages / (perf_counter() - began)
            await asyncio.sleep(0.02)


def _newest(desk: Desk) -> list[bytes]:
    """Read the bodies of the newest batch."""
    last = desk.ledger.max_notification_id() or 0
    newest = desk.ledger.select_notifications(last - BATCH + 1, BATCH)
    return [bytes(notification.state) for notification in newest]


async def _bare(raw: Raw, bodies: list[bytes], batches: int) -> float:
    """Write the same bytes in atomic batches with nothing around them."""
    subjects = [f"bench.{number}" for number in range(len(bodies))]
    began = perf_counter()
    for _ in range(batches):
        await raw.batch(subjects, bodies)
    return batches * len(bodies) / (perf_counter() - began)


def _saved(application: Treasury, number: int, batches: int) -> float:
    """Let the peer load and save the same projects with the same payments."""
    paid = [
        [payments.payment(batch * BATCH + n, n % PROJECTS) for n in range(BATCH)]
        for batch in range(number * batches, (number + 1) * batches)
    ]
    began = perf_counter()
    for messages in paid:
        application.take(messages)
    return batches * BATCH / (perf_counter() - began)
