"""Facts: the yearly assessment of departments and its ranking (HL-16, HJ-23, QM-14)."""

from decimal import Decimal

from msgspec import Struct

from events.fact import Fact


class RubricItem(Struct, frozen=True, kw_only=True):
    """One line of the rubric: how many points the ``measure`` can bring."""

    code: str
    name: str
    points: Decimal
    measure: str


class ItemScore(Struct, frozen=True, kw_only=True):
    """Points of one rubric item and the counts they rest on; ``points`` None: not applicable."""

    code: str
    name: str
    full: Decimal
    points: Decimal | None
    part: str
    whole: str


class Rank(Struct, frozen=True, kw_only=True):
    """A place in the ranking; ``rank`` None means unranked (no obligation in the year)."""

    department: str
    rank: int | None
    score: Decimal | None


class AssessmentOpened(Fact, frozen=True, kw_only=True):
    """An assessment with the rubric of an edition, 100 points in all."""

    tag = "assessment.opened.v1"
    title = "启动绩效考核"

    edition: str
    rubric: tuple[RubricItem, ...]


class DepartmentScored(Fact, frozen=True, kw_only=True):
    """A department's score out of 100, rescaled when items did not apply."""

    tag = "assessment.department-scored.v1"
    title = "部门考核评分"

    department: str
    score: Decimal | None
    rescaled: bool
    items: tuple[ItemScore, ...]
    position: int


class RankingPublished(Fact, frozen=True, kw_only=True):
    """The ranking: standard competition ranking, 1, 1, 3; published once."""

    tag = "assessment.ranking-published.v1"
    title = "公布考核排名"

    ranks: tuple[Rank, ...]


AssessmentFact = AssessmentOpened | DepartmentScored | RankingPublished
