"""One instance of every fact about obligations and third parties, every field set."""

from datetime import date
from decimal import Decimal

from events import engagement, obligation
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
)
