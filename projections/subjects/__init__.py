"""View ``subjects``: what is monitored, where it stands, and what somebody must still see to."""

from collections.abc import Mapping
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.budget import BudgetFact, BudgetFlagged, BudgetRequested
from events.disposition import BudgetReduced, DispositionFact, ProjectResumed, ProjectSuspended
from events.envelope import Recorded
from events.execution import BudgetAdjusted, BudgetApproved
from events.pre_evaluation import PreEvaluationConcluded, PreEvaluationFact, PreEvaluationStarted
from events.registration import (
    CarryoverLinked,
    FundsTagged,
    ProjectClosed,
    ProjectRegistered,
    ProjectTerminated,
    RegistrationFact,
)
from events.targets import (
    TargetAdjusted,
    TargetApproved,
    TargetConsulted,
    TargetFact,
    TargetPublished,
    TargetReturned,
    TargetSet,
)
from events.terms import Cause, Stage
from projections.subjects.row import Carried, PreEvaluated, Requested, Subject
from projections.view import ALL, Lookup, View, Which, listing

__all__ = ["VIEW", "PreEvaluated", "Requested", "Subject", "codes", "fold", "show"]


def fold(rows: Mapping[str, Subject], recorded: Recorded) -> tuple[Subject, ...]:
    """Add one fact to the subject's row."""
    row = rows.get("")
    if row is None:
        project = recorded.aggregate
        row = Subject(division=project.division, fiscal_year=project.year, project=project.code)
    match recorded.fact:
        case BudgetApproved() | BudgetAdjusted():
            if row.has_budget:
                return ()
            row = replace(row, has_budget=True)
        case ProjectSuspended():
            row = replace(row, suspended=True)
        case ProjectResumed():
            row = replace(row, suspended=False)
        case BudgetReduced(cause=Cause.OBJECTIVE, correlation=matter):
            row = _paired(row, reductions=(*row.objective_reductions, matter))
        case fact if isinstance(fact, RegistrationFact):
            row = _lives(row, fact)
        case fact if isinstance(fact, PreEvaluationFact):
            row = _evaluated(row, fact)
        case fact if isinstance(fact, BudgetFact):
            row = _budgeted(row, fact)
        case fact if isinstance(fact, TargetFact):
            row = _targeted(row, fact)
        case _:
            return ()
    return (replace(row, stage=_stage(row)),)


def _lives(row: Subject, fact: RegistrationFact) -> Subject:
    match fact:
        case ProjectRegistered():
            return replace(
                row,
                arranged_in=_older(row, fact.first_arranged_year),
                name=fact.name,
                subject_kind=fact.subject_kind,
                department=fact.department,
                unit=fact.unit,
                section=fact.section,
                parent=fact.parent,
                budget_ledger=fact.budget_ledger,
                fund_source=fact.fund_source,
                fund_tags=tuple(dict.fromkeys((*fact.fund_tags, *row.fund_tags))),
                responsible=fact.responsible,
            )
        case FundsTagged(tags=tags):
            return replace(row, fund_tags=tuple(dict.fromkeys((*row.fund_tags, *tags))))
        case CarryoverLinked():
            return _carried(row, fact)
        case ProjectTerminated(effective_on=day):
            return replace(row, terminated_on=day)
        case ProjectClosed(effective_on=day):
            return replace(row, closed_on=day)


def _carried(row: Subject, fact: CarryoverLinked) -> Subject:
    """Add money of an earlier year; told again it is the same money, older."""
    origin = (fact.from_year, fact.from_project)
    others = (one for one in row.carryovers if (one.from_year, one.from_project) != origin)
    carryovers = (*others, Carried(*origin, fact.amount_fen))
    return replace(
        row,
        arranged_in=_older(row, fact.arranged_in),
        carryovers=carryovers,
        carried_fen=sum(one.amount_fen for one in carryovers),
    )


def _older(row: Subject, year: int | None) -> int | None:
    known = [one for one in (row.arranged_in, year) if one is not None]
    return min(known, default=None)


