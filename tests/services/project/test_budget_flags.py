"""A budget that simply comes: recorded whatever it lacks, and flagged where it lacks something."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.budget import BudgetFlagged
from services.project.decider import record
from tests.services.project.given import FILER, Given, context_of, day
from tests.services.project.stories import adjusted, approved, budget, registered
from tests.services.project.test_pre_evaluation import FLOOR, REQUEST, concluded


def flags(story: Given, *facts: object) -> list[BudgetFlagged]:
    context = context_of(story.law, FILER, day(2, 1), "")
    found: list[BudgetFlagged] = []
    state = story.state
    for fact in facts:
        led = record(state, fact, context)  # type: ignore[arg-type]  # any upstream fact
        found += [one for one in led if isinstance(one, BudgetFlagged)]
        state = type(story)((*story.facts, *led), story.law).state
    return found


@pytest.mark.clause("HL-03", "HL-04")
def test_a_budget_that_simply_comes_is_recorded_and_flagged() -> None:
    (flag,) = flags(registered(), budget(FLOOR, no="B1"))
    assert flag == BudgetFlagged(
        document_no="B1",
        line_no=1,
        amount_fen=FLOOR,
        occurred_on=date(2021, 1, 5),
        without_targets=True,
        without_evaluation=True,
        edition="hailin@2021-01-01",
    )
    (small,) = flags(registered(), budget(FLOOR - 1))
    assert (small.without_targets, small.without_evaluation) == (True, False)
    assert flags(approved(), budget(FLOOR - 1)) == []
    (whole,) = flags(approved(), budget(FLOOR - 1), budget(1))
    assert (whole.without_targets, whole.without_evaluation) == (False, True)
    assert flags(concluded(approved()), budget(FLOOR)) == []
    assert flags(approved(), adjusted(-FLOOR)) == []
    assert [one.without_evaluation for one in flags(approved(), adjusted(FLOOR))] == [True]


def test_what_was_declared_to_go_on_as_before_needs_no_evaluation() -> None:
    going_on = approved().when(replace(REQUEST, trigger=None)).so_far
    assert flags(going_on, budget(FLOOR)) == []
    assert flags(registered(under="qiemo"), budget(FLOOR)) == []
