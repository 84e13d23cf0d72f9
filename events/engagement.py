"""Facts: a third-party institution in a year, its work and how good it was (HL-11)."""

from datetime import date
from decimal import Decimal

from events.fact import Fact
from events.terms import TargetGrade


class InstitutionEngaged(Fact, frozen=True, kw_only=True):
    """Work was given to the institution; ``reason`` says why in spite of a poor rating."""

    tag = "engagement.engaged.v1"
    title = "委托第三方机构"

    engagement: str
    institution: str
    purpose: str
    projects: tuple[str, ...] = ()
    on: date
    reason: str = ""
    edition: str


class WorkSubmitted(Fact, frozen=True, kw_only=True):
    """The institution handed in its work, for the ``submission``-th time."""

    tag = "engagement.work-submitted.v1"
    title = "第三方提交成果"

    engagement: str
    work: str
    document: str
    submission: int
    on: date


class QualityRated(Fact, frozen=True, kw_only=True):
    """The quality of the work out of 100; ``barred``: no further work this year without reason."""

    tag = "engagement.quality-rated.v1"
    title = "评估第三方质量"

    engagement: str
    submission: int
    score: Decimal
    grade: TargetGrade
    opinion: str = ""
    barred: bool = False
    edition: str


EngagementFact = InstitutionEngaged | WorkSubmitted | QualityRated
