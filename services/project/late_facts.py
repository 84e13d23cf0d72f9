"""Late facts: what was taken back is mended when upstream tells more about its day (domain 5.7)."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec.structs import replace

from events.clawback import ClawbackCorrected, ClawbackCorrectionProposed, ClawbackSettled
from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    CommitmentRecorded,
    CommitmentReleased,
    PaymentCorrected,
    PaymentExecuted,
    PaymentRefunded,
    UpstreamFact,
)
from services.project import measures, recovery
from services.project.clawback_item import Item

if TYPE_CHECKING:
    from services.project.state import Project

_SPENDING = (PaymentExecuted, PaymentRefunded, PaymentCorrected)
_BUDGET = (BudgetApproved, BudgetAdjusted)
_MOVING = (*_SPENDING, *_BUDGET, CommitmentRecorded, CommitmentReleased)
Mended = ClawbackCorrected | ClawbackCorrectionProposed


def mend(project: "Project", fact: UpstreamFact) -> list[Mended]:
    """Mend every clawback for a fact about its day that came after it.

    ``project`` already holds the fact. What was taken although it had been spent, or was no budget
    any more, is given back at once, by the latest round first. For a fact dated until the cut-off
    the rest of a recomputation is proposed for a person to decide (domain §9, 10), unless the
    round's rules say to recompute. A proposal takes the place of the one before.
    """
    if not project.clawback.items or not isinstance(fact, _MOVING):
        return []
    facts: list[Mended] = []
    taken = project.clawback.taken_fen
    now = _gross(project, date.max)
    for name, item in reversed(project.clawback.items.items()):
        until = _until(item, fact)
        if until is None:
            continue
        over = further = 0
        if isinstance(fact, _SPENDING) or (isinstance(fact, _BUDGET) and fact.amount_fen < 0):
            budget = max(now, _gross(project, until))
            spent = _spent(project, item)
            over = min(item.taken_fen, measures.over_clawed(budget, spent, taken))
        proposed = further = max(0, item.proposed_fen - over)
        if until == item.identified.figures.as_of:
            further = max(0, item.taken_fen - over - _allowed(project, item))
            if item.identified.recompute:
                over, further = over + further, 0
                proposed = max(0, item.proposed_fen - over)
        taken -= over
        if over:
            facts.append(
                ClawbackCorrected(round=name, delta_fen=-over, document_no=fact.document_no)
            )
        if further != proposed:
            facts.append(
                ClawbackCorrectionProposed(
                    round=name, delta_fen=-further, document_no=fact.document_no
                )
            )
    return facts


def _until(item: Item, fact: UpstreamFact) -> date | None:
    """The day until which a fact concerns an item: its cut-off, or when the money was taken.

    What was spent between the two was not there to be taken; None for what came to pass later.
    """
    cutoff, on = item.identified.figures.as_of, fact.occurred_on
    if item.executed_on is None:
        return None
    if on <= cutoff:
        return cutoff
    spent = isinstance(fact, _SPENDING) and on <= item.executed_on
    return item.executed_on if spent else None


def _spent(project: "Project", item: Item) -> int:
    """What was spent when the money was taken, as far as it did not come back since, in 分.

    What is spent afterwards, of money that was taken by then, is the unit's own doing.
    """
    taken_on = max(item.identified.figures.as_of, item.executed_on or date.min)
    then = project.execution.totals(taken_on).executed
    return min(then, project.execution.totals(date.max).executed)


def _allowed(project: "Project", item: Item) -> int:
    """What the item's grounds allow by what is known today of its cut-off day.

    The schedule rate is the frozen one. What was listed before it was kept whole has its shortfall
    follow the spending alone: the published rate is rounded and must not multiply money (5.0).
    """
    identified, then = item.identified, item.identified.figures
    totals = project.execution.totals(then.as_of)
    listed = then.budget_fen - then.prior_clawback_fen + item.taken_before_fen
    budget = then.budget_fen + _gross(project, then.as_of) - listed
    more = max(0, totals.executed) - max(0, then.executed_fen)
    shortfall = then.shortfall_fen and max(0, then.shortfall_fen - more)
    if then.schedule:
        schedule = Fraction(then.schedule)
        prior = then.prior_clawback_fen
        shortfall = measures.shortfall(budget, prior, totals.executed, schedule)
    again = replace(
        then,
        executed_fen=totals.executed,
        shortfall_fen=shortfall,
        recoverable_fen=measures.recoverable(
            budget, totals.executed, totals.committed, then.prior_clawback_fen
        ),
    )
    idle = (identified.idle_fen or then.recoverable_fen) - more
    idle = max(0, min(idle, again.recoverable_fen))
    return recovery.amount(identified.grounds, again, idle, unspent=identified.unspent)


def _gross(project: "Project", as_of: date) -> int:
    """The budget until a day as if no clawback had ever lowered it, in 分."""
    return project.execution.totals(as_of).current + recovery.named(project, as_of)


def settled(project: "Project", fact: UpstreamFact) -> list[ClawbackSettled]:
    """Settle what a reported fact completes; ``project`` already holds the fact."""
    return settle(project) if isinstance(fact, (BudgetAdjusted, *_SPENDING)) else []


def settle(project: "Project") -> list[ClawbackSettled]:
    """Settle what upstream has lowered in full; what was given back whole needs no lowering."""
    return [
        ClawbackSettled(round=name, amount_fen=lowered, document_no=item.document_no)
        for name, item in project.clawback.items.items()
        if item.status == "EXECUTED"
        and not item.settled
        and (lowered := project.execution.lowered(item.document_no, date.max)) >= item.taken_fen
        and lowered
    ]
