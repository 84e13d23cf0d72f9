"""Grounds A, B and C: which hold on the day, and that the amount is their maximum."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackCorrected,
    ClawbackCorrectionProposed,
)
from events.monitoring import IndicatorReport, MonitoringSubmitted
from events.terms import Attainability, ClawbackGround
from services.project.candidate import IdentifyCandidate
from services.project.monitoring import IssueTask
from services.project.rectification import (
    AcceptRectification,
    Acknowledge,
    IssueNotice,
    SubmitFeedback,
    SubmitPlan,
)
from services.project.review import ReturnForCorrection
from services.project.submission import Resubmit, Submit, Withdraw
from tests.services.project.given import (
    CHIEF,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import (
    BUDGET,
    approved,
    committed,
    examining,
    finalized,
    funded,
    issued,
    line,
    paid,
    released,
    submitted,
    taken,
)

A, B, C, _ = ClawbackGround
WORST = replace(line("10"), attainability=Attainability.IMPOSSIBLE, remark="征地未成")


def noticed(paid_fen: int = 180_000_000) -> Given:
    """Have a case of 22 July open, with 1,800,000 of 3,000,000 paid by June."""
    command = IssueNotice(**P, task="H1", ground="SERIOUS_FINDING")
    return finalized(paid_fen=paid_fen).by(OFFICER).when(command).so_far


def accepted(month: int, of_month: int) -> Given:
    story = noticed().by(FILER).at(day(month, of_month))
    story = story.when(Acknowledge(**P, case="H1-R1")).so_far
    story = story.when(SubmitPlan(**P, case="H1-R1", items=("补",))).so_far
    story = story.when(SubmitFeedback(**P, case="H1-R1", result="已补")).so_far
    return story.by(SECTION).when(AcceptRectification(**P, case="H1-R1")).so_far


def identified(
    story: Given, command: IdentifyCandidate | None = None
) -> tuple[tuple[tuple[ClawbackGround, ...], int], ...]:
    asked = story.by(CHIEF).at(day(12, 10)).when(command or examining())
    return tuple((fact.grounds, fact.amount_fen) for fact in asked.all(ClawbackCandidateIdentified))


def test_behind_schedule_alone_takes_the_shortfall() -> None:
    assert identified(finalized(paid_fen=180_000_000)) == (((C,), 95_000_000),)


def test_an_uncorrected_problem_takes_everything_that_is_left() -> None:
    """Example 23: 1,200,000, not 2,150,000."""
    assert identified(noticed()) == (((A, C), 120_000_000),)


def test_procurement_under_way_is_left_alone_on_every_ground() -> None:
    """Example 23 and HJ-27: with 300,000 committed it is 900,000 either way."""
    contract = committed(30_000_000)
    for story, grounds in ((noticed(), (A, C)), (finalized(paid_fen=180_000_000), (C,))):
        assert identified(story.reported(contract).so_far) == ((grounds, 90_000_000),)


def test_a_released_commitment_can_be_taken_again() -> None:
    story = noticed().reported(committed(30_000_000), released(30_000_000, 11, 30)).so_far
    assert identified(story) == (((A, C), 120_000_000),)


@pytest.mark.parametrize(
    ("accepted_on", "grounds"),
    [((11, 25), (C,)), ((11, 30), (C,)), ((12, 1), (A, C)), ((12, 3), (A, C))],
    ids=str,
)
def test_what_was_corrected_by_the_cutoff_counts_as_corrected(
    accepted_on: tuple[int, int], grounds: tuple[ClawbackGround, ...]
) -> None:
    """Example 24: accepted on 25 November, or on 3 December."""
    assert identified(accepted(*accepted_on))[0][0] == grounds


def test_a_notice_after_the_cutoff_is_no_ground() -> None:
    command = IssueNotice(**P, task="H1", ground="SERIOUS_FINDING")
    late = finalized(actual="100", paid_fen=BUDGET).by(OFFICER).at(day(12, 1)).when(command).so_far
    assert identified(late) == ()


def impossible(paid_fen: int = BUDGET - 100) -> Given:
    form = Submit(**P, task="H1", lines=(WORST,))
    return issued(paid_fen=paid_fen).when(form).so_far


def test_a_target_called_impossible_takes_everything_that_is_left() -> None:
    assert identified(impossible()) == (((B,), 100),)


def test_a_form_about_data_after_the_cutoff_says_nothing_about_its_day() -> None:
    before = replace(examining(), cutoff_on=date(2021, 6, 29))
    assert identified(impossible(), before) == ()
    on_the_day = replace(examining(), cutoff_on=date(2021, 6, 30))
    assert identified(impossible(), on_the_day) == (((B,), 100),)


def test_a_withdrawn_form_is_no_ground() -> None:
    assert identified(impossible().when(Withdraw(**P, task="H1")).so_far) == ()


@pytest.mark.clause("HL-07")
@pytest.mark.parametrize(
    ("again_on", "grounds"), [((11, 30), (C,)), ((12, 1), (B, C))], ids=["in-time", "too-late"]
)
def test_the_form_that_stood_on_the_day_counts(
    again_on: tuple[int, int], grounds: tuple[ClawbackGround, ...]
) -> None:
    """Example 24: what a form says after the cut-off may be a reason to waive, no more."""
    story = impossible(180_000_000).by(REVIEWER).at(day(11, 1))
    down = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="再核")
    again = Resubmit(**P, task="H1", lines=(line("60"),))
    after = story.when(down).so_far.by(FILER).at(day(*again_on)).when(again).so_far
    assert [found for found, _ in identified(after)] == [grounds]


def test_a_form_that_comes_late_still_says_what_it_says() -> None:
    form = Submit(**P, task="H1", lines=(WORST,))
    late = issued(paid_fen=BUDGET - 100).at(day(12, 1)).when(form).so_far
    assert identified(late) == (((B,), 100),)


def test_a_form_of_before_its_day_was_kept_counts() -> None:
    old = tuple(
        replace(fact, on=None) if isinstance(fact, MonitoringSubmitted) else fact
        for fact in impossible().facts
    )
    assert identified(Given(old, law_of("hailin"))) == (((B,), 100),)


def test_payments_after_the_cutoff_do_not_change_the_frozen_figures() -> None:
    """Example 24: the list of 30 November is the same whenever it is made again."""
    story = submitted(paid_fen=180_000_000)
    later = story.reported(paid(90_000_000, 12, 1)).so_far
    assert identified(later) == identified(story) == (((C,), 95_000_000),)


def test_grounds_the_edition_does_not_name_do_not_count() -> None:
    law = amended(law_of("hailin"), day(2, 1), clawback__grounds=["UNATTAINABLE"])
    command = replace(examining(), edition="hailin@2021-02-01")
    assert identified(noticed().under(law), command) == ()
    assert identified(impossible().under(law), command) == (((B,), 100),)


def test_the_day_basis_takes_a_little_less() -> None:
    """§5.7: 334 of 365 days make 945,205.48."""
    law = amended(law_of("hailin"), day(2, 1), clawback__schedule_basis="DAY")
    command = replace(examining(), edition="hailin@2021-02-01")
    story = finalized(paid_fen=180_000_000).under(law)
    assert identified(story, command) == (((C,), 94_520_548),)


@pytest.mark.clause("HL-07")
def test_a_bureau_may_take_all_that_is_unspent_from_who_is_behind() -> None:
    """§9, 6: of 3,000,000 with 1,800,000 paid it is 1,200,000, with 300,000 committed 900,000."""
    law = amended(law_of("hailin"), day(2, 1), clawback__behind_takes="UNSPENT")
    command = replace(examining(), edition="hailin@2021-02-01")
    story = finalized(paid_fen=180_000_000).under(law)
    assert identified(story, command) == (((C,), 120_000_000),)
    assert identified(story.reported(committed(30_000_000)).so_far, command)[0][1] == 90_000_000
    on_time = funded(approved(), 275_000_000).under(law)
    assert identified(on_time, command) == ()
    late = paid(95_000_000, 11, 29)
    in_hand = taken(story.by(CHIEF).at(day(12, 1)).when(command).so_far)
    assert in_hand.reported(late).one(ClawbackCorrected).delta_fen == -95_000_000
    assert in_hand.reported(late).one(ClawbackCorrectionProposed).delta_fen == -25_000_000


def test_small_amounts_are_rounded_once() -> None:
    """§5.7: 100,000.00 x 11/12 - 50,000.00 = 41,666.67."""
    story = issued(paid_fen=5_000_000)
    small = tuple(
        replace(fact, amount_fen=10_000_000) if fact.tag == "project.budget-approved.v1" else fact
        for fact in story.facts
    )
    assert identified(Given(small, story.law)) == (((C,), 4_166_667),)


@pytest.mark.clause("HL-07")
@pytest.mark.parametrize(
    ("about_june", "about_september", "grounds"),
    [(WORST, line("60"), (C,)), (line("60"), WORST, (B, C))],
    ids=["june", "september"],
)
def test_the_form_about_the_latest_data_counts_whatever_the_order_of_issue(
    about_june: IndicatorReport,
    about_september: IndicatorReport,
    grounds: tuple[ClawbackGround, ...],
) -> None:
    """The task for September is issued and filled in first, the one for June afterwards."""
    story = funded(approved(), 180_000_000).at(day(10, 8))
    for period, said in (("Q3", about_september), ("H1", about_june)):
        story = story.by(OFFICER).when(IssueTask(**P, period=period)).so_far
        story = story.by(FILER).when(Submit(**P, task=period, lines=(said,))).so_far
    [(found, _)] = identified(story)
    assert found == grounds
