"""One instance of every fact about duties, third parties and an assessment's end, all set."""

from datetime import date
from decimal import Decimal

from events import assessment, engagement, obligation
from events.fact import Fact
from events.terms import Duty, Recipient, TargetGrade

DAY = date(2021, 7, 20)
EDITION = "hailin@2021-01-01"
SAMPLES: tuple[Fact, ...] = (
    obligation.ObligationRegistered(
        kind=Duty.DISCLOSURE,
        what="项目绩效目标",
        owed_by=("林业和草原局", "D02"),
        recipients=(Recipient.CONGRESS, Recipient.PUBLIC),
        copies=(Recipient.SUPERIOR_FINANCE,),
        due_on=DAY,
        clause="HL-13",
        edition=EDITION,
    ),
    obligation.ObligationFulfilled(
        department="D02",
        recipients=(Recipient.PUBLIC,),
        document="http://www.gov.cn/a",
        on=DAY,
        days_late=-3,
        complete=False,
    ),
    obligation.ObligationOverdue(department="D02", due_on=DAY),
    obligation.ObligationWaived(department="D02", reason="机构撤并"),
    engagement.InstitutionEngaged(
        engagement="E1",
        institution="甲咨询公司",
        purpose="扶贫项目绩效评价",
        projects=("P1",),
        on=DAY,
        reason="别无其他机构",
        edition=EDITION,
    ),
    engagement.WorkSubmitted(
        engagement="E1", work="评价报告", document="报告〔2021〕1号", submission=2, on=DAY
    ),
    engagement.QualityRated(
        engagement="E1",
        submission=2,
        score=Decimal("59.50"),
        grade=TargetGrade.POOR,
        opinion="数据不实",
        barred=True,
        edition=EDITION,
    ),
    assessment.DepartmentsGrouped(groups={"大型": ("D01", "D02")}),
    assessment.ItemScored(
        department="D01", item="SELF", points=Decimal("9.50"), document="核查表1号"
    ),
    assessment.ScoreAppealed(department="D01", score=Decimal("74.26"), reason="退回有误"),
    assessment.AppealResolved(
        department="D01",
        upheld=True,
        reason="属实",
        item="QUALITY",
        points=Decimal(25),
        before=Decimal("74.26"),
        after=Decimal("75.50"),
    ),
    assessment.ScoreCorrected(
        department="D01",
        item="QUALITY",
        points=Decimal(25),
        before=Decimal("74.26"),
        after=Decimal("75.50"),
        reason="审计核减",
    ),
    assessment.BudgetTiltDecided(
        department="D01",
        rank=1,
        tied=True,
        document="府办〔2022〕3号",
        percent=Decimal("2.5"),
        amount_fen=100_000_000,
    ),
    assessment.BudgetDeductionDecided(
        department="D09",
        rank=9,
        tied=False,
        document="府办〔2022〕4号",
        percent=Decimal("2.5"),
        amount_fen=117_231_000_000,
    ),
    assessment.DepartmentCommended(department="D01", rank=1, document="表彰〔2022〕1号"),
    assessment.DepartmentInterviewed(
        department="D09",
        rank=9,
        on=DAY,
        demand="限期补报",
        due_on=DAY,
        document="约谈〔2022〕1号",
    ),
    assessment.ResultsCirculated(document="通报〔2022〕1号"),
    assessment.ResultsEntered(document="考核办〔2022〕1号", on=DAY),
    assessment.ClueReferred(department="D09", clue="虚列支出", document="审移〔2022〕1号", on=DAY),
    assessment.PilotsSelected(departments=("D01", "D02"), document="方案"),
)
