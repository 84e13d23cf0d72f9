"""What every group of rows stands on: servers of its own, and how thorough it is to be."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import uuid4

import nats
from msgspec import Struct
from nats.aio.client import Client

from events.subjects import INTAKE_STREAM
from events.terms import Role
from services.bench.payments import DAY, DIVISION, EDITION
from services.decision import Actor, Command
from services.desk.desk import Desk
from services.desk.orders import Order
from services.desk.reports import Report, note
from services.intake import streams
from services.intake.contract import Message, fact_of, project_of
from services.policies.adoption import AdoptPolicy
from services.policies.calendar import end_of
from services.runtime.servers import Servers

CHIEF = Actor(id="S0001", role=Role.FIN_APPROVER, org="652825")
FILER = Actor(id="S0002", role=Role.UNIT_FILER, org="U01")


class Ground(Struct, frozen=True):
    """Fresh servers, nobody else's; ``quick`` asks for a minute at most from all groups."""

    running: Servers
    quick: bool


def order(command: Command, actor: Actor = CHIEF) -> Order:
    """Give a command its circumstances."""
    return Order(id=str(uuid4()), at=end_of(DAY), actor=actor, division=DIVISION, command=command)


@asynccontextmanager
async def connected(ground: Ground) -> AsyncIterator[Client]:
    """Connect plainly, as whoever knows nothing of the ledger would."""
    client = await nats.connect(ground.running.nats_url)
    try:
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def desk_of(ground: Ground) -> AsyncIterator[Desk]:
    """Open a desk with the intake's streams and the law of one place; no views."""
    desk = await asyncio.to_thread(Desk, ground.running.nats_url)
    try:
        await asyncio.to_thread(desk.prepare, streams.prepare)
        adopted = await asyncio.to_thread(desk.handle, order(AdoptPolicy(edition=EDITION)))
        if adopted.answer.outcome != "accepted":
            raise RuntimeError(adopted.answer)
        yield desk
    finally:
        await asyncio.to_thread(desk.close)


def pay(desk: Desk, messages: Sequence[Message]) -> None:
    """Record payments in one atomic batch, every one of them new."""
    noted = note(
        desk,
        [
            Report(
                project=project_of(DIVISION, message),
                fact=fact_of(message),
                at=end_of(DAY),
                origin=f"{INTAKE_STREAM}/{message.document_no}",
            )
            for message in messages
        ],
    )
    if {one.outcome for one in noted} != {"accepted"}:
        raise RuntimeError(noted)
