"""Evaluations: drafted, answered, concluded with a derived grade, checked, applied (domain 4.7)."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from events.evaluation import (
    EvaluationConcluded,
    EvaluationFact,
    EvaluationFeedbackRecorded,
    EvaluationStarted,
    MonitoringEvidence,
)
from events.monitoring import IndicatorReport
from events.terms import Criterion, EvaluationKind, Grade, Pilot
from services.decision import Context
from services.policies.calendar import resolve
from services.project import evaluation_results, marking, measures, self_evaluation
from services.project.authority import FINANCE
from services.project.command import Code, FiscalYear, ProjectCommand, Text
from services.project.evaluations import ROLES, Evaluation, Status
from services.project.targets import needed_rounds
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class StartEvaluation(ProjectCommand, frozen=True, kw_only=True):
    """Begin an evaluation; finance says why it chose the project."""

    title = "启动绩效评价"

    evaluation: Code
    kind: EvaluationKind
    criteria: tuple[Criterion, ...] = ()
    pilot: Pilot | None = None


class SubmitSelfEvaluation(ProjectCommand, frozen=True, kw_only=True):
    """Report the year indicator by indicator; points and execution are computed."""

    title = "报送绩效自评"

    evaluation: Code
    lines: tuple[IndicatorReport, ...]


class ScoreEvaluation(ProjectCommand, frozen=True, kw_only=True):
    """Score a department's, finance's or a collector's evaluation line by line, 100 in all."""

    title = "评价打分"

    evaluation: Code
    marks: tuple[marking.Mark, ...]


class RecordFeedback(ProjectCommand, frozen=True, kw_only=True):
    """Answer the draft."""

    title = "评价意见反馈"

    evaluation: Code
    opinion: Text


class ConcludeEvaluation(ProjectCommand, frozen=True, kw_only=True):
    """Conclude; the grade follows from the score."""

    title = "评价定级"

    evaluation: Code


class SpotCheckEvaluation(ProjectCommand, frozen=True, kw_only=True):
    """Score a concluded evaluation again (抽查复核, HL-10)."""

    title = "抽查复核评价结果"

    evaluation: Code
    score: Decimal
    finding: Text


class ApplyResult(ProjectCommand, frozen=True, kw_only=True):
    """Let the result count in a year's budget; less than the rule's weight needs a reason."""

    title = "评价结果应用"

    evaluation: Code
    budget_year: FiscalYear
    weight: Annotated[Decimal, Meta(description="占资金分配的权重，百分数")]
    document: Text
    reason: str = ""


EvaluationCommand = (
    StartEvaluation
    | SubmitSelfEvaluation
    | ScoreEvaluation
    | self_evaluation.ReturnSelfEvaluation
    | RecordFeedback
    | ConcludeEvaluation
    | SpotCheckEvaluation
    | ApplyResult
)


def decide(
    project: "Project", command: EvaluationCommand, context: Context
) -> list[EvaluationFact]:
    """Decide about an evaluation, step by step."""
    if isinstance(command, StartEvaluation):
        return _start(project, command, context)
    name = command.evaluation
    one = project.evaluation.evaluations.get(name)
    if one is None:
        raise Refused(f"没有评价 {name}")
    scorers, answerers, concluders = ROLES[one.started.kind]
    match command:
        case SubmitSelfEvaluation() | ScoreEvaluation():
            context.require(scorers, command.title, "HL-09")
            if one.status == "CONCLUDED":
                raise Refused("评价已经定级，不能再打分", clause="HL-09")
            return _score(project, command, one, context)
        case self_evaluation.ReturnSelfEvaluation():
            return self_evaluation.send_back(project, command, one, context)
        case RecordFeedback(opinion=opinion):
            context.require(answerers, command.title, "HL-09")
            if one.status == "FEEDBACK":
                known = opinion in one.opinions
                return (
                    [] if known else [EvaluationFeedbackRecorded(evaluation=name, opinion=opinion)]
                )
            _at(one, "SCORED", "评价尚未打分，或已经定级")
            return [EvaluationFeedbackRecorded(evaluation=name, opinion=opinion)]
        case ConcludeEvaluation():
            context.require(concluders, command.title, "HL-09")
            return _conclude(project, name, one, context)
        case SpotCheckEvaluation():
            context.require(FINANCE, command.title, "HL-10")
            return evaluation_results.check(command, one, context)
        case ApplyResult():
            context.require(FINANCE, command.title, "HL-12")
            return evaluation_results.apply(project, command, one, context)


