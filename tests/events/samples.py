"""One instance of every fact about a project up to its review, every field set."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from events import execution, monitoring, registration, targets
from events.fact import Fact
from events.judgement import FocusFinding, Judgement
from events.monitoring import FundingRow
from events.terms import (
    Aspect,
    Attainability,
    BudgetLedger,
    Cause,
    DeviationCause,
    Direction,
    FocusPoint,
    FundSource,
    FundTag,
    IndicatorLevel1,
    IndicatorLevel2,
    Method,
    MonitoringKind,
    Role,
    SubjectKind,
    TargetGrade,
    Tier,
)

DAY = date(2021, 6, 30)
LATER = date(2021, 11, 30)
INDICATOR = targets.Indicator(
    name="新建道路",
    level1=IndicatorLevel1.OUTPUT,
    level2=IndicatorLevel2.QUANTITY,
    direction=Direction.RANGE,
    weight=Decimal("12.5"),
    unit="公里",
    annual_value=Decimal("80.0"),
    upper_value=Decimal(100),
    due_on=LATER,
    final_value=Decimal(240),
    period_plan={"H1": Decimal(48), "Q3": Decimal("60.25")},
    standard="验收合格的里程",
)
LINE = targets.MoneyLine(
    work="路基", before_fen=117_231_000_000, after_fen=0, starts_on=DAY, ends_on=LATER
)
REPORT = monitoring.IndicatorReport(
    indicator="新建道路",
    actual=Decimal("36.00"),
    tier=Tier.PARTLY,
    points=Decimal("7.99"),
    done_on=DAY,
    not_due=True,
    forecast="预计全年完成 70 公里",
    causes=(
        monitoring.CauseOfDeviation(cause=DeviationCause.HARDWARE, explanation="“设备”未到\n位"),
    ),
    improvement_measure="加快招标",
    attainability=Attainability.IMPOSSIBLE,
    remark="征地延误",
)
IMPLEMENTATION = monitoring.Implementation(
    progress=Decimal("40.0"), planned=Decimal(50), quality_met=False, note="征地延误"
)
FOUND = FocusFinding(point=FocusPoint.CARRYOVER_LARGE, found=True, finding="上年结转 120 万元")
JUDGED = (Judgement(aspect=Aspect.ORGANISATION, finding="分工明确"),)
ROW = FundingRow(initial_budget_fen=300_000_000, forecast_full_year_fen=280_000_000)
FIGURES = monitoring.ExecutionFigures(
    as_of=DAY,
    initial_fen=117_231_000_000,
    current_fen=117_231_000_001,
    appropriated_fen=9_007_199_254_740_993,
    executed_fen=-5,
    committed_fen=7,
    base_fen=300_000_000,
    execution_rate=Decimal("37.33"),
)
RESULT = monitoring.IndicatorResult(
    indicator="新建道路",
    raw=Decimal("180.00"),
    counted=Decimal("100.00"),
    deviation=Decimal("-25.00"),
)


def _upstream() -> Iterator[Fact]:
    kinds: tuple[type[execution.UpstreamFact], ...] = (
        execution.BudgetApproved,
        execution.BudgetAdjusted,
        execution.FundsAppropriated,
        execution.PaymentExecuted,
        execution.PaymentRefunded,
        execution.PaymentCorrected,
        execution.CommitmentRecorded,
        execution.CommitmentReleased,
    )
    for number, kind in enumerate(kinds):
        yield kind(
            source_system="财政一体化",
            document_no=f"凭证〔2021〕{number}号",
            line_no=2,
            revision=1,
            budget_ledger=BudgetLedger.STATE_CAPITAL,
            fund_tags=(FundTag.DIRECT, FundTag.SPECIAL_BOND),
            amount_fen=117_231_000_000,
            occurred_on=DAY,
            reverses="凭证〔2021〕9号",
            published_at=datetime(2021, 7, 1, 1, 2, 3, 456_000, tzinfo=UTC),
        )


SAMPLES: tuple[Fact, ...] = (
    registration.ProjectRegistered(
        name="农村道路",
        subject_kind=SubjectKind.TRANSFER_REGION,
        department="D01",
        unit="U01",
        section="F01",
        fund_tags=(FundTag.POVERTY_ALLEVIATION,),
        starts_on=DAY,
        ends_on=LATER,
        parent="LY-T1",
        budget_ledger=BudgetLedger.GOVERNMENT_FUND,
        fund_source=FundSource.SUPERIOR_TRANSFER,
        responsible=("staff-7",),
        first_arranged_year=2019,
    ),
    *_upstream(),
    targets.TargetSet(filer="张三", overall_objective="通村路", indicators=(INDICATOR,)),
    targets.TargetReviewed(grade=TargetGrade.FAIR, opinion="不够具体", reviewer="李四"),
    targets.TargetReturned(reason="缺质量指标"),
    targets.TargetApproved(
        version=1, overall_objective="通村路", indicators=(INDICATOR,), effective_on=DAY
    ),
    targets.AdjustmentProposed(
        adjustment="T1",
        cause=Cause.OBJECTIVE,
        reason="政策变化",
        basis="国发〔2021〕1号",
        indicators=(INDICATOR,),
        money=(LINE,),
        correlation="事项1",
        task="H1",
        expected_output="通村路 80 公里",
        expected_outcome="惠及 30 村",
        next_year="按定额编报",
        proposer="张三",
        base_version=1,
        chain=(Role.DEPT_REVIEWER, Role.FIN_SECTION_REVIEWER),
    ),
    targets.AdjustmentReviewed(
        adjustment="T1", opinion="同意", reviewer="李四", role=Role.DEPT_REVIEWER
    ),
    targets.AdjustmentReturned(
        adjustment="T1", reason="缺依据文件", role=Role.FIN_SECTION_REVIEWER
    ),
    targets.AdjustmentRejected(adjustment="T1", reason="依据不足"),
    targets.AdjustmentWithdrawn(adjustment="T1"),
    targets.TargetAdjusted(
        adjustment="T1",
        cause=Cause.CONTENT_CHANGE,
        version=2,
        replaced_version=1,
        indicators=(INDICATOR,),
        correlation="事项1",
        edition="hailin@2021-01-01",
        effective_on=LATER,
    ),
    monitoring.TaskIssued(
        task="H1",
        period="H1",
        kind=MonitoringKind.KEY_TRACKING,
        edition="hailin@2021-01-01",
        target_version=1,
        from_on=date(2021, 1, 1),
        cutoff_on=DAY,
        submit_by=date(2021, 7, 20),
        review_by=date(2021, 8, 10),
        chain=(
            monitoring.Level(
                level="RECORD",
                role=Role.PERF_SECTION_OFFICER,
                order=3,
                scored=True,
                files_only=True,
                org="自治区财政厅",
                review_days=30,
            ),
        ),
        project_name="农村道路",
        subject_kind=SubjectKind.DEPARTMENT_OVERALL,
        fund_tags=(FundTag.LOCAL_ADDITION,),
        department="D01",
        unit="U01",
        min_rounds=3,
        reason="偏离目标较大",
        on_paper=True,
    ),
    monitoring.TaskOverdue(task="H1", submit_by=date(2021, 7, 20)),
    monitoring.TaskWaived(task="H1", reason="项目已并入"),
    monitoring.ExecutionSnapshotTaken(task="H1", submission=2, figures=FIGURES),
    monitoring.MonitoringSubmitted(
        task="H1",
        submission=2,
        submitter="张三",
        days_late=3,
        lines=(REPORT,),
        funding=monitoring.Funding(total=ROW, general_public=ROW, other=ROW),
        results=(RESULT,),
        completion_rate=Decimal("45.00"),
        execution_rate=Decimal("37.33"),
        rate_gap=Decimal("7.67"),
        schedule_rate=Decimal("50.00"),
        implementation=IMPLEMENTATION,
        implementation_gap_execution=Decimal("2.67"),
        implementation_gap_completion=Decimal("-5.00"),
        expected_carryover_fen=20_000_000,
        dispute="H1-D1",
        on=date(2021, 7, 23),
    ),
    monitoring.SubmissionWithdrawn(task="H1", submission=2),
    monitoring.SubmissionReviewed(
        task="H1",
        submission=2,
        level="FINANCE_SECTION",
        score=Decimal("95.05"),
        opinion="属实",
        focus=(FOUND,),
        reviewer="李四",
        days_late=2,
        methods=(Method.SITE_INSPECTION,),
        judgements=JUDGED,
    ),
    monitoring.SubmissionReturned(
        task="H1",
        submission=2,
        level="DEPARTMENT",
        reason="数据不实",
        focus=(FOUND,),
        methods=(Method.EXPLANATION,),
        judgements=JUDGED,
    ),
    monitoring.SubmissionFiled(task="H1", submission=2, level="RECORD"),
    monitoring.TaskFinalized(
        task="H1",
        submission=2,
        score=Decimal("59.99"),
        completion_rate=Decimal("45.00"),
        execution_rate=Decimal("37.33"),
        rate_gap=Decimal("-25.00"),
    ),
)
