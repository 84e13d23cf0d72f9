"""What went wrong, told to people where they are, with the clause it rests on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from eventsourcing.persistence import PersistenceError
from nicegui import ui

from services.api.errors import told
from services.api.faulty import Faulty, Unavailable, WaitedTooLong
from services.api.problem import Problem
from services.projector.errors import LedgerShorterError, UnfinishedError, ViewsBlockedError
from services.refusal import Conflict, Refused

SAID: Final = (
    Refused,
    Conflict,
    Faulty,
    Unavailable,
    WaitedTooLong,
    PersistenceError,
    ViewsBlockedError,
    UnfinishedError,
    LedgerShorterError,
)

log = structlog.get_logger("console")


def sentences(problem: Problem) -> list[str]:
    """Say a problem in sentences: what, why, where, by which clause."""
    said = [f"{problem.title}：{problem.detail}" if problem.detail else problem.title]
    said += [f"{fault.path}：{fault.reason}" for fault in problem.errors]
    return said + ([f"依据：{problem.clause}"] if problem.clause else [])


@contextmanager
def told_here() -> Iterator[None]:
    """Tell a no at the foot of the page; what nobody expected rises."""
    try:
        yield
    except SAID as error:
        warn(told(error))


def failed(error: Exception) -> None:
    """Log what nobody expected, and say that something went wrong; nothing was recorded by it."""
    log.error("page failed", exc_info=error)
    warn(told(error))


def warn(problem: Problem) -> None:
    """Show a problem until it is dismissed."""
    ui.notify(
        "\n".join(sentences(problem)),
        type="negative",
        position="top",
        multi_line=True,
        close_button="知道了",
        timeout=0,
        classes="jx-told",
    )
