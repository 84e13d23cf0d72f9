"""What is asked of every command: the own project, and a stage that allows it (domain 4.1)."""

from typing import TYPE_CHECKING, get_args

from events.terms import Stage, SubjectKind
from services.decision import Command, Context
from services.project import accountability, authority, clawback, evaluation
from services.project.adjustment import AdjustmentCommand
from services.project.budgeting import BudgetCommand
from services.project.compliance import ExamineSpending
from services.project.disposition import ReduceBudget, StopAppropriation, SuspendProject
from services.project.filling import SubmitDraft
from services.project.follow_through import MarkRectificationOverdue
from services.project.monitoring import CloseTask, ExtendTaskDeadline, IssueTask, MarkOverdue
from services.project.pre_evaluation import PreEvaluationCommand
from services.project.serious import SeriousCommand
from services.project.standing import TerminateProject
from services.project.submission import Submit
from services.project.targets import TargetCommand
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

# What goes on after a termination; money the treasury reports is never asked about.
_AFTER_TERMINATION = (
    TerminateProject,
    *(MarkOverdue, MarkRectificationOverdue, CloseTask, ExtendTaskDeadline),
    *get_args(clawback.ClawbackCommand),
    *get_args(accountability.AccountabilityCommand),
    *get_args(evaluation.EvaluationCommand),
    ExamineSpending,
)
_NOT_ONCE_CLOSED = (
    *(IssueTask, SuspendProject, StopAppropriation, ReduceBudget, SeriousCommand, BudgetCommand),
    *get_args(TargetCommand),
    *get_args(AdjustmentCommand),
    *get_args(PreEvaluationCommand),
)


def check(project: "Project", command: Command, context: Context) -> None:
    """Refuse strangers, and what the stage of the project or the kind of subject excludes."""
    authority.within(project.registered, context.actor)
    stage = project.stage
    if stage is Stage.TERMINATED and not isinstance(command, _AFTER_TERMINATION):
        raise Refused(f"项目已终止，不能{command.title}")
    if stage is Stage.CLOSED and isinstance(command, _NOT_ONCE_CLOSED):
        raise Refused(f"项目已结束，不能{command.title}")
    whole = project.registered.subject_kind is SubjectKind.TRANSFER_OVERALL
    if whole and isinstance(command, Submit | SubmitDraft):
        raise Refused("转移支付整体须由各区域逐级填报后汇总（SubmitAggregate）", clause="LY-11")
