"""Facts: evaluations of a project and what their result is used for (HL-09, HL-10, HL-12)."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from events.fact import Fact
from events.terms import (
    Criterion,
    DispositionKind,
    EvaluationKind,
    EvaluationPart,
    Grade,
    Pilot,
    SubjectKind,
)


class ScoredLine(Struct, frozen=True, kw_only=True):
    """One line of a score: points out of ``full``; ``rate`` in percent where it was computed."""

    name: str
    dimension: EvaluationPart | None
    full: Decimal
    points: Decimal
    rate: Decimal | None


class MonitoringEvidence(Struct, frozen=True, kw_only=True):
    """What monitoring found in the year: the finished task with its published figures (HJ-20)."""

    task: str
    score: Decimal | None
    completion_rate: Decimal | None
    execution_rate: Decimal | None


class EvaluationStarted(Fact, frozen=True, kw_only=True):
    """An evaluation began; ``amount_fen`` is the budget it covers, in 分.

    ``merged_from`` and ``merged_until`` are the months without a monitoring form of their own,
    which a self-evaluation takes in (HJ-17). ``min_rounds`` is how often a self-evaluation must
    have been handed up before it is graded (三下三上, QM-10). The floors, in percent, are how far
    evaluations must reach of all subjects and of 重点专项 (HL-01).
    """

    tag = "project.evaluation-started.v1"
    title = "启动绩效评价"

    evaluation: str
    kind: EvaluationKind
    edition: str
    project_name: str
    department: str
    subject_kind: SubjectKind
    amount_fen: int
    criteria: tuple[Criterion, ...] = ()
    pilot: Pilot | None = None
    merged_from: date | None = None
    merged_until: date | None = None
    min_rounds: int = 0
    coverage_floor: Decimal | None = None
    key_floor: Decimal | None = None


class EvaluationScored(Fact, frozen=True, kw_only=True):
    """A draft score out of 100; ``rescaled`` when parts that cannot be judged were left out."""

    tag = "project.evaluation-scored.v1"
    title = "评价打分"

    evaluation: str
    scorer: str
    lines: tuple[ScoredLine, ...]
    execution_rate: Decimal | None
    execution_points: Decimal | None
    score: Decimal
    rescaled: bool


class EvaluationReturned(Fact, frozen=True, kw_only=True):
    """A self-evaluation went back to the unit; handed up again it is in its next round (QM-10)."""

    tag = "project.evaluation-returned.v1"
    title = "退回绩效自评"

    evaluation: str
    reason: str


class EvaluationFeedbackRecorded(Fact, frozen=True, kw_only=True):
    """The other side said what it thinks of the draft."""

    tag = "project.evaluation-feedback-recorded.v1"
    title = "评价意见反馈"

    evaluation: str
    opinion: str


class EvaluationConcluded(Fact, frozen=True, kw_only=True):
    """The result: score and the grade derived from it, with the year's monitoring as evidence.

    ``must`` are the measures of which one has to be decided (HL-12). The floors are those of the
    edition for the coverage by count or amount and for 重点专项, in percent (HL-01, HL-10).
    """

    tag = "project.evaluation-concluded.v1"
    title = "评价定级"

    evaluation: str
    kind: EvaluationKind
    score: Decimal
    grade: Grade
    evidence: tuple[MonitoringEvidence, ...]
    must: tuple[DispositionKind, ...]
    coverage_floor: Decimal
    key_floor: Decimal
    edition: str


class EvaluationSpotChecked(Fact, frozen=True, kw_only=True):
    """Finance scored again: both scores stay, ``score`` is the one that counts (HL-10)."""

    tag = "project.evaluation-spot-checked.v1"
    title = "抽查复核评价结果"

    evaluation: str
    original_score: Decimal
    checked_score: Decimal
    score: Decimal
    grade: Grade
    finding: str
    must: tuple[DispositionKind, ...]


class ResultApplied(Fact, frozen=True, kw_only=True):
    """The result counted with ``weight`` percent in the budget of a year (HL-12, QM-13)."""

    tag = "project.evaluation-result-applied.v1"
    title = "评价结果应用"

    evaluation: str
    budget_year: int
    grade: Grade
    weight: Decimal
    document: str
    reason: str = ""


EvaluationFact = (
    EvaluationStarted
    | EvaluationScored
    | EvaluationReturned
    | EvaluationFeedbackRecorded
    | EvaluationConcluded
    | EvaluationSpotChecked
    | ResultApplied
)
