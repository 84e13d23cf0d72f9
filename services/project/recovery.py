"""How much may be taken back and why: the maximum of the grounds, never their sum (domain 5.7)."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from events.clawback import ClawbackFigures
from events.terms import ClawbackGround
from services.policies.rules import ClawbackRules
from services.project import measures

if TYPE_CHECKING:
    from services.project.state import Project

NO_SCHEDULE = Fraction(0)


class Found(Struct, frozen=True):
    """What an examination found, in 分; ``amount_fen`` is 0 when there is nothing to take."""

    grounds: tuple[ClawbackGround, ...]
    figures: ClawbackFigures
    amount_fen: int
    idle_fen: int


def examine(project: "Project", cutoff: date, rules: ClawbackRules) -> Found:
    """Look for every ground of the rules as of the cut-off day."""
    registration = project.registered
    schedule = measures.schedule_rate(
        rules.schedule_basis,
        cutoff,
        registration.starts_on,
        registration.ends_on,
        project.plans.holding(cutoff),
    )
    found = figures(project, cutoff, schedule)
    idle = _idle(project, found, rules)
    holds = {
        ClawbackGround.UNCORRECTED: project.rectification.uncorrected(cutoff),
        ClawbackGround.UNATTAINABLE: _unattainable(project, cutoff),
        ClawbackGround.BEHIND_SCHEDULE: found.shortfall_fen > 0,
        ClawbackGround.IDLE: idle > 0,
    }
    grounds = tuple(ground for ground in rules.grounds if holds[ground])
    unspent = rules.behind_takes == "UNSPENT"
    return Found(grounds, found, amount(grounds, found, idle, unspent=unspent), idle)


def amount(
    grounds: tuple[ClawbackGround, ...], found: ClawbackFigures, idle_fen: int, *, unspent: bool
) -> int:
    """The most any ground allows: all that is recoverable, the shortfall, or what is idle.

    ``unspent``: whoever is behind schedule loses all that is recoverable.
    """
    behind = found.recoverable_fen if unspent and found.shortfall_fen else found.shortfall_fen
    allows = {
        ClawbackGround.UNCORRECTED: found.recoverable_fen,
        ClawbackGround.UNATTAINABLE: found.recoverable_fen,
        ClawbackGround.BEHIND_SCHEDULE: min(behind, found.recoverable_fen),
        ClawbackGround.IDLE: idle_fen,
    }
    return max((allows[ground] for ground in grounds), default=0)


def protected(project: "Project", rules: ClawbackRules) -> bool:
    """Whether the money is of a kind that is never taken, as 三保."""
    return bool({*project.registered.fund_tags} & {*rules.protected_tags})


def upward(project: "Project", found: Found, rules: ClawbackRules) -> int:
    """What of the amount is a superior's and goes back up, in 分 (LY-02, HJ-05, HL-12).

    A superior's transfer is known by its tags or by its source.
    """
    registration = project.registered
    tagged = {*registration.fund_tags} & {*rules.superior_tags}
    if not tagged and registration.fund_source not in rules.superior_sources:
        return 0
    if rules.superior_returns == "ALL":
        return found.amount_fen
    return found.idle_fen if ClawbackGround.IDLE in found.grounds else 0


def idle_years(project: "Project", cutoff: date) -> int:
    """Whole years since the oldest money was first arranged."""
    first = project.arranged_in
    return 0 if first is None else max(0, cutoff.year - first)


def _idle(project: "Project", found: ClawbackFigures, rules: ClawbackRules) -> int:
    """What of the money is as old as the rules say and still there, in 分.

    Of money that is only partly old the old part is spent, or was taken back, first.
    """
    last = found.as_of.year - rules.idle_years
    first = project.registered.first_arranged_year
    if first is not None and first <= last:
        return found.recoverable_fen
    links = project.standing.carryovers.values()
    old = sum(link.amount_fen for link in links if link.arranged_in <= last)
    left = old - max(0, found.executed_fen) - project.clawback.taken_fen
    return max(0, min(left, found.recoverable_fen))


def named(project: "Project", as_of: date, document: str = "") -> int:
    """By how many 分 upstream lowered the budget because of clawbacks, until a day."""
    documents = project.clawback.documents | {document}
    return sum(project.execution.lowered(one, as_of) for one in documents)


def figures(
    project: "Project", as_of: date, schedule: Fraction, document: str = ""
) -> ClawbackFigures:
    """The figures of a day, in 分; what was already taken back counts as gone, once.

    A budget that upstream has lowered for a clawback is without that money already, so only what
    it has not lowered yet is subtracted: the same whichever of the two is known first.
    """
    totals = project.execution.totals(as_of)
    prior = project.clawback.taken_fen - named(project, as_of, document)
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
        schedule=str(schedule),
    )


def _unattainable(project: "Project", cutoff: date) -> bool:
    """Whether the form about the latest data until the cut-off calls a target impossible (HJ-F1).

    It is the form that stood on that day, or else the one that stands now. Tasks may be issued in
    any order; of two about the same data the one issued last counts.
    """
    forms = [
        (task.issued.cutoff_on, number, form.impossible)
        for number, task in enumerate(project.monitoring.tasks.values())
        if task.issued.cutoff_on <= cutoff and (form := task.form(cutoff)) is not None
    ]
    _, _, impossible = max(forms, default=(cutoff, 0, False))
    return impossible
