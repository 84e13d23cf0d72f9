"""How much may be taken back and why: the maximum of the grounds, never their sum (domain 5.7)."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from events.clawback import (
    ClawbackCorrected,
    ClawbackCorrectionProposed,
    ClawbackFigures,
)
from events.execution import PaymentCorrected, PaymentExecuted, PaymentRefunded, UpstreamFact
from events.terms import Attainability, ClawbackGround
from services.policies.rules import ClawbackRules
from services.project import measures

if TYPE_CHECKING:
    from services.project.state import Project

NO_SCHEDULE = Fraction(0)
_SPENDING = (PaymentExecuted, PaymentRefunded, PaymentCorrected)


class Found(Struct, frozen=True):
    """What an examination found; ``amount_fen`` is 0 when there is nothing to take."""

    grounds: tuple[ClawbackGround, ...]
    figures: ClawbackFigures
    amount_fen: int


def examine(project: "Project", cutoff: date, rules: ClawbackRules) -> Found:
    """Look for every ground of the rules as of the cut-off day."""
    registration = project.registered
    schedule = measures.schedule_rate(
        rules.schedule_basis, cutoff, registration.starts_on, registration.ends_on
    )
    found = figures(project, cutoff, schedule)
    holds = {
        ClawbackGround.UNCORRECTED: project.rectification.uncorrected(cutoff),
        ClawbackGround.UNATTAINABLE: _unattainable(project, cutoff),
        ClawbackGround.BEHIND_SCHEDULE: found.shortfall_fen > 0,
    }
    grounds = tuple(ground for ground in rules.grounds if holds[ground])
    return Found(grounds, found, amount(grounds, found))


def amount(grounds: tuple[ClawbackGround, ...], found: ClawbackFigures) -> int:
    """Everything recoverable on ground A or B, else the shortfall, never more than there is."""
    if {ClawbackGround.UNCORRECTED, ClawbackGround.UNATTAINABLE} & {*grounds}:
        return found.recoverable_fen
    if ClawbackGround.BEHIND_SCHEDULE in grounds:
        return min(found.shortfall_fen, found.recoverable_fen)
    return 0


def figures(project: "Project", as_of: date, schedule: Fraction) -> ClawbackFigures:
    """The figures of a day, in 分; what was already taken back counts as gone."""
    totals, prior = project.execution.totals(as_of), project.clawback.taken_fen
    return ClawbackFigures(
        as_of=as_of,
        budget_fen=totals.current,
        executed_fen=totals.executed,
        committed_fen=totals.committed,
        prior_clawback_fen=prior,
        schedule_rate=measures.percent(schedule),
        shortfall_fen=measures.shortfall(totals.current, prior, totals.executed, schedule),
        recoverable_fen=measures.recoverable(
            totals.current, totals.executed, totals.committed, prior
        ),
    )


def _unattainable(project: "Project", cutoff: date) -> bool:
    """Whether the last form about data until the cut-off calls a target impossible (HJ-F1)."""
    forms = [
        task.submitted
        for task in project.monitoring.tasks.values()
        if task.submitted is not None and task.issued.cutoff_on <= cutoff
    ]
    return bool(forms) and any(
        line.attainability is Attainability.IMPOSSIBLE for line in forms[-1].lines
    )


def late(
    project: "Project", fact: UpstreamFact
) -> list[ClawbackCorrected | ClawbackCorrectionProposed]:
    """Mend a clawback for spending dated on or before its cut-off but reported after it.

    ``project`` already holds the fact. What was taken although it had been spent is given back
    at once, by the latest round first; the rest of a recomputation is proposed for a person to
    decide (domain §9, 10). What was due by the cut-off is the frozen shortfall over what was
    executed then: the published schedule rate is rounded and must not multiply money (5.0).
    """
    if not project.clawback.items or not isinstance(fact, _SPENDING):
        return []
    facts: list[ClawbackCorrected | ClawbackCorrectionProposed] = []
    executed, taken = project.execution.totals(date.max).executed, project.clawback.taken_fen
    for name, item in reversed(project.clawback.items.items()):
        then = item.identified.figures
        if item.status != "EXECUTED" or fact.occurred_on > then.as_of:
            continue
        over = min(item.taken_fen, measures.over_clawed(then.budget_fen, executed, taken))
        taken -= over
        if over:
            facts.append(
                ClawbackCorrected(round=name, delta_fen=-over, document_no=fact.document_no)
            )
        at_cutoff = project.execution.totals(then.as_of).executed
        due = then.shortfall_fen and then.shortfall_fen + then.executed_fen
        again = ClawbackFigures(
            as_of=then.as_of,
            budget_fen=then.budget_fen,
            executed_fen=at_cutoff,
            committed_fen=then.committed_fen,
            prior_clawback_fen=then.prior_clawback_fen,
            schedule_rate=then.schedule_rate,
            shortfall_fen=max(0, due - at_cutoff),
            recoverable_fen=measures.recoverable(
                then.budget_fen, at_cutoff, then.committed_fen, then.prior_clawback_fen
            ),
        )
        further = item.taken_fen - over - amount(item.identified.grounds, again)
        if further > 0:
            facts.append(
                ClawbackCorrectionProposed(
                    round=name, delta_fen=-further, document_no=fact.document_no
                )
            )
    return facts
