"""Facts: whether a project is worth its money, judged before the budget (HL-03, QM-05)."""

from msgspec import Struct

from events.fact import Fact
from events.terms import Conclusion, Dimension, Trigger


class DimensionFinding(Struct, frozen=True, kw_only=True):
    """What the report says about one dimension (QM-05)."""

    dimension: Dimension
    finding: str


class PreEvaluationStarted(Fact, frozen=True, kw_only=True):
    """A pre-evaluation of a wish for ``amount_fen`` 分 began; ``required`` by the edition."""

    tag = "project.pre-evaluation-started.v1"
    title = "启动事前绩效评估"

    evaluation: str
    trigger: Trigger
    amount_fen: int
    required: bool
    edition: str


class PreEvaluationReported(Fact, frozen=True, kw_only=True):
    """The report was handed in, every dimension in it (QM-05)."""

    tag = "project.pre-evaluation-reported.v1"
    title = "报送事前绩效评估报告"

    evaluation: str
    submitter: str
    findings: tuple[DimensionFinding, ...]


class PreEvaluationReviewed(Fact, frozen=True, kw_only=True):
    """Finance looked the report through (HL-03)."""

    tag = "project.pre-evaluation-reviewed.v1"
    title = "审核事前绩效评估报告"

    evaluation: str
    opinion: str


class PreEvaluationConcluded(Fact, frozen=True, kw_only=True):
    """The pre-evaluation ended; without support no budget is asked for (HL-03)."""

    tag = "project.pre-evaluation-concluded.v1"
    title = "形成事前绩效评估结论"

    evaluation: str
    conclusion: Conclusion
    opinion: str = ""


PreEvaluationFact = (
    PreEvaluationStarted | PreEvaluationReported | PreEvaluationReviewed | PreEvaluationConcluded
)
