"""One instance of every fact after a review and of every other aggregate, every field set."""

from datetime import date
from decimal import Decimal

from events import (
    accountability,
    assessment,
    campaign,
    clawback,
    clawback_round,
    disposition,
    plan,
    policy,
    rectification,
    warning,
)
from events.fact import Fact
from events.terms import (
    Cause,
    ClawbackGround,
    Destination,
    EscalationStep,
    MonitoringKind,
    Resolution,
    Violation,
    WarningDocument,
)

DAY = date(2021, 6, 30)
LATER = date(2021, 11, 30)
EDITION = "hailin@2021-01-01"
RULES: dict[str, object] = {
    "edition": EDITION,
    "rectification": {"due_days": 30, "clause": "HL-06", "verified": False},
    "warnings": {"RATE_GAP": {"threshold": "20.00"}},
    "chain": [{"level": "DEPARTMENT", "order": 1}],
}

WARNINGS: tuple[Fact, ...] = (
    warning.WarningRaised(
        task="H1",
        submission=2,
        rule="RATE_GAP",
        value=Decimal("-25.00"),
        threshold=Decimal("20.00"),
        light="YELLOW",
        edition=EDITION,
        documents=(WarningDocument.CORRECTION_FORM, WarningDocument.MONITORING_REPORT),
    ),
    warning.WarningCleared(task="H1", submission=3, rule="RATE_GAP"),
    warning.CorrectionFormSubmitted(
        task="H1",
        lines=(
            warning.QuarterLine(
                indicator="新建道路",
                final_value="240公里",
                period_value="48",
                actual="75%",
                deviation="-25%",
            ),
        ),
        problems=("开工晚",),
        measures=("赶工", "调整工序"),
        other="汛期影响",
    ),
    warning.MonitoringReportSubmitted(
        task="H1",
        organisation="领导小组",
        execution_analysis="支付慢",
        target_analysis="里程少",
        problems=("开工晚",),
        measures=("赶工",),
        execution_measures=("按月支付",),
        suggestions=("增列县级配套",),
        other="无",
    ),
    rectification.RectificationNoticeIssued(
        case="H1-R1",
        task="H1",
        grounds=(
            rectification.Ground(
                rule="LOW_SCORE", value=Decimal("59.99"), threshold=Decimal("60.00")
            ),
        ),
        issued_on=DAY,
        due_on=LATER,
        edition=EDITION,
        site_visit_required=True,
        department="D01",
        unit="U01",
        step=EscalationStep.INTERVIEW,
        reopens="H1-R0",
        reason="问题再次出现",
    ),
    rectification.RectificationAcknowledged(case="H1-R1"),
    rectification.RectificationPlanSubmitted(
        case="H1-R1", items=("补建台账", "公示"), submitter="李四"
    ),
    rectification.RectificationFeedbackSubmitted(
        case="H1-R1", submitter="李四", result="已补建", days_late=2
    ),
    rectification.SiteVerified(case="H1-R1", on=DAY, finding="台账齐全"),
    rectification.RectificationAccepted(case="H1-R1", on=LATER, opinion="同意"),
    rectification.RectificationRejected(case="H1-R1", reason="仍缺凭证"),
)

