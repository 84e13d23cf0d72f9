"""A department counted again by another rubric: what people said stands."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from events.assessment import DepartmentScored, RubricItem
from services.assessment.scoring import Entered, Evidence, score
from services.audit.what_if.rescoring import again
from tests.services.test_assessment import FULL, RUBRIC

D = Decimal
TARGETS, TIMELINESS, QUALITY, EXECUTION, RECTIFICATION = RUBRIC
BY_HAND = RubricItem(code="HAND", name="组织领导", points=D(10), measure="MANUAL")
KNOWN = replace(FULL, returns=(2, 3), cases_overdue=1)


def recorded(*rubric: RubricItem, **entered: str) -> DepartmentScored:
    by_hand = {code: Entered(D(points), "文件") for code, points in entered.items()}
    return score(rubric, KNOWN, 7, by_hand)


def points(
    was: DepartmentScored,
    counted: Sequence[RubricItem],
    rubric: Sequence[RubricItem],
    evidence: Evidence | None = None,
    **entered: str,
) -> dict[str, Decimal | None]:
    by_hand = {code: Entered(D(given), "文件") for code, given in entered.items()}
    known = {} if evidence is None else {evidence.department: evidence}
    return {one.code: one.points for one in again(was, counted, rubric, known, by_hand).items}


@given(some=st.sets(st.sampled_from(RUBRIC), min_size=1), otherwise=st.booleans())
def test_the_same_rubric_comes_to_the_same_whatever_is_known_now(
    *, some: set[RubricItem], otherwise: bool
) -> None:
    rubric = sorted(some, key=lambda one: one.code)
    was = recorded(*rubric)
    now = {"D01": Evidence(department="D01", tasks_due=3)} if otherwise else {}
    assert again(was, rubric, rubric, now, {}) == was


@pytest.mark.clause("HL-16")
def test_another_weight_counts_what_was_counted_then() -> None:
    heavier = replace(TARGETS, points=D(40))
    assert points(recorded(TARGETS), (TARGETS,), (heavier,)) == {"TARGETS": D("30.00")}
    later = replace(KNOWN, targets_approved=4)
    assert points(recorded(TARGETS), (TARGETS,), (heavier,), later) == {"TARGETS": D("30.00")}
    scores = replace(QUALITY, points=D(50), deductions=())
    assert points(recorded(QUALITY), (QUALITY,), (scores,)) == {"QUALITY": D("47.53")}


def test_what_the_old_rubric_did_not_count_is_gathered() -> None:
    was, both = recorded(TARGETS), (TARGETS, EXECUTION)
    assert points(was, (TARGETS,), both, KNOWN) == {"TARGETS": D("15.00"), "EXECUTION": D("10.00")}
    assert points(was, (TARGETS,), both) == {"TARGETS": D("15.00"), "EXECUTION": None}
    again_without = again(was, (TARGETS,), both, {}, {})
    assert (again_without.score, again_without.rescaled) == (D("75.00"), True)


def test_deductions_fall_on_what_was_gathered() -> None:
    dearer = replace(RECTIFICATION, deductions=(replace(RECTIFICATION.deductions[0], each=D(5)),))
    was = recorded(RECTIFICATION)
    assert points(was, (RECTIFICATION,), (dearer,), KNOWN) == {"RECTIFICATION": D("2.50")}


def test_points_a_person_entered_stand_as_far_as_the_new_item_goes() -> None:
    was = recorded(BY_HAND, HAND="9")
    assert points(was, (BY_HAND,), (replace(BY_HAND, points=D(6)),), HAND="9") == {"HAND": D(6)}
    assert points(was, (BY_HAND,), (replace(BY_HAND, points=D(20)),), HAND="9") == {"HAND": D(9)}
    assert points(was, (BY_HAND,), (TARGETS,), KNOWN, HAND="9") == {"TARGETS": D("15.00")}
    assert points(recorded(TARGETS), (TARGETS,), (BY_HAND,)) == {"HAND": None}


def test_who_owed_nothing_stays_unranked() -> None:
    nobody = score((TARGETS,), replace(KNOWN, tasks_due=0), 7)
    again_scored = again(nobody, (TARGETS,), (replace(TARGETS, points=D(40)),), {}, {})
    assert (again_scored.obliged, again_scored.score) == (False, None)
