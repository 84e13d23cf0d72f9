"""View ``dispositions``: what was proposed, decided and done about projects (分类处置台账)."""

from collections.abc import Mapping
from datetime import date
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.disposition import (
    AppropriationStopped,
    BudgetReduced,
    DispositionDecided,
    DispositionExecuted,
    DispositionFact,
    DispositionProposed,
    DispositionRevoked,
    Measure,
    ProjectSuspended,
    SeriousCaseDisposed,
)
from events.envelope import Recorded
from events.terms import Cause, DispositionKind, MeasureKind, Term
from projections.view import ALL, Lookup, View, Which, listing


class DispositionState(Term):
    """How far a disposition has come."""

    PROPOSED = "PROPOSED", "已提出"
    DECIDED = "DECIDED", "已决定"
    REJECTED = "REJECTED", "未同意"
    EXECUTED = "EXECUTED", "已执行"
    REVOKED = "REVOKED", "已撤销"


class Disposition(Struct, frozen=True, kw_only=True, gc=False):
    """One line of the register; a measure without a proposal has a line of its own.

    ``pending`` are the measures decided and not carried out; money is in 分. A serious case names
    the procurement it leaves.
    """

    division: str
    fiscal_year: int
    project: str
    disposition: str
    name: str | None
    department: str | None
    cause: Cause
    kinds: tuple[DispositionKind, ...]
    pending: tuple[DispositionKind, ...]
    measure: MeasureKind | None
    reason: str
    basis: str | None
    amount_fen: int
    state: DispositionState
    document: str | None = None
    done_on: date | None = None
    committed_fen: int = 0
    procurement: tuple[str, ...] = ()


def fold(rows: Mapping[str, Disposition], recorded: Recorded) -> tuple[Disposition, ...]:
    """Add one fact to its line."""
    fact = recorded.fact
    match fact:
        case DispositionProposed():
            return (_proposed(recorded, fact),)
        case (
            DispositionDecided(disposition=name)
            | DispositionExecuted(disposition=name)
            | DispositionRevoked(disposition=name)
        ):
            row = rows.get(name)
            return () if row is None else (_after(row, fact),)
        case ProjectSuspended() if not fact.disposition:
            return (_alone(recorded, DispositionKind.SUSPEND, fact, fact.effective_on),)
        case AppropriationStopped() if not fact.disposition:
            return (_alone(recorded, DispositionKind.STOP_FUNDS, fact, fact.effective_on),)
        case BudgetReduced() if not fact.disposition:
            row = _alone(recorded, DispositionKind.REDUCE_BUDGET, fact, None)
            return (replace(row, amount_fen=fact.amount_fen),)
        case SeriousCaseDisposed():
            row = _row(recorded, f"SERIOUS-{recorded.envelope.version}", fact)
            return (
                replace(
                    row,
                    kinds=fact.measures,
                    amount_fen=fact.reduced_fen,
                    committed_fen=fact.committed_fen,
                    procurement=fact.procurement,
                ),
            )
        case _:
            return ()


def _row(recorded: Recorded, name: str, fact: Measure | DispositionProposed) -> Disposition:
    """Begin a line; measures from before they said whose project it is have no department."""
    return Disposition(
        division=recorded.aggregate.division,
        fiscal_year=recorded.aggregate.year,
        project=recorded.aggregate.code,
        disposition=name,
        name=fact.project_name or None,
        department=fact.department or None,
        cause=Cause.SERIOUS if isinstance(fact, SeriousCaseDisposed) else fact.cause,
        kinds=(),
        pending=(),
        measure=None,
        reason=fact.reason,
        basis=None,
        amount_fen=0,
        state=DispositionState.EXECUTED,
    )


def _proposed(recorded: Recorded, fact: DispositionProposed) -> Disposition:
    return replace(
        _row(recorded, fact.disposition, fact),
        kinds=fact.kinds,
        measure=fact.measure,
        basis=fact.basis or None,
        amount_fen=fact.amount_fen,
        state=DispositionState.PROPOSED,
    )


def _alone(
    recorded: Recorded,
    kind: DispositionKind,
    fact: ProjectSuspended | AppropriationStopped | BudgetReduced,
    on: date | None,
) -> Disposition:
    name = f"{kind.value}-{recorded.envelope.version}"
    return replace(_row(recorded, name, fact), kinds=(kind,), done_on=on)


def _after(
    row: Disposition, fact: DispositionDecided | DispositionExecuted | DispositionRevoked
) -> Disposition:
    match fact:
        case DispositionDecided(approved=True, document=document):
            return replace(
                row, state=DispositionState.DECIDED, pending=row.kinds, document=document or None
            )
        case DispositionDecided(document=document):
            return replace(row, state=DispositionState.REJECTED, document=document or None)
        case DispositionExecuted(kind=kind, on=on):
            left = tuple(one for one in row.pending if one is not kind)
            state = row.state if left else DispositionState.EXECUTED
            return replace(row, pending=left, state=state, done_on=on)
        case DispositionRevoked():
            return replace(row, state=DispositionState.REVOKED, pending=())


VIEW: Final = View(
    name="dispositions",
    version=2,
    row=Disposition,
    key=("division", "fiscal_year", "project", "disposition"),
    part="disposition",
    facts=frozenset(get_args(DispositionFact)),
    fold=fold,
    indexes=("(division, fiscal_year, state)",),
)


def show(which: Which = ALL, *, state: DispositionState | None = None) -> Lookup[Disposition]:
    """List the register by project."""
    order = "division, fiscal_year, project, disposition"
    return listing(VIEW, which, order=order, filters={"state": state and state.value})
