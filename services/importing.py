"""Histories from files: commands, upstream facts and ticks, each at its own time, in order."""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from events.envelope import UnknownFactError
from services.desk.faults import check_year, newer, read
from services.desk.orders import Answer, Written, read_order
from services.desk.reports import Report
from services.intake.contract import (
    FactLine,
    contradiction,
    fact_of,
    project_of,
    read_line,
)
from services.office import Office
from services.refusal import Conflict, Refused

BATCH: Final = 1000
Outcome = Literal[
    "accepted", "repeated", "refused", "conflict", "duplicate", "parked", "ticked", "unreadable"
]
FINDINGS: Final[frozenset[Outcome]] = frozenset(("refused", "conflict", "parked", "unreadable"))


class Result(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one line; ``repeated`` commands were carried out by an earlier line or run."""

    line: int
    outcome: Outcome
    what: str
    facts: tuple[Written, ...] = ()
    reasons: tuple[str, ...] = ()
    clause: str = ""

    @property
    def is_finding(self) -> bool:
        """Whether a person has to look at it."""
        return self.outcome in FINDINGS


class Summary(Struct, frozen=True, kw_only=True):
    """How many lines came out how, and how many facts the ledger gained."""

    lines: int
    outcomes: dict[str, int]
    facts_written: int


class _Kind(Struct):
    """As much of a line as tells what it is."""

    command: str | None = None
    fact: str | None = None
    tick: str | None = None


class Tick(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``{"tick": TIME}`` lets deadlines before that time fall due."""

    tick: Annotated[datetime, Meta(tz=True, description="带时区的时间")]


_KIND: Final = msgspec.json.Decoder(_Kind)
_TICK: Final = msgspec.json.Decoder(Tick)
Numbered = tuple[int, bytes]
Waiting = list[tuple[int, FactLine]]


async def play(office: Office, lines: Iterable[bytes], source: str) -> AsyncIterator[Result]:
    """Carry out the lines of a file in order; neighbouring facts share an atomic commit.

    A line that cannot be read or is refused becomes a result and does not stop the rest.
    """
    waiting: Waiting = []
    for number, line in _numbered(lines):
        read = _read(number, line)
        if isinstance(read, FactLine):
            waiting.append((number, read))
            if len(waiting) == BATCH:
                async for result in _noted(office, waiting, source):
                    yield result
                waiting = []
            continue
        async for result in _noted(office, waiting, source):
            yield result
        waiting = []
        if isinstance(read, Result):
            yield read
        elif isinstance(read, datetime):
            handled = await office.tick(read)
            facts = tuple(fact for one in handled for fact in one.answer.facts)
            why = tuple(
                f"{one.answer.id}：{reason}" for one in handled for reason in one.answer.reasons
            )
            yield Result(
                line=number, outcome="ticked", what=f"tick {read}", facts=facts, reasons=why
            )
        else:
            yield await _carried_out(office, number, line)
    async for result in _noted(office, waiting, source):
        yield result


def summarise(results: Iterable[Result], facts_written: int) -> Summary:
    """Count results by outcome."""
    outcomes: Counter[str] = Counter(result.outcome for result in results)
    return Summary(
        lines=sum(outcomes.values()), outcomes=dict(outcomes), facts_written=facts_written
    )


def _numbered(lines: Iterable[bytes]) -> Iterator[Numbered]:
    """Number the lines that say something, without the mark some editors put before the first."""
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(BOM_UTF8) if number == 1 else line
        if text.strip():
            yield number, text


def _read(number: int, line: bytes) -> FactLine | datetime | Result | str:
    """Say what a line is; the name of a command is read again by the desk."""
    try:
        kind = read(_KIND, line)
        if kind.tick is not None:
            tick = read(_TICK, line).tick
            check_year(tick=tick)
            return tick
    except Refused as refused:
        return Result(line=number, outcome="unreadable", what="", reasons=refused.reasons)
    if kind.fact is not None:
        try:
            return read_line(line)
        except Refused as refused:
            return Result(line=number, outcome="parked", what=kind.fact, reasons=refused.reasons)
    if kind.command is not None:
        return kind.command
    reason = "既没有 command、fact，也没有 tick"
    return Result(line=number, outcome="unreadable", what="", reasons=(reason,))


async def _carried_out(office: Office, number: int, line: bytes) -> Result:
    try:
        order = read_order(line)
    except Refused as refused:
        what = _KIND.decode(line).command or ""
        return Result(line=number, outcome="refused", what=what, reasons=refused.reasons)
    handled = await office.submit(order)
    answer: Answer = handled.answer
    repeated = answer.outcome == "accepted" and not handled.fresh
    return Result(
        line=number,
        outcome="repeated" if repeated else answer.outcome,
        what=type(order.command).__name__,
        facts=answer.facts,
        reasons=answer.reasons,
        clause=answer.clause,
    )


async def _noted(office: Office, waiting: Waiting, source: str) -> AsyncIterator[Result]:
    """Record neighbouring facts together."""
    if not waiting:
        return
    reports = [
        Report(
            project=project_of(line.division, line),
            fact=fact_of(line),
            at=line.at or line.published_at,
            origin=f"{source}:{number}",
        )
        for number, line in waiting
    ]
    try:
        noted = await office.note(reports)
    except Conflict as conflict:
        for number, line in waiting:
            yield Result(line=number, outcome="conflict", what=line.kind, reasons=(str(conflict),))
        return
    except UnknownFactError as unknown:
        if len(waiting) == 1:
            [(number, line)] = waiting
            reasons = (newer(unknown),)
            yield Result(line=number, outcome="parked", what=line.kind, reasons=reasons)
            return
        middle = len(waiting) // 2
        for half in (waiting[:middle], waiting[middle:]):
            async for result in _noted(office, half, source):
                yield result
        return
    for (number, line), one in zip(waiting, noted, strict=True):
        parked = one.outcome == "contradiction"
        yield Result(
            line=number,
            outcome="parked"
            if parked
            else "accepted"
            if one.outcome == "accepted"
            else "duplicate",
            what=line.kind,
            facts=(one.written,) if one.written else (),
            reasons=(contradiction(line, one.differs),) if parked else (),
        )
