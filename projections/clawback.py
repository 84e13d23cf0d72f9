"""View ``clawback``: the list of money to be taken back, one row a round and project (HL-07)."""

from collections.abc import Mapping
from datetime import date
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackConfirmed,
    ClawbackCorrected,
    ClawbackCorrectionProposed,
    ClawbackExecuted,
    ClawbackFact,
    ClawbackFigures,
    ClawbackNotified,
    ClawbackObjected,
    ClawbackObjectionResolved,
    ClawbackSettled,
    ClawbackWaived,
    NextYearReallocationRequired,
)
from events.envelope import Recorded
from events.terms import ClawbackGround, Destination, Resolution, Term
from projections.view import ALL, Lookup, View, Which, listing


class ClawbackState(Term):
    """How far an item of the list has come (HL-07)."""

    IDENTIFIED = "IDENTIFIED", "列入清单"
    NOTIFIED = "NOTIFIED", "已告知"
    OBJECTED = "OBJECTED", "有异议"
    WAIVED = "WAIVED", "免予收回"
    RESOLVED = "RESOLVED", "异议已答复"
    CONFIRMED = "CONFIRMED", "已确认"
    EXECUTED = "EXECUTED", "已收回"
    SETTLED = "SETTLED", "已收回并核减预算"

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be decided about the item."""
        return self in (ClawbackState.WAIVED, ClawbackState.EXECUTED, ClawbackState.SETTLED)


class Clawback(Struct, frozen=True, kw_only=True, gc=False):
    """One project on the frozen list of a round, in 分.

    ``corrected_fen`` is the sum of the corrections made, ``proposed_fen`` what a person must still
    decide to give back; both are negative or zero. ``reallocation_fen`` is what the department
    must find in its next budget (HL-08). ``superior_fen`` of what is taken goes back to the
    superior first, only the rest into the pool; it is never more than may still be taken, or was.
    """

    division: str
    fiscal_year: int
    project: str
    round: str
    name: str
    department: str
    grounds: tuple[ClawbackGround, ...]
    figures: ClawbackFigures
    edition: str
    state: ClawbackState
    identified_fen: int
    waived_fen: int = 0
    confirmed_fen: int = 0
    executed_fen: int = 0
    corrected_fen: int = 0
    proposed_fen: int = 0
    objection: str | None = None
    waiver_reason: str | None = None
    confirmation_reason: str | None = None
    notified_on: date | None = None
    executed_on: date | None = None
    must_continue: bool = False
    reallocation_fen: int = 0
    destination: Destination = Destination.LOCAL_POOL
    superior_fen: int = 0
    idle_years: int = 0
    resolution: Resolution | None = None
    resolved_fen: int | None = None
    resolution_reason: str | None = None
    document_no: str | None = None
    settled_fen: int | None = None
    budget_year: int | None = None


def fold(rows: Mapping[str, Clawback], recorded: Recorded) -> tuple[Clawback, ...]:
    """Add one fact to the item of its round; a round that never listed the project has none."""
    match recorded.fact:
        case ClawbackCandidateIdentified() as fact:
            project = recorded.aggregate
            return (
                Clawback(
                    division=project.division,
                    fiscal_year=project.year,
                    project=project.code,
                    round=fact.round,
                    name=fact.project_name,
                    department=fact.department,
                    grounds=fact.grounds,
                    figures=fact.figures,
                    edition=fact.edition,
                    state=ClawbackState.IDENTIFIED,
                    identified_fen=fact.amount_fen,
                    destination=fact.destination,
                    superior_fen=_upward(fact),
                    idle_years=fact.idle_years,
                ),
            )
        case (
            ClawbackNotified()
            | ClawbackObjected()
            | ClawbackObjectionResolved()
            | ClawbackSettled()
            | ClawbackWaived()
            | ClawbackConfirmed()
            | ClawbackExecuted()
            | ClawbackCorrected()
            | ClawbackCorrectionProposed()
            | NextYearReallocationRequired()
        ) as fact:
            row = rows.get(fact.round)
            return () if row is None else (_after(row, fact),)
        case _:
            return ()


def _upward(fact: ClawbackCandidateIdentified) -> int:
    """What of the amount goes up; a list frozen before it was told apart sends all of it."""
    if fact.destination is not Destination.SUPERIOR:
        return 0
    return fact.superior_fen or fact.idle_fen or fact.amount_fen


def _after(row: Clawback, fact: ClawbackFact) -> Clawback:
    match fact:
        case ClawbackCandidateIdentified():
            return row
        case ClawbackNotified(on=on):
            return replace(row, state=ClawbackState.NOTIFIED, notified_on=on)
        case ClawbackObjected(reason=reason):
            return replace(row, state=ClawbackState.OBJECTED, objection=reason)
        case ClawbackObjectionResolved():
            return replace(
                row,
                state=ClawbackState.RESOLVED,
                resolution=fact.resolution,
                resolved_fen=fact.amount_fen,
                resolution_reason=fact.reason,
                superior_fen=min(row.superior_fen, fact.amount_fen),
            )
        case ClawbackSettled(amount_fen=amount):
            return replace(row, state=ClawbackState.SETTLED, settled_fen=amount)
        case ClawbackWaived(reason=reason, waived_fen=waived):
            return replace(
                row,
                state=ClawbackState.WAIVED,
                waiver_reason=reason,
                waived_fen=waived,
                superior_fen=0,
            )
        case ClawbackConfirmed(amount_fen=amount, reason=reason):
            return replace(
                row,
                state=ClawbackState.CONFIRMED,
                confirmed_fen=amount,
                confirmation_reason=reason or None,
                superior_fen=min(row.superior_fen, amount),
            )
        case ClawbackExecuted(amount_fen=amount, on=on, must_continue=must):
            return replace(
                row,
                state=ClawbackState.EXECUTED,
                executed_fen=amount,
                executed_on=on,
                must_continue=must,
                document_no=fact.document_no or None,
            )
        case ClawbackCorrected(delta_fen=delta):
            left = min(0, row.proposed_fen - delta)
            corrected = row.corrected_fen + delta
            upward = min(row.superior_fen, row.executed_fen + corrected)
            return replace(row, corrected_fen=corrected, proposed_fen=left, superior_fen=upward)
        case ClawbackCorrectionProposed(delta_fen=delta):
            return replace(row, proposed_fen=delta)
        case NextYearReallocationRequired(amount_fen=amount):
            return replace(
                row,
                must_continue=True,
                reallocation_fen=amount,
                budget_year=fact.budget_year or row.fiscal_year + 1,
            )


VIEW: Final = View(
    name="clawback",
    version=4,
    row=Clawback,
    key=("division", "fiscal_year", "project", "round"),
    part="round",
    facts=frozenset(get_args(ClawbackFact)),
    fold=fold,
    indexes=("(division, fiscal_year, round, department, project)",),
)


def show(
    which: Which = ALL,
    *,
    round: str | None = None,  # noqa: A002 - the clause's own word, as in the facts
) -> Lookup[Clawback]:
    """List the items of the rounds by department and project."""
    filters: dict[str, object] = {"round": round}
    order = "division, fiscal_year, round, department, project"
    return listing(VIEW, which, order=order, filters=filters)


class Pool(Struct, frozen=True, kw_only=True):
    """What a round took for the local pool, corrections included, in 分."""

    taken_fen: int


def pool(division: str, year: int, code: str) -> Lookup[Pool]:
    """Sum what a round took, without what went back to the superior (HJ-05, HL-12)."""
    return Lookup(
        """
        SELECT coalesce(sum(greatest(0, executed_fen + corrected_fen - superior_fen)), 0)::bigint
          AS taken_fen
        FROM clawback
        WHERE division = %(division)s AND fiscal_year = %(year)s AND round = %(round)s
        """,
        {"division": division, "year": year, "round": code},
        Pool,
    )


class Sum(Struct, frozen=True, kw_only=True):
    """What a round listed, waived and took, corrections included, and the pool's part, in 分."""

    division: str
    fiscal_year: int
    round: str
    projects: int
    identified_fen: int
    waived_fen: int
    taken_fen: int
    pool_fen: int