MEASURES: tuple[Fact, ...] = (
    disposition.ProjectSuspended(
        cause=Cause.SERIOUS,
        reason="损失浪费",
        effective_on=DAY,
        disposition="D1",
        project_name="农村道路",
        department="D01",
    ),
    disposition.ProjectResumed(reason="整改完成", effective_on=LATER),
    disposition.AppropriationStopped(
        cause=Cause.SERIOUS,
        reason="低效",
        effective_on=DAY,
        disposition="D1",
        project_name="农村道路",
        department="D01",
    ),
    disposition.AppropriationResumed(reason="整改完成", effective_on=LATER),
    disposition.BudgetReduced(
        cause=Cause.OBJECTIVE,
        reason="政策变化",
        amount_fen=117_231_000_000,
        correlation="事项1",
        disposition="D1",
        project_name="农村道路",
        department="D01",
    ),
    clawback.ClawbackCandidateIdentified(
        round="R1",
        grounds=tuple(ClawbackGround)[:3],
        figures=clawback.ClawbackFigures(
            as_of=LATER,
            budget_fen=300_000_000,
            executed_fen=180_000_000,
            committed_fen=30_000_000,
            prior_clawback_fen=1,
            schedule_rate=Decimal("91.67"),
            shortfall_fen=95_000_000,
            recoverable_fen=89_999_999,
        ),
        amount_fen=89_999_999,
        edition=EDITION,
        project_name="农村道路",
        department="D01",
        destination=Destination.SUPERIOR,
        idle_years=2,
        recompute=True,
        idle_fen=9_999_999,
        unspent=True,
        superior_fen=9_999_999,
    ),
    clawback.ClawbackNotified(round="R1", on=LATER),
    clawback.ClawbackObjected(round="R1", reason="工程在建"),
    clawback.ClawbackObjectionResolved(
        round="R1", resolution=Resolution.REDUCED, amount_fen=90_000_000, reason="部分成立"
    ),
    clawback.ClawbackWaived(round="R1", reason="民生急需", waived_fen=95_000_000),
    clawback.ClawbackConfirmed(round="R1", amount_fen=9_007_199_254_740_993, reason="留尾款"),
    clawback.ClawbackExecuted(
        round="R1", amount_fen=95_000_000, on=LATER, must_continue=True, document_no="收回1号"
    ),
    clawback.ClawbackSettled(round="R1", amount_fen=95_000_000, document_no="收回1号"),
    clawback.ClawbackCorrected(round="R1", delta_fen=-5_000_000, document_no="凭证9"),
    clawback.ClawbackCorrectionProposed(round="R1", delta_fen=-25_000_000, document_no="凭证9"),
    clawback.NextYearReallocationRequired(
        round="R1", amount_fen=95_000_000, department="D01", budget_year=2022
    ),
    accountability.ViolationSuspected(
        case="A1",
        violation=Violation.PAID_WHILE_SUSPENDED,
        evidence="凭证9",
        amount_fen=500,
        department="D01",
        unit="U01",
    ),
    plan.SpendingPlanSet(
        cumulative_fen=(0, *range(1_000_000, 12_000_000, 1_000_000)), on=date(2021, 1, 20)
    ),
    accountability.FindingRecorded(case="A1", confirmed=True, finding="属实"),
    accountability.ReportedToGovernment(case="A1", document="报告1", on=DAY),
    accountability.ReferredToDiscipline(case="A1", document="移送1", on=DAY),
    accountability.SanctionRecorded(case="A1", body="监委", sanction="警告", document="决定1"),
    accountability.AccountabilityCaseClosed(case="A1", conclusion="已处理"),
)

OTHERS: tuple[Fact, ...] = (
    campaign.CampaignOpened(
        period="H1",
        edition=EDITION,
        from_on=date(2021, 1, 1),
        cutoff_on=DAY,
        adjust_by=date(2021, 8, 30),
        issue_by=date(2021, 9, 1),
        submit_by=date(2021, 9, 7),
        review_by=date(2021, 9, 17),
    ),
    campaign.TasksIssued(projects=("P001", "P002"), kind=MonitoringKind.FINANCE_KEY),
    campaign.CampaignClosed(projects=("P003",)),
    clawback_round.ClawbackRoundOpened(cutoff_on=LATER, edition=EDITION),
    clawback_round.CandidatesFrozen(projects=("P001",), position=12_345_678_901),
    clawback_round.FundsReallocated(
        number=1,
        project="P009",
        purpose="防汛抢险",
        document="统筹1号",
        amount_fen=40_000_000,
        pool_fen=95_000_000,
        position=12_345_678_901,
        on=LATER,
    ),
    clawback_round.ClawbackRoundClosed(),
    assessment.AssessmentOpened(
        edition=EDITION,
        rubric=(
            assessment.RubricItem(
                code="QUALITY", name="监控质量", points=Decimal(100), measure="MEAN_REVIEW_SCORE"
            ),
        ),
    ),
    assessment.DepartmentScored(
        department="D01",
        obliged=True,
        score=Decimal("95.05"),
        rescaled=True,
        items=(
            assessment.ItemScore(
                code="QUALITY",
                name="监控质量",
                full=Decimal(15),
                points=Decimal("14.26"),
                part="1901/20",
                whole="100",
            ),
        ),
        position=42,
    ),
    assessment.RankingPublished(
        ranks=(
            assessment.Rank(department="D01", rank=1, score=Decimal("95.05")),
            assessment.Rank(department="D02", rank=None, score=None),
        ),
        appeal_by=LATER,
    ),
    policy.PolicyAdopted(
        edition=EDITION, effective_on=DAY, source_document="海财发〔2021〕14号", rules=RULES
    ),
    policy.PolicyAmended(
        edition="hailin@2021-08-01",
        amends=EDITION,
        effective_on=date(2021, 8, 1),
        source_document="海财发〔2021〕15号",
        clause="二(四)",
        changes={"warnings.RATE_GAP.threshold": "15.00"},
        rules=RULES,
    ),
)
SAMPLES: tuple[Fact, ...] = (*WARNINGS, *MEASURES, *OTHERS)
