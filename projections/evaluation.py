"""View ``evaluation``: every evaluation with its scores, grade and what it still asks for."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.disposition import DispositionDecided, DispositionProposed, DispositionRevoked
from events.envelope import Recorded
from events.evaluation import (
    EvaluationConcluded,
    EvaluationFact,
    EvaluationFeedbackRecorded,
    EvaluationReturned,
    EvaluationScored,
    EvaluationSpotChecked,
    EvaluationStarted,
    ResultApplied,
)
from events.terms import (
    Criterion,
    DispositionKind,
    EvaluationKind,
    Grade,
    Pilot,
    SubjectKind,
    Term,
)
from projections.view import ALL, Lookup, View, Which, listing


class EvaluationState(Term):
    """How far an evaluation has come."""

    STARTED = "STARTED", "已启动"
    SCORED = "SCORED", "草稿"
    RETURNED = "RETURNED", "已退回"
    FEEDBACK = "FEEDBACK", "已反馈"
    CONCLUDED = "CONCLUDED", "已定级"
    APPLIED = "APPLIED", "已应用"


class Evaluation(Struct, frozen=True, kw_only=True, gc=False):
    """One evaluation; ``score`` and ``grade`` are those that count, money is in 分.

    Of the measures in ``must`` one has to be decided; ``answers`` are the dispositions proposed on
    this ground with one of them, ``decided`` those of them that were decided.
    """

    division: str
    fiscal_year: int
    project: str
    evaluation: str
    kind: EvaluationKind
    name: str
    department: str
    subject_kind: SubjectKind
    amount_fen: int
    criteria: tuple[Criterion, ...]
    pilot: Pilot | None
    state: EvaluationState
    score: Decimal | None = None
    grade: Grade | None = None
    original_score: Decimal | None = None
    checked_score: Decimal | None = None
    execution_rate: Decimal | None = None
    feedback: str | None = None
    evidence: tuple[str, ...] = ()
    must: tuple[DispositionKind, ...] = ()
    proposed: dict[str, tuple[DispositionKind, ...]] = {}
    decided: tuple[str, ...] = ()
    disposed: bool = True
    budget_years: tuple[int, ...] = ()
    times_returned: int = 0
    rounds_needed: int = 0


def fold(rows: Mapping[str, Evaluation], recorded: Recorded) -> tuple[Evaluation, ...]:
    """Add one fact to its evaluation; a disposition to the one it rests on."""
    fact = recorded.fact
    match fact:
        case EvaluationStarted():
            return (_started(recorded, fact),)
        case DispositionProposed(basis=basis, disposition=name, kinds=kinds):
            row = rows.get(basis)
            if row is None:
                return ()
            return (replace(row, proposed={**row.proposed, name: kinds}),)
        case DispositionDecided(disposition=name) | DispositionRevoked(disposition=name):
            stands = isinstance(fact, DispositionDecided) and fact.approved
            return tuple(
                _weighed(_answered(row, name, stands=stands))
                for row in rows.values()
                if name in row.proposed
            )
        case (
            EvaluationScored()
            | EvaluationReturned()
            | EvaluationFeedbackRecorded()
            | EvaluationConcluded()
            | EvaluationSpotChecked()
            | ResultApplied()
        ):
            row = rows.get(fact.evaluation)
            return () if row is None else (_weighed(_after(row, fact)),)
        case _:
            return ()


def _started(recorded: Recorded, fact: EvaluationStarted) -> Evaluation:
    return Evaluation(
        division=recorded.aggregate.division,
        fiscal_year=recorded.aggregate.year,
        project=recorded.aggregate.code,
        evaluation=fact.evaluation,
        kind=fact.kind,
        name=fact.project_name,
        department=fact.department,
        subject_kind=fact.subject_kind,
        amount_fen=fact.amount_fen,
        criteria=fact.criteria,
        pilot=fact.pilot,
        state=EvaluationState.STARTED,
        rounds_needed=fact.min_rounds,
    )


def _answered(row: Evaluation, name: str, *, stands: bool) -> Evaluation:
    others = tuple(one for one in row.decided if one != name)
    return replace(row, decided=(*others, name) if stands else others)


def _weighed(row: Evaluation) -> Evaluation:
    """Say whether nothing is asked for, or one of the measures was decided."""
    done = {kind for name in row.decided for kind in row.proposed.get(name, ())}
    return replace(row, disposed=not row.must or bool(done & {*row.must}))


def _after(row: Evaluation, fact: EvaluationFact) -> Evaluation:
    match fact:
        case EvaluationStarted():
            return row
        case EvaluationScored(score=score, execution_rate=rate):
            state = row.state
            if state in (EvaluationState.STARTED, EvaluationState.RETURNED):
                state = EvaluationState.SCORED
            return replace(row, state=state, score=score, execution_rate=rate)
        case EvaluationReturned():
            times = row.times_returned + 1
            return replace(row, state=EvaluationState.RETURNED, times_returned=times)
        case EvaluationFeedbackRecorded(opinion=opinion):
            return replace(row, state=EvaluationState.FEEDBACK, feedback=opinion)
        case EvaluationConcluded():
            return replace(
                row,
                state=EvaluationState.CONCLUDED,
                score=fact.score,
                grade=fact.grade,
                evidence=tuple(one.task for one in fact.evidence),
                must=fact.must,
            )
        case EvaluationSpotChecked():
            return replace(
                row,
                score=fact.score,
                grade=fact.grade,
                original_score=fact.original_score,
                checked_score=fact.checked_score,
                must=fact.must,
            )
        case ResultApplied(budget_year=year):
            return replace(
                row, state=EvaluationState.APPLIED, budget_years=(*row.budget_years, year)
            )


VIEW: Final = View(
    name="evaluation",
    version=2,
    row=Evaluation,
    key=("division", "fiscal_year", "project", "evaluation"),
    part="evaluation",
    facts=frozenset(
        (*get_args(EvaluationFact), DispositionProposed, DispositionDecided, DispositionRevoked)
    ),
    fold=fold,
    indexes=("(division, fiscal_year, kind)",),
)


def show(which: Which = ALL, *, kind: EvaluationKind | None = None) -> Lookup[Evaluation]:
    """List evaluations by department and project."""
    order = "division, fiscal_year, department, project, evaluation"
    return listing(VIEW, which, order=order, filters={"kind": kind and kind.value})


def blocking(division: str, budget_year: int) -> Lookup[Evaluation]:
    """List the poor results that nobody disposed of: they block the next budget (HL-12, QM-13)."""
    order = "department, project, evaluation"
    which = Which(division=division, limit=10**9)
    filters: dict[str, object] = {"fiscal_year < %s": budget_year, "disposed": False}
    return listing(VIEW, which, order=order, filters=filters)