def _start(project: "Project", command: StartEvaluation, context: Context) -> list[EvaluationFact]:
    rules, registration = context.rules, project.registered
    scorers, _, concluders = ROLES[command.kind]
    context.require((*scorers, *concluders), command.title, "HL-09")
    known = project.evaluation.evaluations.get(command.evaluation)
    if known is not None:
        given = (command.kind, command.criteria, command.pilot)
        if given == (known.started.kind, known.started.criteria, known.started.pilot):
            return []
        raise Refused(
            f"评价 {command.evaluation} 已存在，为{known.started.kind.zh}，"
            "选取理由和试点领域不能更改；请另取评价名称"
        )
    if command.evaluation in project.monitoring.tasks:
        raise Refused(f"{command.evaluation} 是监控任务的名称，请另取评价名称")
    if command.kind is EvaluationKind.FINANCE and not (command.criteria or command.pilot):
        raise Refused("财政评价须说明选取理由或试点领域", clause="HL-10")
    own, year = command.kind is EvaluationKind.SELF, context.aggregate.year
    merged = rules.evaluation.merged_from if own else None
    year_end = resolve("12-31", year)
    return [
        EvaluationStarted(
            evaluation=command.evaluation,
            kind=command.kind,
            edition=rules.edition,
            project_name=registration.name,
            department=registration.department,
            subject_kind=registration.subject_kind,
            amount_fen=project.execution.totals(year_end).current,
            criteria=command.criteria,
            pilot=command.pilot,
            merged_from=resolve(merged, year) if merged else None,
            merged_until=year_end if merged else None,
            min_rounds=needed_rounds(registration.fund_tags, rules) if own else 0,
            coverage_floor=rules.evaluation.coverage_floor,
            key_floor=rules.evaluation.key_floor,
        )
    ]


def _score(
    project: "Project",
    command: SubmitSelfEvaluation | ScoreEvaluation,
    one: Evaluation,
    context: Context,
) -> list[EvaluationFact]:
    own = one.started.kind is EvaluationKind.SELF
    rules = context.law.edition(one.started.edition)
    match command:
        case SubmitSelfEvaluation() if own:
            fact = marking.own_score(project, command.evaluation, command.lines, rules, context)
        case ScoreEvaluation() if not own:
            fact = marking.marked(command.evaluation, command.marks, context)
        case _:
            raise Refused(f"{one.started.kind.zh}不能用“{command.title}”办理", clause="HL-09")
    return [] if fact == one.scored and one.status != "RETURNED" else [fact]


def _conclude(
    project: "Project", name: str, one: Evaluation, context: Context
) -> list[EvaluationFact]:
    if one.status == "CONCLUDED":
        return []
    _at(one, "FEEDBACK", "评价草稿尚未征求意见")
    if one.scored is None:
        raise Refused("评价尚未打分")
    if one.scored.scorer == context.actor.id:
        raise Refused("打分人不能为自己的评价定级")
    self_evaluation.check_rounds(one)
    rules = context.law.edition(one.started.edition).evaluation
    grade = measures.grade(one.scored.score, rules.grades)
    evidence = tuple(
        MonitoringEvidence(
            task=task,
            score=known.score,
            completion_rate=known.submitted.completion_rate,
            execution_rate=known.submitted.execution_rate,
        )
        for task, known in project.monitoring.tasks.items()
        if known.status == "FINALIZED" and known.submitted is not None
    )
    return [
        EvaluationConcluded(
            evaluation=name,
            kind=one.started.kind,
            score=one.scored.score,
            grade=grade,
            evidence=evidence,
            must=rules.must_dispose if grade is Grade.POOR else (),
            coverage_floor=rules.coverage_floor,
            key_floor=rules.key_floor,
            edition=one.started.edition,
        )
    ]


def _at(one: Evaluation, status: Status, otherwise: str) -> None:
    if one.status != status:
        raise Refused(otherwise, clause="HL-09")
