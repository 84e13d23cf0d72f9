"""Over-fulfilment: explained by the unit, proposed by the system, decided by finance (HJ-25)."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.disposition import DispositionDecided, DispositionProposed, DispositionRevoked
from events.monitoring import MonitoringSubmitted
from events.terms import Cause, DispositionKind, MeasureKind
from services.project.filling import SaveDraft, SubmitDraft
from services.project.remedies import DecideDisposition, ProposeDisposition
from services.project.review import ReturnForCorrection
from services.project.submission import Resubmit, Withdraw
from tests.services.project.given import (
    AUDITOR,
    CHIEF,
    EXPERT,
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
from tests.services.project.stories import form, issued, line, submitted

OVER = "H1-OVER-1"
DECIDE = DecideDisposition(**P, disposition=OVER)
TAKE_BACK = Withdraw(**P, task="H1")


def exceeded(actual: str = "180", under: str = "hanggin") -> Given:
    return submitted(under=under, actual=actual)


def returned(story: Given) -> Given:
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="核实")
    return story.by(REVIEWER).when(back).so_far.by(FILER)


def again(actual: str) -> Resubmit:
    return Resubmit(**P, task="H1", lines=(line(actual),))


@pytest.mark.clause("HJ-25")
def test_far_more_than_the_target_opens_a_proposal_about_the_targets() -> None:
    """Example 7: 180 of 100, with a reason."""
    answer = issued(under="hanggin").when(form("180"))
    assert answer.one(DispositionProposed) == DispositionProposed(
        disposition=OVER,
        cause=Cause.TARGET_MISMATCH,
        kinds=(DispositionKind.ADJUST_TARGET,),
        reason="指标“道路”完成率 180.00%，经费保障：资金到位晚",
        proposer="filer",
        edition="hanggin@2021-01-01",
        project_name="农村道路",
        department="D01",
        measure=MeasureKind.ADJUST,
        basis="H1",
    )


@pytest.mark.clause("HJ-25")
@pytest.mark.parametrize(("actual", "proposals"), [("129.99", 0), ("129.995", 1), ("130", 1)])
def test_it_begins_at_the_published_threshold(actual: str, proposals: int) -> None:
    answer = issued(under="hanggin").when(form(actual))
    assert len(answer.all(DispositionProposed)) == proposals


@pytest.mark.clause("HJ-25")
def test_a_tick_without_a_word_is_no_reason() -> None:
    (cause,) = line().causes
    for causes in ((), (replace(cause, explanation=" "),)):
        bare = replace(form("130"), lines=(replace(line("130"), causes=causes),))
        answer = issued(under="hanggin").when(bare)
        answer.refused("指标“道路”超额完成（130.00%），须说明原因", clause="LY-18")


@pytest.mark.clause("HJ-25")
def test_the_threshold_is_a_rule_and_may_be_compared_exactly() -> None:
    exact = amended(law_of("hanggin"), day(2, 1), figures__compare_on="EXACT")
    assert issued(law=exact).when(form("129.995")).all(DispositionProposed) == []
    higher = amended(law_of("hanggin"), day(2, 1), figures__over_fulfilment="200.00")
    assert issued(law=higher).when(form("199")).all(DispositionProposed) == []
    assert issued(law=higher).when(form("200")).one(DispositionProposed).disposition == OVER


@pytest.mark.clause("HJ-25")
def test_only_finance_decides_it_and_never_who_filed() -> None:
    for actor in (FILER, REVIEWER, SECTION, EXPERT, AUDITOR):
        exceeded().by(actor).when(DECIDE).refused("决定分类处置须由", clause="HJ-25")
    filer = replace(CHIEF, id=FILER.id)
    exceeded().by(filer).when(DECIDE).refused("提出人不能决定")
    for actor in (CHIEF, OFFICER):
        assert exceeded().by(actor).when(DECIDE).one(DispositionDecided).approved


@pytest.mark.clause("HJ-25")
@pytest.mark.parametrize("place", ["lingyuan", "hanggin", "hailin"])
def test_every_place_has_a_measure_for_it(place: str) -> None:
    entry = exceeded(under=place).state.disposition.register[OVER]
    assert entry.proposed.kinds == (DispositionKind.ADJUST_TARGET,)


def test_a_form_taken_back_takes_its_proposal_back() -> None:
    fact = DispositionRevoked(disposition=OVER, reason="填报已撤回")
    withdrawn = exceeded().when(TAKE_BACK)
    assert withdrawn.all(DispositionRevoked) == [fact]
    new = withdrawn.so_far.when(form("180")).one(DispositionProposed)
    assert new.disposition == "H1-OVER-2"


def test_a_form_that_no_longer_exceeds_takes_the_proposal_back() -> None:
    mended = returned(exceeded()).when(again("100"))
    assert mended.one(DispositionRevoked).reason == "重新报送后不再超额完成"
    assert mended.all(DispositionProposed) == []


def test_a_form_with_another_figure_has_another_proposal_and_the_same_figure_none() -> None:
    assert returned(exceeded()).when(again("180")).all(DispositionProposed) == []
    other = returned(exceeded()).when(again("150"))
    assert other.one(DispositionRevoked).disposition == OVER
    assert other.one(DispositionProposed).disposition == "H1-OVER-2"


def test_what_finance_decided_stands_whatever_is_filed_again() -> None:
    approved = returned(exceeded().by(CHIEF).when(DECIDE).so_far)
    assert approved.when(again("150")).all(DispositionProposed) == []
    assert approved.when(again("100")).all(DispositionRevoked) == []
    turned_down = returned(exceeded().by(CHIEF).when(replace(DECIDE, approved=False)).so_far)
    assert turned_down.when(again("180")).all(DispositionProposed) == []
    assert turned_down.when(again("150")).one(DispositionProposed).disposition == "H1-OVER-2"


def test_a_name_that_is_taken_is_left_alone() -> None:
    own = ProposeDisposition(
        **P,
        disposition=OVER,
        cause=Cause.SLOW_PROGRESS,
        kinds=(DispositionKind.URGE_IMPROVEMENT,),
        reason="慢",
    )
    story = issued(under="hanggin").by(REVIEWER).when(own).so_far.by(FILER)
    answer = story.when(form("180"))
    assert answer.one(DispositionProposed).disposition == "H1-OVER-2"
    assert answer.all(DispositionRevoked) == []


def test_a_draft_and_a_form_lead_to_the_same() -> None:
    draft = SaveDraft(**P, task="H1", lines=(line("180"),))
    story = issued(under="hanggin").when(draft).so_far
    handed_in = story.when(SubmitDraft(**P, task="H1")).one(DispositionProposed)
    assert handed_in == exceeded().state.disposition.register[OVER].proposed


def test_nothing_is_proposed_where_the_catalogue_has_no_measure_for_it() -> None:
    bare = amended(law_of("hailin"), day(2, 1), disposition__catalogue={})
    answer = issued(law=bare).when(form("180"))
    assert answer.one(MonitoringSubmitted).completion_rate == Decimal("100.00")
    assert answer.all(DispositionProposed) == []
