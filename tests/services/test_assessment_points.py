"""Points: deductions, floors, what does not apply, points entered by hand."""

from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.assessment import (
    AssessmentOpened,
    Basis,
    Deduction,
    DepartmentScored,
    ItemScored,
    RubricItem,
)
from services.assessment.commands import (
    ScoreItem,
)
from services.assessment.scoring import Evidence, score
from tests.services.assessing import OPENED, SCORED, D, item, scoring
from tests.services.project.given import (
    law_of,
)


@pytest.mark.clause("HJ-23", "HL-16")
@pytest.mark.parametrize(
    ("change", "code", "points"),
    [
        ({}, "T", "50.00"),
        ({"tasks_on_time": 8}, "T", "36.00"),
        ({"tasks_on_time": 0}, "T", "5.00"),
        ({"returns": (1, 1, 3)}, "Q", "47.00"),
        ({"returns": (2, 2)}, "Q", "44.00"),
        ({"cases_overdue": 1}, "Q", "49.50"),
    ],
)
def test_late_returned_and_overdue_lose_points_down_to_the_floor(
    change: dict[str, object], code: str, points: str
) -> None:
    """Each of two late tasks costs 2; each task returned more than once 3; an overdue case 0.5."""
    rubric = (
        RubricItem(
            code="T",
            name="及时",
            points=D(50),
            measure="SUBMITTED_ON_TIME",
            floor=D(5),
            deductions=(Deduction(counts="LATE_TASKS", each=D(2)),),
        ),
        RubricItem(
            code="Q",
            name="质量",
            points=D(50),
            measure="MEAN_REVIEW_SCORE",
            deductions=(
                Deduction(counts="RETURNED_TASKS", each=D(3), beyond=1),
                Deduction(counts="OVERDUE_CASES", each=D("0.5")),
            ),
        ),
    )
    plain = Evidence(
        department="D", tasks_due=10, tasks_on_time=10, score_sum=D(100), score_count=1
    )
    fact = score(rubric, msgspec.structs.replace(plain, **change), 0)
    (found,) = [one for one in fact.items if one.code == code]
    assert found.points == D(points)
    assert found.deducted == {"36.00": D("4.00"), "47.00": D("3.00"), "44.00": D("6.00")}.get(
        points, found.deducted
    )


def test_a_case_accepted_in_time_costs_nothing() -> None:
    rubric = (
        RubricItem(
            code="R",
            name="整改",
            points=D(100),
            measure="RECTIFIED",
            deductions=(Deduction(counts="OVERDUE_CASES", each=D(2)),),
        ),
    )
    restored = Evidence(department="D", tasks_due=1, cases_issued=2, cases_accepted=2)
    late = msgspec.structs.replace(restored, cases_overdue=1)
    assert [score(rubric, one, 0).score for one in (restored, late)] == [D("100.00"), D("98.00")]


@pytest.mark.parametrize(
    ("rule", "points", "total", "rescaled"),
    [
        ("LEAVE_OUT", None, D("80.00"), True),
        ("FULL", D(40), D("88.00"), False),
        ("NONE", D(0), D("48.00"), False),
    ],
)
def test_what_does_not_apply_follows_the_item_s_own_rule(
    rule: str, points: Decimal | None, total: Decimal, *, rescaled: bool
) -> None:
    rubric = (
        RubricItem(code="T", name="及时", points=D(60), measure="SUBMITTED_ON_TIME"),
        RubricItem(code="R", name="整改", points=D(40), measure="RECTIFIED", not_applicable=rule),
    )
    fact = score(rubric, Evidence(department="D", tasks_due=10, tasks_on_time=8), 0)
    assert (fact.items[1].points, fact.score, fact.rescaled) == (points, total, rescaled)


@pytest.mark.clause("HJ-23")
def test_every_point_names_the_tasks_it_rests_on() -> None:
    basis: dict[str, tuple[Basis, ...]] = {
        "SUBMITTED_ON_TIME": (Basis(project="P1", item="H1", earned=False, position=9),)
    }
    evidence = Evidence(department="D01", tasks_due=1, basis=basis)
    command = msgspec.structs.replace(scoring(), evidence=(evidence,))
    fact = OPENED.after(command).last(DepartmentScored)
    assert fact.items[0].basis == basis["SUBMITTED_ON_TIME"]
    assert fact.items[1].basis == ()


def test_what_software_cannot_see_is_entered_with_its_document() -> None:
    unseen = SCORED.last(DepartmentScored)
    assert (unseen.items[1].points, unseen.rescaled) == (None, True)
    year = SCORED.after(item("30"))
    fact = year.last(DepartmentScored)
    assert (fact.score, fact.rescaled, fact.items[1].document) == (D("60.00"), False, "核查表")
    assert year.told(item("30")) == []
    before = OPENED.after(item("30"))
    assert [type(one) for one in before.facts] == [AssessmentOpened, ItemScored]
    assert before.after(scoring(D01=5)).last(DepartmentScored).score == D("60.00")
    assert year.after(scoring(D01=10)).last(DepartmentScored).score == D("90.00")


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (item("40.01"), "得分须在 0 至 40 之间"),
        (item("-1"), "得分须在 0 至 40 之间"),
        (item("NaN"), "得分须在 0 至 40 之间"),
        (item("1", code="TIME"), "不能人工填写"),
        (item("1", code="X"), "没有 X 这一项"),
    ],
)
def test_points_by_hand_are_points_of_that_item(command: ScoreItem, fault: str) -> None:
    assert fault in SCORED.refused(command)


shares = st.integers(0, 10)


@given(shares, shares, st.integers(0, 5), st.tuples(st.integers(0, 4), st.integers(0, 4)))
def test_points_stay_between_the_limits_whatever_the_evidence(
    on_time: int, due: int, overdue: int, returns: tuple[int, int]
) -> None:
    rubric = law_of("hailin").editions[0].assessment.rubric
    evidence = Evidence(
        department="D",
        tasks_due=due,
        tasks_on_time=on_time,
        cases_issued=2,
        cases_overdue=overdue,
        returns=returns,
    )
    fact = score(rubric, evidence, 0)
    points = [one.points for one in fact.items if one.points is not None]
    assert all(0 <= one.points <= one.full for one in fact.items if one.points is not None)
    assert fact.obliged is (due > 0)
    assert (fact.score is None) is (due == 0)
    if fact.score is not None:
        full = sum(one.full for one in fact.items if one.points is not None)
        exact = Fraction(sum(points)) / Fraction(full) * 100
        assert abs(Fraction(fact.score) - exact) <= Fraction(1, 200)
