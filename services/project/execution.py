"""Money as the treasury reported it, folded with both clocks in mind (LY-04, HJ-11)."""

from datetime import date

from immutables import Map
from msgspec import Struct
from msgspec.structs import replace

from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    CommitmentRecorded,
    CommitmentReleased,
    ExecutionFact,
    FundsAppropriated,
    PaymentCorrected,
    PaymentExecuted,
    PaymentRefunded,
    UpstreamFact,
)
from events.monitoring import ExecutionFigures
from events.terms import BudgetLedger
from services.policies.rules import RateBase
from services.project.measures import execution_rate, published


class Key(Struct, frozen=True, order=True, gc=False):
    """What makes an upstream fact the same fact."""

    source_system: str
    document_no: str
    line_no: int
    tag: str
    revision: int


class Entry(Struct, frozen=True, array_like=True, gc=False):
    """What an upstream fact says; the same key with another entry is a contradiction."""

    amount_fen: int
    occurred_on: date
    budget_ledger: BudgetLedger
    reverses: str | None


class ContradictionError(ValueError):
    """A fact has the key of a known one and says something else: ``differs`` names in what."""

    def __init__(self, key: Key, differs: str) -> None:
        """Say of which key, and what differs, in Chinese."""
        super().__init__(key)
        self.differs = differs


class Totals(Struct, frozen=True):
    """Sums in 分 over the entries of a stretch of time."""

    initial: int = 0
    adjusted: int = 0
    appropriated: int = 0
    executed: int = 0
    committed: int = 0

    @property
    def current(self) -> int:
        """调整后预算数."""
        return self.initial + self.adjusted


class Execution(Struct, frozen=True):
    """Every distinct upstream fact of a project, by its key."""

    entries: Map[Key, Entry] = Map()

    def known(self, fact: UpstreamFact) -> bool:
        """Say whether this very fact is here; ``ContradictionError`` when it says another."""
        entry = self.entries.get(key_of(fact))
        if entry is None:
            return False
        if entry != (said := entry_of(fact)):
            differs = (
                zh for name, zh in _SAID.items() if getattr(entry, name) != getattr(said, name)
            )
            raise ContradictionError(key_of(fact), "、".join(differs))
        return True

    @property
    def has_budget(self) -> bool:
        """Whether a budget was approved or added."""
        return any(key.tag in _BUDGET for key in self.entries)

    def of(self, ledger: BudgetLedger) -> "Execution":
        """Only what concerns one of the three budgets."""
        kept = {k: entry for k, entry in self.entries.items() if entry.budget_ledger is ledger}
        return replace(self, entries=Map(kept))

    def after(self, day: date, tag: str) -> list[tuple[Key, Entry]]:
        """Facts of one kind dated later than a day, in the order of their days."""
        return sorted(
            (
                (key, entry)
                for key, entry in self.entries.items()
                if key.tag == tag and entry.occurred_on > day
            ),
            key=lambda pair: (pair[1].occurred_on, pair[0]),
        )

    def commitments(self) -> tuple[str, ...]:
        """The documents of procurement under way: committed and not released by their number."""
        left: dict[str, int] = {}
        for key, entry in sorted(self.entries.items(), key=lambda pair: pair[0]):
            if key.tag == CommitmentRecorded.tag:
                left[key.document_no] = left.get(key.document_no, 0) + entry.amount_fen
        for key, entry in self.entries.items():
            if key.tag == CommitmentReleased.tag:
                of = entry.reverses or key.document_no
                left[of] = left.get(of, 0) - entry.amount_fen
        return tuple(document for document, fen in left.items() if fen > 0)

    def lowered(self, document: str, as_of: date) -> int:
        """By how many 分 upstream lowered the budget on a clawback's document until a day."""
        return -sum(
            entry.amount_fen
            for key, entry in self.entries.items()
            if key.tag == BudgetAdjusted.tag
            and document
            and document in (key.document_no, entry.reverses)
            and entry.occurred_on <= as_of
        )

    def totals(self, as_of: date) -> Totals:
        """Sum up what happened on or before a day."""
        sums = dict.fromkeys(Totals.__struct_fields__, 0)
        for key, entry in self.entries.items():
            if entry.occurred_on <= as_of:
                column, sign = _COLUMNS[key.tag]
                sums[column] += sign * entry.amount_fen
        return Totals(**sums)

    def figures(self, as_of: date, base: RateBase) -> ExecutionFigures:
        """Freeze the figures of a day; the rate is None when its base is zero (5.1)."""
        totals = self.totals(as_of)
        base_fen = {
            "INITIAL": totals.initial,
            "CURRENT": totals.current,
            "APPROPRIATED": totals.appropriated,
        }[base]
        return ExecutionFigures(
            as_of=as_of,
            initial_fen=totals.initial,
            current_fen=totals.current,
            appropriated_fen=totals.appropriated,
            executed_fen=totals.executed,
            committed_fen=totals.committed,
            base_fen=base_fen,
            execution_rate=published(execution_rate(totals.executed, base_fen)),
        )


_COLUMNS = {
    BudgetApproved.tag: ("initial", 1),
    BudgetAdjusted.tag: ("adjusted", 1),
    FundsAppropriated.tag: ("appropriated", 1),
    PaymentExecuted.tag: ("executed", 1),
    PaymentRefunded.tag: ("executed", -1),
    PaymentCorrected.tag: ("executed", 1),
    CommitmentRecorded.tag: ("committed", 1),
    CommitmentReleased.tag: ("committed", -1),
}


_SAID = {
    "amount_fen": "金额",
    "occurred_on": "发生日期",
    "budget_ledger": "预算类别",
    "reverses": "冲销凭证",
}
_BUDGET = (BudgetApproved.tag, BudgetAdjusted.tag)


def key_of(fact: UpstreamFact) -> Key:
    """The idempotency key of an upstream fact; its kind is its tag."""
    return Key(fact.source_system, fact.document_no, fact.line_no, fact.tag, fact.revision)


def entry_of(fact: UpstreamFact) -> Entry:
    """What the fact says apart from its key; its tags are labels of the first report."""
    return Entry(fact.amount_fen, fact.occurred_on, fact.budget_ledger, fact.reverses)


def evolve(execution: Execution, fact: ExecutionFact) -> Execution:
    """Add an entry."""
    return replace(execution, entries=execution.entries.set(key_of(fact), entry_of(fact)))
