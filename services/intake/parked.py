"""Messages that were put aside: looked at whole, and answered by another through the contract."""

from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import Struct
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from events.subjects import INTAKE_STREAM, PARKED_STREAM, parked_subject
from projections.trail.sentence import summarise
from services.desk.desk import Desk
from services.intake.app import Parked
from services.intake.contract import contradiction, fact_of, project_of, read_message
from services.intake.intake import Receipt
from services.project.execution import ContradictionError
from services.project.state import Project
from services.refusal import Refused

PAGE: Final = 50
MOST: Final = 1000  # messages looked at for one page


class Aside(Struct, frozen=True, kw_only=True):
    """A message that was put aside and its place among them, from which a reader goes on."""

    number: int
    parked: Parked


class Announced(Struct, frozen=True, kw_only=True):
    """What a message would record: for which history, what in words, or that it is known."""

    project: str
    title: str
    summary: str
    known: bool


def every(_receipt: Receipt) -> bool:
    """Choose whatever there is."""
    return True


async def parked(
    client: Client,
    division: str,
    after: int = 0,
    limit: int = PAGE,
    chosen: Callable[[Receipt], bool] = every,
) -> tuple[list[Aside], int | None]:
    """List what was put aside of a division in its order, from the one after a number.

    With it comes the number to go on after, None when all were looked at; a page may end early.
    """
    stream, found, number = client.jetstream(), list[Aside](), after
    subject = f"{parked_subject(division)}.*"
    for _ in range(MOST):
        try:
            message = await stream.get_msg(PARKED_STREAM, number + 1, next=True, subject=subject)
        except NotFoundError:
            return found, None
        if len(found) == limit:  # there is one more
            break
        number = message.seq or number + 1
        held = msgspec.json.decode(message.data or b"", type=Parked)
        if chosen(held.receipt):
            found.append(Aside(number=number, parked=held))
    return found, number


async def whole(client: Client, aside: Aside) -> bytes:
    """Give the message as it was received, also where what was put aside had to be cut."""
    held = aside.parked
    if not held.cut:
        return held.body
    kept = await client.jetstream().get_msg(INTAKE_STREAM, held.receipt.received)
    return kept.data or b""


def announced(desk: Desk, division: str, body: bytes) -> Announced:
    """Say what a message would record; :class:`Refused` where it would be put aside again."""
    message = read_message(body)
    project, fact = project_of(division, message), fact_of(message)
    state = desk.history(project).state
    if not isinstance(state, Project):
        raise TypeError(state)
    try:
        known = state.execution.known(fact)
    except ContradictionError as error:
        raise Refused(contradiction(message, error.differs)) from error
    return Announced(project=project.name, title=fact.title, summary=summarise(fact), known=known)
