"""附件3 as a file: the targets as they are or as proposed, read back as the command."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as assume
from hypothesis import strategies as st
from msgspec.structs import replace

from events.subjects import project_id
from events.targets import AdjustmentProposed, Indicator, MoneyLine
from events.terms import Cause, Direction, IndicatorLevel1, IndicatorLevel2
from services.forms import adjustment
from services.forms.adjustment import Blank
from services.forms.grid import FaultyForm, opened
from services.project.adjustment import ProposeAdjustment
from tests.services.forms.edited import edited
from tests.services.project.given import P
from tests.services.project.stories import ROADS, issued

NAME = project_id("231083", 2021, "P1")
STORY = issued()

words = st.text("修路资金到位晚，。ab=+-@1 ", min_size=1, max_size=12).map(str.strip).filter(bool)
numbers = st.decimals(0, 10**6, places=2)
SIGNS = (
    Direction.AT_LEAST,
    Direction.GREATER,
    Direction.EQUAL,
    Direction.AT_MOST,
    Direction.LESS,
)
kept = {
    "weight": numbers.filter(bool),
    "unit": st.sampled_from(["公里", "%", "", "万人次"]),
    "standard": st.sampled_from(["", "按竣工验收"]),
    "final_value": st.none() | numbers,
    "period_plan": st.just({}) | st.just({"H1": Decimal(1)}),
}
shapes = st.one_of(
    st.fixed_dictionaries({"direction": st.sampled_from(SIGNS), "annual_value": numbers, **kept}),
    st.fixed_dictionaries(
        {
            "direction": st.just(Direction.RANGE),
            "annual_value": numbers,
            "upper_value": numbers,
            **kept,
        }
    ),
    st.fixed_dictionaries({"direction": st.just(Direction.BY_DATE), "due_on": st.dates()}),
    st.fixed_dictionaries({"direction": st.just(Direction.QUALITATIVE)}),
)


@st.composite
def targets(draw: st.DrawFn) -> tuple[Indicator, ...]:
    """Indicators in the order of the form, old and adjusted alike."""
    changed = replace(ROADS, **draw(shapes))
    other = replace(
        ROADS,
        name="满意度",
        level1=IndicatorLevel1.SATISFACTION,
        level2=IndicatorLevel2.BENEFICIARY_SATISFACTION,
        **draw(shapes),
    )
    return (changed, other)


lines = st.builds(
    MoneyLine,
    work=words,
    before_fen=st.integers(0, 10**13),
    after_fen=st.integers(0, 10**13),
    starts_on=st.dates(),
    ends_on=st.dates(),
)


@st.composite
def proposals(draw: st.DrawFn) -> ProposeAdjustment:
    return ProposeAdjustment(
        **P,
        adjustment="T1",
        cause=draw(st.sampled_from(Cause)),
        reason=draw(words),
        basis=draw(words),
        indicators=draw(targets()),
        money=tuple(draw(st.lists(lines, max_size=3))),
        task=draw(st.sampled_from(["", "H1"])),
        expected_output=draw(words),
        expected_outcome=draw(words),
        next_year=draw(words),
        base_version=1,
    )


def blank_of(proposal: ProposeAdjustment) -> Blank:
    """Give the form of a proposal that stands, on the targets it would leave."""
    blank = Blank.of(STORY.state, NAME, "T1")
    said = {
        field: value
        for field in AdjustmentProposed.__struct_fields__
        if (value := getattr(proposal, field, None)) is not None
    }
    return replace(blank, indicators=proposal.indicators, proposed=AdjustmentProposed(**said))


@pytest.mark.clause("HJ-22")
@assume(proposals())
@pytest.mark.clause("HJ-F3")
def test_a_round_trip_changes_nothing(proposal: ProposeAdjustment) -> None:
    form = blank_of(proposal)
    [grid] = opened(adjustment.write(form))
    assert adjustment.read(grid, form) == proposal


def test_an_edited_target_keeps_what_the_form_does_not_say() -> None:
    form = Blank.of(STORY.state, NAME, "T1")
    content = edited(
        adjustment.write(form), B8=Cause.OBJECTIVE.zh, B9="汛期", B10="气象公告", E18="≤80.5公里"
    )
    [grid] = opened(content)
    [told] = adjustment.read(grid, form).indicators
    assert told == replace(ROADS, direction=Direction.AT_MOST, annual_value=Decimal("80.5"))


def test_faults_are_named_by_their_cells() -> None:
    form = Blank.of(STORY.state, NAME, "T1")
    content = edited(
        adjustment.write(form), B8="天气", D15="一百", A16="清淤", E18="约八十公里", C20="新指标"
    )
    [grid] = opened(content)
    with pytest.raises(FaultyForm) as told:
        adjustment.read(grid, form)
    cells = {fault.path for fault in told.value.faults}
    assert {"B8", "B9", "B10", "D15", "D16", "E18", "E20"} <= cells


def test_the_dates_of_money_are_read() -> None:
    form = Blank.of(STORY.state, NAME, "T1")
    content = edited(
        adjustment.write(form),
        B8=Cause.OBJECTIVE.zh,
        B9="汛期",
        B10="公告",
        A15="清淤",
        D15="10.5",
        E15="8",
        F15="2021-07-01",
        G15="2021-12-31",
    )
    [grid] = opened(content)
    [line] = adjustment.read(grid, form).money
    assert line == MoneyLine(
        work="清淤",
        before_fen=10_500_000,
        after_fen=8_000_000,
        starts_on=date(2021, 7, 1),
        ends_on=date(2021, 12, 31),
    )
