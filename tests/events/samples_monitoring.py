"""One instance of every fact around tasks, their inspection and the life of a case."""

from datetime import date
from decimal import Decimal

from events import campaign, inspection, rectification, task
from events.fact import Fact
from events.monitoring import Funding
from events.terms import Answer, CheckItem, DisputeOutcome, EscalationStep, SelectionSource
from tests.events.samples import IMPLEMENTATION, REPORT, ROW

DAY = date(2021, 7, 20)
LATER = date(2021, 8, 10)

SAMPLES: tuple[Fact, ...] = (
    campaign.KeyProjectSelected(
        project="P001",
        source=SelectionSource.COUNTY_INSPECTION,
        reason="巡察反馈进度慢",
        on=DAY,
        edition="hanggin@2021-01-01",
        late=True,
    ),
    campaign.DeadlineExtended(
        submit_by=DAY, review_by=LATER, reason="汛期", projects=("P001", "P002"), only=True
    ),
    task.TaskDeadlineExtended(
        task="H1",
        submit_by=DAY,
        review_by=LATER,
        reason="汛期",
        days_late=0,
        resubmission_days_late=2,
    ),
    task.TaskClosedIncomplete(task="H1", reason="集中监控结束"),
    task.DraftSaved(
        task="H1",
        filer="张三",
        lines=(REPORT,),
        funding=Funding(total=ROW, general_public=ROW, other=ROW),
        implementation=IMPLEMENTATION,
    ),
    task.PaperFilingAllowed(reason="涉密项目"),
    task.PaperFormReceived(
        task="H1", received_on=DAY, filer="李四", form_no="收〔2021〕7号", receiver="王五"
    ),
    task.ExecutionRateDisputed(
        dispute="H1-D1",
        task="H1",
        cutoff_on=DAY,
        read_fen=117_231_000_000,
        claimed_fen=117_231_000_001,
        reason="退款重复计列",
        disputer="李四",
    ),
    task.ExecutionDisputeResolved(
        dispute="H1-D1",
        task="H1",
        outcome=DisputeOutcome.CORRECTED,
        executed_fen=117_231_000_001,
        note="依据单据 V9",
    ),
    inspection.ExtendedCheckRecorded(
        task="H1-EXTENDED",
        on=DAY,
        items=(
            inspection.Checked(
                item=CheckItem.PROCUREMENT, answer=Answer.NOT_APPLICABLE, finding="无采购"
            ),
        ),
        progress="完成六成",
        trend="向好",
        plan_changes="改线一处",
    ),
    inspection.ThirdPartyOpinionGiven(
        task="H1",
        submission=2,
        institution="某咨询公司",
        opinion="数据可信",
        suggested_score=Decimal("88.50"),
    ),
    rectification.RectificationGroundsAdded(
        case="H1-R1",
        grounds=(
            rectification.Ground(
                rule="LOW_SCORE", value=Decimal("58.00"), threshold=Decimal("60.00")
            ),
        ),
        edition="hailin@2021-01-01",
        reason="复核发现",
    ),
    rectification.RectificationItemClosed(case="H1-R1", item=2, on=DAY, evidence="验收单"),
    rectification.RectificationExtended(case="H1-R1", due_on=LATER, reason="材料未到", days_late=1),
    rectification.RectificationOverdue(case="H1-R1", due_on=LATER),
    rectification.RectificationEscalated(
        case="H1-R1",
        step=EscalationStep.INTERVIEW,
        on=LATER,
        reason="逾期未整改",
        edition="hailin@2021-01-01",
    ),
)