def sums(division: str, year: int) -> Lookup[Sum]:
    """Sum up the rounds of a year."""
    return Lookup(
        """
        SELECT division, fiscal_year, round, count(*) AS projects,
          sum(identified_fen)::bigint AS identified_fen, sum(waived_fen)::bigint AS waived_fen,
          sum(executed_fen + corrected_fen)::bigint AS taken_fen,
          sum(greatest(0, executed_fen + corrected_fen - superior_fen))::bigint AS pool_fen
        FROM clawback WHERE division = %(division)s AND fiscal_year = %(year)s
        GROUP BY division, fiscal_year, round ORDER BY round
        """,
        {"division": division, "year": year},
        Sum,
    )


class Absorption(Struct, frozen=True, kw_only=True):
    """What a department must find inside its next budget, in 分 (HL-08)."""

    department: str
    amount_fen: int
    projects: tuple[str, ...]


def absorptions(division: str, budget_year: int) -> Lookup[Absorption]:
    """List by department what clawed-back projects need in a year without new money (HL-08).

    What was given back since is no longer theirs to find.
    """
    return Lookup(
        """
        SELECT department, sum(reallocation_fen + corrected_fen)::bigint AS amount_fen,
               array_agg(DISTINCT project ORDER BY project) AS projects
        FROM clawback
        WHERE division = %(division)s AND budget_year = %(year)s
          AND reallocation_fen + corrected_fen > 0
        GROUP BY department ORDER BY department
        """,
        {"division": division, "year": budget_year},
        Absorption,
    )