def _evaluated(row: Subject, fact: PreEvaluationFact) -> Subject:
    row = replace(row, pre_evaluation=f"{fact.evaluation} {fact.title}")
    match fact:
        case PreEvaluationStarted(required=required):
            begun = PreEvaluated(fact.evaluation, fact.trigger, fact.amount_fen)
            return replace(
                row,
                conclusion=None,
                pre_evaluations=(*row.pre_evaluations, begun),
                evaluation_required=required or row.evaluation_required,
            )
        case PreEvaluationConcluded(evaluation=name, conclusion=conclusion):
            return replace(
                row,
                conclusion=conclusion,
                pre_evaluations=tuple(
                    replace(one, conclusion=conclusion) if one.evaluation == name else one
                    for one in row.pre_evaluations
                ),
                evaluation_supported=conclusion.supports or row.evaluation_supported,
                lacks_evaluation=row.lacks_evaluation and not conclusion.supports,
            )
        case _:
            return row


def _budgeted(row: Subject, fact: BudgetFact) -> Subject:
    match fact:
        case BudgetRequested(request=name, amount_fen=amount):
            others = tuple(one for one in row.requests if one.request != name)
            requests = (*others, Requested(name, amount, fact.additional))
            return replace(
                row,
                requests=requests,
                requested_fen=sum(one.amount_fen for one in requests),
                additional_fen=sum(one.amount_fen for one in requests if one.additional),
            )
        case BudgetFlagged():
            return replace(
                row,
                budget_flags=row.budget_flags + 1,
                lacks_targets=row.lacks_targets or fact.without_targets,
                lacks_evaluation=row.lacks_evaluation or fact.without_evaluation,
            )


def _targeted(row: Subject, fact: TargetFact) -> Subject:
    match fact:
        case TargetSet():
            return replace(row, target_rounds=row.target_returns + 1)
        case TargetReturned():
            return replace(row, target_returns=row.target_returns + 1)
        case TargetApproved(version=version):
            return replace(row, target_version=version, lacks_targets=False)
        case TargetAdjusted(version=version):
            row = replace(row, target_version=version)
            if fact.cause is not Cause.OBJECTIVE:
                return row
            return _paired(row, adjustments=(*row.objective_adjustments, fact.correlation))
        case TargetConsulted(number=number, planned=planned):
            return replace(row, consultations=number, consultations_planned=planned)
        case TargetPublished():
            return replace(
                row,
                published_version=fact.version,
                published_on=fact.on,
                published_at=fact.address,
            )
        case _:
            return row


def _paired(
    row: Subject,
    reductions: tuple[str, ...] | None = None,
    adjustments: tuple[str, ...] | None = None,
) -> Subject:
    cut = row.objective_reductions if reductions is None else reductions
    adjusted = row.objective_adjustments if adjustments is None else adjustments
    # Changes that name no matter are paired one by one.
    unnamed = {""} if cut.count("") != adjusted.count("") else set[str]()
    return replace(
        row,
        objective_reductions=cut,
        objective_adjustments=adjusted,
        unpaired=tuple(sorted(({*cut} ^ {*adjusted}) - {""} | unnamed)),
    )


def _stage(row: Subject) -> Stage:
    if row.terminated_on:
        return Stage.TERMINATED
    if row.closed_on:
        return Stage.CLOSED
    if row.suspended:
        return Stage.SUSPENDED
    if row.evaluation_required and not row.evaluation_supported:
        return Stage.PROPOSED
    if row.target_version and row.has_budget:
        return Stage.ACTIVE
    return Stage.ELIGIBLE if row.evaluation_supported or row.requests else Stage.PROPOSED


VIEW: Final = View(
    name="subjects",
    version=3,
    row=Subject,
    key=("division", "fiscal_year", "project"),
    facts=frozenset(
        (
            *get_args(RegistrationFact),
            *get_args(PreEvaluationFact),
            *get_args(BudgetFact),
            *get_args(TargetFact),
            *get_args(DispositionFact),
            *(BudgetApproved, BudgetAdjusted),
        )
    ),
    fold=fold,
    indexes=("(division, fiscal_year, parent)",),
)


def show(which: Which = ALL, *, parent: str | None = None) -> Lookup[Subject]:
    """List subjects by department; ``parent`` asks for those that belong to one."""
    order = "division, fiscal_year, department, project"
    return listing(VIEW, which, order=order, filters={"parent": parent})


class Code(Struct, frozen=True, kw_only=True):
    """A project that is registered."""

    project: str


def codes(division: str, year: int, after: str, limit: int) -> Lookup[Code]:
    """List the registered projects of a year by code, from the one after ``after``."""
    return Lookup(
        """
        SELECT project FROM subjects
        WHERE division = %(division)s AND fiscal_year = %(year)s AND name <> ''
          AND project > %(after)s
        ORDER BY project LIMIT %(limit)s
        """,
        {"division": division, "year": year, "after": after, "limit": limit},
        Code,
    )
