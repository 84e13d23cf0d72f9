"""One instance of every fact about what is monitored and its budget, every field set."""

from datetime import date
from decimal import Decimal

from events import aggregation, budget, pre_evaluation, registration, targets
from events.fact import Fact
from events.terms import Conclusion, Dimension, FundTag, Trigger
from tests.events.samples import FIGURES

DAY = date(2021, 6, 30)
EDITION = "hailin@2021-01-01"

SUBJECTS: tuple[Fact, ...] = (
    aggregation.TransferAggregated(
        task="H1",
        submission=2,
        regions=(
            aggregation.RegionSubmission(
                region="R1",
                name="东镇",
                submission=1,
                figures=FIGURES,
                actuals={"新建道路": Decimal("36.00")},
            ),
        ),
    ),
    registration.FundsTagged(tags=(FundTag.DIRECT, FundTag.SPECIAL_BOND), basis="预指〔2021〕1号"),
    registration.CarryoverLinked(
        from_year=2020, from_project="P0", arranged_in=2019, amount_fen=117_231_000_000
    ),
    registration.ProjectTerminated(reason="规划取消", effective_on=DAY),
    registration.ProjectClosed(reason="完工", effective_on=DAY),
    pre_evaluation.PreEvaluationStarted(
        evaluation="E1",
        trigger=Trigger.NEW,
        amount_fen=500_000_000,
        required=True,
        edition=EDITION,
    ),
    pre_evaluation.PreEvaluationReported(
        evaluation="E1",
        submitter="张三",
        findings=(
            pre_evaluation.DimensionFinding(dimension=Dimension.NECESSITY, finding="确有必要"),
        ),
    ),
    pre_evaluation.PreEvaluationReviewed(evaluation="E1", opinion="可行"),
    pre_evaluation.PreEvaluationConcluded(
        evaluation="E1", conclusion=Conclusion.SUPPORT_AFTER_CHANGE, opinion="补测算"
    ),
    budget.BudgetRequested(
        request="1",
        amount_fen=500_000_000,
        trigger=Trigger.NEW,
        additional=True,
        evaluation="E1",
        edition=EDITION,
        absorbed=budget.Absorbed(
            absorb_fen=95_000_000,
            before_fen=500_000_000,
            requested_fen=500_000_000,
            position=7,
        ),
    ),
    budget.BudgetFlagged(
        document_no="凭证1",
        line_no=1,
        amount_fen=500_000_000,
        occurred_on=DAY,
        without_targets=True,
        without_evaluation=True,
        edition=EDITION,
    ),
    targets.TargetConsulted(
        number=2, planned=3, institution="T01", opinion="可衡量", suggestions=("补满意度",)
    ),
    targets.TargetPublished(
        version=1, address="http://www.example.gov.cn/1", on=DAY, with_draft_budget=True
    ),
)
