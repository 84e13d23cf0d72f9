from decimal import Decimal

from events.assessment import DepartmentScored, ItemScore, Rank, RankingPublished
from events.subjects import assessment_id
from projections.ranking import VIEW
from tests.projections.story import NOON, folded

YEAR_END = assessment_id("231083", 2021, "annual")
ITEM = ItemScore(
    code="quality", name="监控质量", full=Decimal(15), points=Decimal("14.26"), part="1", whole="1"
)


def scored(department: str, score: str | None) -> DepartmentScored:
    return DepartmentScored(
        department=department,
        obliged=score is not None,
        score=None if score is None else Decimal(score),
        rescaled=False,
        items=(ITEM,),
        position=41,
    )


def test_places_are_those_published_and_no_obligation_is_no_place() -> None:
    rows = folded(
        VIEW,
        scored("林业和草原局", "95.05"),
        scored("档案馆", None),
        RankingPublished(
            ranks=(
                Rank(department="林业和草原局", rank=1, score=Decimal("95.05")),
                Rank(department="档案馆", rank=None, score=None),
            )
        ),
        aggregate=YEAR_END,
    )
    assert [(row.department, row.rank, row.score, row.published_at) for row in rows] == [
        ("林业和草原局", 1, Decimal("95.05"), NOON),
        ("档案馆", None, None, NOON),
    ]
    assert rows[0].items == (ITEM,)


def test_a_score_before_publication_has_no_place() -> None:
    [row] = folded(VIEW, scored("林业和草原局", "95.05"), aggregate=YEAR_END)
    assert (row.rank, row.published_at, row.assessment, row.position) == (None, None, "annual", 41)
