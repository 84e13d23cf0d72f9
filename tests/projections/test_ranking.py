from decimal import Decimal

import pytest

from events.assessment import (
    AppealResolved,
    DepartmentCommended,
    DepartmentScored,
    ItemScore,
    ItemScored,
    PilotsSelected,
    Rank,
    RankingPublished,
    ScoreAppealed,
    ScoreCorrected,
)
from events.subjects import assessment_id
from events.terms import Consequence
from projections.ranking import VIEW, AppealState
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


@pytest.mark.clause("HL-16", "QM-14", "HL-10")
def test_what_follows_from_a_place_and_what_was_put_right_stand_beside_it() -> None:
    archive = "档案馆"
    [row] = folded(
        VIEW,
        ItemScored(department=archive, item="SELF", points=Decimal(8), document="核查表"),
        ItemScored(department=archive, item="SELF", points=Decimal(9), document="核查表2"),
        scored(archive, "95.05"),
        ScoreAppealed(department=archive, score=Decimal("95.05"), reason="有误"),
        AppealResolved(department=archive, upheld=True, reason="属实"),
        RankingPublished(ranks=(Rank(department=archive, rank=1, score=Decimal("95.05")),)),
        ScoreCorrected(
            department=archive,
            item="SELF",
            points=Decimal(10),
            before=Decimal("95.05"),
            after=Decimal("96.05"),
            reason="补录",
        ),
        PilotsSelected(departments=(archive, archive), document="方案"),
        DepartmentCommended(department=archive, rank=1, document="表彰1号"),
        aggregate=YEAR_END,
    )
    assert (row.rank, row.score, row.corrected_score) == (1, Decimal("95.05"), Decimal("96.05"))
    assert (row.appeal, row.pilot) == (AppealState.UPHELD, True)
    assert [(one.points, one.document) for one in row.entered] == [(Decimal(9), "核查表2")]
    assert [one.kind for one in row.consequences] == [Consequence.COMMENDATION]


def test_other_pilots_take_the_place_of_the_first() -> None:
    rows = folded(
        VIEW,
        PilotsSelected(departments=("A", "B"), document="方案"),
        PilotsSelected(departments=("B", "C"), document="方案2"),
        aggregate=YEAR_END,
    )
    assert {row.department: row.pilot for row in rows} == {"A": False, "B": True, "C": True}


@pytest.mark.clause("HL-16")
def test_points_of_an_upheld_appeal_take_the_place_of_those_by_hand_until_publication() -> None:
    one = "档案馆"

    def upheld(points: int) -> AppealResolved:
        return AppealResolved(
            department=one, upheld=True, reason="属实", item="SELF", points=Decimal(points)
        )

    [row] = folded(
        VIEW,
        ItemScored(department=one, item="SELF", points=Decimal(8), document="核查表"),
        upheld(9),
        RankingPublished(ranks=(Rank(department=one, rank=1, score=Decimal("95.05")),)),
        upheld(10),
        aggregate=YEAR_END,
    )
    assert [(entry.points, entry.document) for entry in row.entered] == [(Decimal(9), "属实")]
