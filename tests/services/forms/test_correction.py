"""附件2 as a file: computed as far as the facts go, filled in by the unit, read back whole."""

from decimal import Decimal

import pytest
from hypothesis import given as assume
from hypothesis import strategies as st
from msgspec.structs import replace

from events.subjects import project_id
from events.targets import Indicator
from events.warning import QuarterLine
from services.forms import correction
from services.forms.correction import Filled
from services.forms.grid import FaultyForm, opened
from services.forms.situation import Blank
from tests.services.forms.edited import edited
from tests.services.project.stories import ROADS, form, issued

PLANNED: Indicator = replace(
    ROADS, annual_value=Decimal(80), final_value=Decimal(240), period_plan={"H1": Decimal(48)}
)
NAME = project_id("231083", 2021, "P1")
TOLD = issued(indicators=(PLANNED,)).when(form("36")).so_far
FORM = Blank.of(TOLD.state, NAME, "H1")

words = st.text("修路资金到位晚，。ab=+-@1 ", max_size=12).map(str.strip)
item = words.filter(bool)
lines = st.builds(
    QuarterLine,
    indicator=st.just(ROADS.name),
    final_value=words,
    period_value=words,
    actual=words,
    deviation=words,
)
fillings = st.builds(
    Filled,
    lines=lines.map(lambda line: (line,)),
    problems=st.lists(item, max_size=5).map(tuple),
    measures=st.lists(item, max_size=5).map(tuple),
    other=words,
)


@pytest.mark.clause("HJ-22", "HJ-F2")
def test_the_lines_are_computed_from_targets_and_submission() -> None:
    assert correction.prepared(FORM).lines == (
        QuarterLine(
            indicator=ROADS.name,
            final_value="240公里",
            period_value="48公里",
            actual="36公里",
            deviation="-25.00%",
        ),
    )


@assume(fillings)
@pytest.mark.clause("HJ-F2")
def test_a_round_trip_changes_nothing(filled: Filled) -> None:
    [grid] = opened(correction.write(FORM, filled))
    assert correction.read(grid, FORM) == filled


def test_faults_are_named_by_their_cells() -> None:
    content = edited(correction.write(FORM, Filled()), C8="没有的指标", A16="")
    [grid] = opened(content)
    with pytest.raises(FaultyForm) as told:
        correction.read(grid, FORM)
    assert "C8：指标“没有的指标”不在批复的绩效目标中" in str(told.value)
    assert "表中缺少“存在的主要问题”一栏" in str(told.value)
