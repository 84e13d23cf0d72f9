"""Whether the ledger is whole: every chain recomputed, every version there, every body readable."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Final

from eventsourcing.persistence import DataError

from events.subjects import EVENTS, STREAM
from services.audit.chains import Chains, Gap
from services.audit.finding import Finding
from services.audit.seals import Seals
from services.desk.desk import Desk
from services.ledger.envelope import attributes_of
from services.ledger.reading import Reading, Record
from services.ledger.wire import Wire

PAGE: Final = 1000
Progress = Callable[[int], None]
Missing = tuple[int, int]


async def pages(wire: Wire, end: int, replicas: int) -> AsyncIterator[list[Record]]:
    """Read the ledger to its ``end`` in order; what the server cannot serve is not there."""
    reading = Reading(wire, STREAM, replicas)
    after = 0
    while after < end:
        page = await reading.after(f"{EVENTS}.>", after, min(PAGE, end - after))
        page = [record for record in page if record.sequence <= end]
        if not page:
            return
        yield page
        after = page[-1].sequence


def findings(
    desk: Desk,
    end: int,
    seals: Seals | None = None,
    progress: Progress | None = None,
    witness: Callable[[Record], object] | None = None,
) -> list[Finding]:
    """Look at a desk's ledger, on the desk's own connection."""
    found: list[Finding] = []

    async def look(wire: Wire) -> None:
        found.extend(
            await examine(wire, end, desk.replicas, seals=seals, witness=witness, progress=progress)
        )

    desk.prepare(look)
    return found


async def examine(  # noqa: PLR0913 - where, how far, and three that are rarely given
    wire: Wire,
    end: int,
    replicas: int,
    *,
    seals: Seals | None = None,
    witness: Callable[[Record], object] | None = None,
    progress: Progress | None = None,
) -> list[Finding]:
    """Read the ledger to its ``end``, as the server states it; what is wrong, by place.

    ``witness`` is shown every fact.
    """
    survey = Survey(seals)
    async for page in pages(wire, end, replicas):
        for record in page:
            survey.take(record)
            if witness is not None:
                witness(record)
        if progress:
            progress(page[-1].sequence)
    return survey.result(end)


class Survey:
    """Takes the facts in order; a chain shows what was changed, dropped or moved in a history.

    A missing sequence number shows a newest fact that was taken away; ``seals`` of an earlier day
    show everything until then.
    """

    def __init__(self, seals: Seals | None = None) -> None:
        self._seals = seals
        self._chains = Chains()
        self._found: list[Finding] = []
        self._missing: list[Missing] = []
        self._expected = 1

    def take(self, record: Record) -> None:
        """Look at the next fact."""
        self._reach(record.sequence)
        self._expected = record.sequence + 1
        self._found += self._chains.take(record)
        if self._seals is not None and not self._seals.agree(record):
            self._found.append(_rewritten(record))

    def result(self, end: int) -> list[Finding]:
        """Say what is wrong with a ledger that ends there, by place."""
        self._reach(end + 1)
        found = [
            *self._found,
            *self._chains.end(),
            *_named(self._missing, self._chains.gaps),
        ]
        if self._seals is not None and self._seals.position > end:
            known = self._seals.position
            what = f"凭据记到台账第 {known} 条，现只到第 {end} 条：末尾缺失，或放回了旧备份"
            found.append(Finding(sequence=end + 1, what=what))
        return sorted(found, key=lambda finding: finding.sequence)

    def _reach(self, sequence: int) -> None:
        if sequence > self._expected:
            self._missing.append((self._expected, sequence - 1))


def _rewritten(record: Record) -> Finding:
    try:
        version = attributes_of(record.body).version
    except DataError:
        version = None
    return Finding(
        sequence=record.sequence,
        aggregate=record.subject.removeprefix(f"{EVENTS}."),
        version=version,
        what="与凭据所记的摘要不符：在凭据之后被改写",
    )


def _named(missing: Iterable[Missing], gaps: Iterable[Gap]) -> Iterator[Finding]:
    """Name the histories that lack what is missing; some only the stream itself lacks."""
    left = dict.fromkeys(missing, 0)
    for gap in gaps:
        within = [one for one in left if gap.after < one[0] and one[1] < gap.before]
        for one in within:
            left[one] += gap.last - gap.first + 1
        versions = (
            f"版本 {gap.first}" if gap.first == gap.last else f"版本 {gap.first} 至 {gap.last}"
        )
        yield Finding(
            sequence=within[0][0] if within else gap.before,
            aggregate=gap.aggregate,
            version=gap.first,
            what=f"{versions} 缺失或已损坏",
        )
    for (first, last), named in left.items():
        if named < last - first + 1:
            yield Finding(sequence=first, what=f"台账第 {first} 至 {last} 条缺失或已损坏")
