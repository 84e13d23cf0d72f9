"""Facts: what is monitored."""

from datetime import date

from events.fact import Fact
from events.terms import FundTag, SubjectKind


class ProjectRegistered(Fact, frozen=True, kw_only=True):
    """A subject of monitoring entered the year (LY-01, LY-02, HJ-08); money in 分 comes later."""

    tag = "project.registered.v1"
    title = "项目登记"

    name: str
    subject_kind: SubjectKind
    department: str
    unit: str
    section: str = ""
    fund_tags: tuple[FundTag, ...] = ()
    starts_on: date
    ends_on: date


RegistrationFact = ProjectRegistered
