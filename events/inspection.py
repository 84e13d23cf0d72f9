"""Facts: what was looked at besides the form: the six items, and opinions of third parties."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from events.fact import Fact
from events.terms import Answer, CheckItem


class Checked(Struct, frozen=True, kw_only=True):
    """One item of the checklist with what was found."""

    item: CheckItem
    answer: Answer
    finding: str


class ExtendedCheckRecorded(Fact, frozen=True, kw_only=True):
    """All six items of an extended check, the progress, the trend and changed plans (LY-05)."""

    tag = "project.extended-check-recorded.v1"
    title = "延伸监控核查"

    task: str
    on: date
    items: tuple[Checked, ...]
    progress: str
    trend: str = ""
    plan_changes: str = ""


class ThirdPartyOpinionGiven(Fact, frozen=True, kw_only=True):
    """An expert's opinion on a submission; it binds nobody and passes nothing."""

    tag = "project.third-party-opinion-given.v1"
    title = "第三方意见"

    task: str
    submission: int
    institution: str
    opinion: str
    suggested_score: Decimal | None = None


InspectionFact = ExtendedCheckRecorded | ThirdPartyOpinionGiven
