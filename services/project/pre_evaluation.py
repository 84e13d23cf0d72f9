"""Pre-evaluation: whether something new, changed or prolonged is worth its money (HL-03, QM-05)."""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.pre_evaluation import (
    DimensionFinding,
    PreEvaluationConcluded,
    PreEvaluationFact,
    PreEvaluationReported,
    PreEvaluationReviewed,
    PreEvaluationStarted,
)
from events.terms import Conclusion, Role, Trigger
from services.decision import Context
from services.project.authority import FINANCE, OWN
from services.project.command import ProjectCommand, Text
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

Amount = Annotated[int, Meta(ge=1, le=2**63 - 1, description="金额，分")]


class StartPreEvaluation(ProjectCommand, frozen=True, kw_only=True):
    """Begin a pre-evaluation of a wish for ``amount_fen`` 分."""

    title = "启动事前绩效评估"

    trigger: Trigger
    amount_fen: Amount


class SubmitPreEvaluationReport(ProjectCommand, frozen=True, kw_only=True):
    """Hand in the report, a finding for every dimension."""

    title = "报送事前绩效评估报告"

    findings: tuple[DimensionFinding, ...]


class ReviewPreEvaluation(ProjectCommand, frozen=True, kw_only=True):
    """Look the report through."""

    title = "审核事前绩效评估报告"

    opinion: Text


class ConcludePreEvaluation(ProjectCommand, frozen=True, kw_only=True):
    """End the pre-evaluation."""

    title = "形成事前绩效评估结论"

    conclusion: Conclusion
    opinion: str = ""


PreEvaluationCommand = (
    StartPreEvaluation | SubmitPreEvaluationReport | ReviewPreEvaluation | ConcludePreEvaluation
)


class PreEvaluation(Struct, frozen=True):
    """Where one pre-evaluation stands."""

    started: PreEvaluationStarted
    reported: PreEvaluationReported | None = None
    reviewed: PreEvaluationReviewed | None = None
    conclusion: Conclusion | None = None

    @property
    def supports(self) -> bool:
        """Whether it ended in favour."""
        return self.conclusion is not None and self.conclusion.supports


class PreEvaluations(Struct, frozen=True):
    """Every pre-evaluation of the project by its name, in their order."""

    by_name: dict[str, PreEvaluation] = {}

    @property
    def latest(self) -> PreEvaluation | None:
        """The one begun last."""
        return next(reversed(self.by_name.values()), None)

    @property
    def supported(self) -> bool:
        """Whether any ended in favour."""
        return any(one.supports for one in self.by_name.values())

    @property
    def outstanding(self) -> bool:
        """Whether one was required and none ended in favour."""
        required = any(one.started.required for one in self.by_name.values())
        return required and not self.supported

    def supporting(self, trigger: Trigger | None, amount_fen: int) -> str | None:
        """Name one in favour of an amount in 分 on an occasion; None asks for any occasion."""
        for name, one in self.by_name.items():
            fits = trigger in (None, one.started.trigger)
            if one.supports and fits and one.started.amount_fen >= amount_fen:
                return name
        return None


def evolve(pre_evaluations: PreEvaluations, fact: PreEvaluationFact) -> PreEvaluations:
    """Fold one fact; what belongs to none that began changes nothing."""
    name, known = fact.evaluation, pre_evaluations.by_name
    if isinstance(fact, PreEvaluationStarted):
        return PreEvaluations({**known, name: PreEvaluation(fact)})
    one = known.get(name)
    if one is None:
        return pre_evaluations
    match fact:
        case PreEvaluationReported():
            one = replace(one, reported=fact, reviewed=None)
        case PreEvaluationReviewed():
            one = replace(one, reviewed=fact)
        case PreEvaluationConcluded(conclusion=conclusion):
            one = replace(one, conclusion=conclusion)
    return PreEvaluations({**known, name: one})


def decide(
    project: "Project", command: PreEvaluationCommand, context: Context
) -> list[PreEvaluationFact]:
    """Decide about the pre-evaluation begun last."""
    latest = project.pre_evaluations.latest
    if isinstance(command, StartPreEvaluation):
        return _start(project.pre_evaluations, command, context)
    if latest is None:
        raise Refused("尚未启动事前绩效评估", clause=context.rules.pre_evaluation.clause)
    name, clause = latest.started.evaluation, context.rules.pre_evaluation.clause
    match command:
        case SubmitPreEvaluationReport():
            return _report(latest, command, context)
        case ReviewPreEvaluation(opinion=opinion):
            context.require(FINANCE, command.title, clause)
            _ended(latest)
            _not_own(latest, context)
            reviewed = PreEvaluationReviewed(evaluation=name, opinion=opinion)
            return [] if latest.reviewed == reviewed else [reviewed]
        case ConcludePreEvaluation(conclusion=conclusion, opinion=opinion):
            context.require(context.rules.pre_evaluation.concluder_roles, command.title, clause)
            if latest.conclusion is conclusion:
                return []
            _ended(latest)
            _not_own(latest, context)
            if latest.reviewed is None:
                raise Refused(f"事前绩效评估 {name} 的报告尚未审核", clause=clause)
            return [PreEvaluationConcluded(evaluation=name, conclusion=conclusion, opinion=opinion)]


def _start(
    pre_evaluations: PreEvaluations, command: StartPreEvaluation, context: Context
) -> list[PreEvaluationFact]:
    rules, latest = context.rules.pre_evaluation, pre_evaluations.latest
    context.require((*OWN, *FINANCE), command.title, rules.clause)
    if latest is not None:
        begun = latest.started
        same = (begun.trigger, begun.amount_fen) == (command.trigger, command.amount_fen)
        if same and latest.conclusion is not Conclusion.NOT_SUPPORTED:
            return []
        if latest.conclusion is None:
            raise Refused(f"事前绩效评估 {begun.evaluation} 尚未形成结论", clause=rules.clause)
    return [
        PreEvaluationStarted(
            evaluation=f"E{len(pre_evaluations.by_name) + 1}",
            trigger=command.trigger,
            amount_fen=command.amount_fen,
            required=rules.required(command.trigger, command.amount_fen),
            edition=context.rules.edition,
        )
    ]


def _report(
    latest: PreEvaluation, command: SubmitPreEvaluationReport, context: Context
) -> list[PreEvaluationFact]:
    rules = context.rules.pre_evaluation
    context.require((*OWN, Role.THIRD_PARTY_EXPERT), command.title, rules.clause)
    reported = PreEvaluationReported(
        evaluation=latest.started.evaluation,
        submitter=context.actor.id,
        findings=command.findings,
    )
    if latest.reported == reported:
        return []
    _ended(latest)
    written = [one.dimension for one in command.findings if one.finding.strip()]
    faults = [
        f"{dimension.zh}{'重复' if dimension in written else '未填'}"
        for dimension in rules.dimensions
        if written.count(dimension) != 1
    ]
    if faults:
        raise Refused(*faults, clause=rules.clause)
    return [reported]


def _ended(pre_evaluation: PreEvaluation) -> None:
    if pre_evaluation.conclusion is not None:
        name = pre_evaluation.started.evaluation
        raise Refused(f"事前绩效评估 {name} 已形成结论（{pre_evaluation.conclusion.zh}）")


def _not_own(pre_evaluation: PreEvaluation, context: Context) -> None:
    if pre_evaluation.reported is None:
        raise Refused("事前绩效评估报告尚未报送")
    if pre_evaluation.reported.submitter == context.actor.id:
        raise Refused("报送人不能审核自己报送的事前绩效评估报告")
