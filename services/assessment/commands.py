"""What can be asked of an assessment: scoring, appeals, publication and what follows."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from services.assessment.scoring import Evidence
from services.decision import Command
from services.project.command import Code, FiscalYear, Text

Fen = Annotated[int, Meta(gt=0, description="金额，单位分")]


class AssessmentCommand(Command, frozen=True, kw_only=True):
    """A command on one assessment of a year."""

    fiscal_year: FiscalYear
    assessment: Code


class OpenAssessment(AssessmentCommand, frozen=True, kw_only=True):
    """Open an assessment with the rubric of the edition in force."""

    title = "启动绩效考核"


class GroupDepartments(AssessmentCommand, frozen=True, kw_only=True):
    """Say which departments are ranked among each other, e.g. by their size."""

    title = "部门考核分组"

    groups: dict[str, tuple[Text, ...]]


class ScoreDepartments(AssessmentCommand, frozen=True, kw_only=True):
    """Score departments; without evidence it is gathered from the views at ``position``."""

    title = "部门考核评分"

    evidence: Annotated[
        tuple[Evidence, ...] | None, Meta(description="不填则由系统从视图汇集全部部门的证据")
    ] = None
    position: int = 0


class ScoreItem(AssessmentCommand, frozen=True, kw_only=True):
    """Enter the points of an item that software cannot see, with the document they rest on."""

    title = "人工评分"

    department: Text
    item: Code
    points: Decimal
    document: Text


class AppealScore(AssessmentCommand, frozen=True, kw_only=True):
    """Disagree with one's score."""

    title = "考核申诉"

    department: Text
    reason: Text


class ResolveAppeal(AssessmentCommand, frozen=True, kw_only=True):
    """Answer an appeal; an upheld one says which item gets how many points."""

    title = "申诉处理"

    department: Text
    upheld: bool
    reason: Text
    item: str = ""
    points: Decimal | None = None


class CorrectScore(AssessmentCommand, frozen=True, kw_only=True):
    """Put the points of an item right after publication; the published ranking stands."""

    title = "更正考核得分"

    department: Text
    item: Code
    points: Decimal
    reason: Text


class PublishRanking(AssessmentCommand, frozen=True, kw_only=True):
    """Publish the ranking, once."""

    title = "公布考核排名"


class SelectPilots(AssessmentCommand, frozen=True, kw_only=True):
    """Choose the departments whose overall spending the bureau evaluates itself (HL-10)."""

    title = "选定整体支出财政评价试点部门"

    departments: tuple[Text, ...]
    document: Text


class DecideTilt(AssessmentCommand, frozen=True, kw_only=True):
    """Give more to a department at the front: a percentage or an amount, with the decision."""

    title = "决定预算倾斜"

    department: Text
    document: Annotated[Text, Meta(description="决定文件，比例或金额以此为准")]
    percent: Decimal | None = None
    amount_fen: Fen | None = None


class DecideDeduction(AssessmentCommand, frozen=True, kw_only=True):
    """Give less to a department at the rear: a percentage or an amount, with the decision."""

    title = "决定预算扣减"

    department: Text
    document: Annotated[Text, Meta(description="决定文件，比例或金额以此为准")]
    percent: Decimal | None = None
    amount_fen: Fen | None = None


class CommendDepartment(AssessmentCommand, frozen=True, kw_only=True):
    """Commend a department at the front."""

    title = "表彰"

    department: Text
    document: Text


class InterviewDepartment(AssessmentCommand, frozen=True, kw_only=True):
    """Call a department at the rear in and tell it to rectify by a day."""

    title = "约谈并责令整改"

    department: Text
    demand: Text
    due_on: date
    document: Text


class CirculateResults(AssessmentCommand, frozen=True, kw_only=True):
    """Make the results known to all departments."""

    title = "通报考核结果"

    document: Text


class EnterResults(AssessmentCommand, frozen=True, kw_only=True):
    """Make the results part of the government's assessment."""

    title = "纳入政府绩效考核"

    document: Text


class ReferClue(AssessmentCommand, frozen=True, kw_only=True):
    """Give a clue found by the auditors to the discipline inspection."""

    title = "审计移送线索"

    department: Text
    clue: Text
    document: Text


ScoringCommand = (
    GroupDepartments
    | ScoreDepartments
    | ScoreItem
    | AppealScore
    | ResolveAppeal
    | CorrectScore
    | PublishRanking
)
ConsequenceCommand = (
    DecideTilt
    | DecideDeduction
    | CommendDepartment
    | InterviewDepartment
    | CirculateResults
    | EnterResults
    | ReferClue
)
AnyAssessmentCommand = OpenAssessment | SelectPilots | ScoringCommand | ConsequenceCommand
