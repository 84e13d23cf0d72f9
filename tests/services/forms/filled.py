"""附件1 of a task with a number, a day and a quality, and everything a unit can fill in."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from msgspec.structs import replace

from events.monitoring import (
    CauseOfDeviation,
    Funding,
    FundingRow,
    Implementation,
    IndicatorReport,
)
from events.subjects import project_id
from events.terms import (
    Attainability,
    DeviationCause,
    Direction,
    IndicatorLevel1,
    IndicatorLevel2,
    Tier,
)
from services.forms.situation import Blank, Filled
from tests.services.project.stories import ROADS, issued

ROAD = replace(ROADS, weight=Decimal(60))
PEOPLE = replace(
    ROAD,
    name="群众满意度",
    level1=IndicatorLevel1.SATISFACTION,
    level2=IndicatorLevel2.BENEFICIARY_SATISFACTION,
    direction=Direction.QUALITATIVE,
    annual_value=None,
    weight=Decimal(10),
    unit="",
)
DONE = replace(
    ROAD,
    name="完工日期",
    level2=IndicatorLevel2.TIMELINESS,
    direction=Direction.BY_DATE,
    annual_value=None,
    due_on=date(2021, 10, 31),
    weight=Decimal(30),
    unit="",
)
STORY = issued(paid_fen=112_000_001, indicators=(ROAD, DONE, PEOPLE))
FORM = Blank.of(STORY.state, project_id("231083", 2021, "P1"), "H1")

words = st.text("修路资金到位晚，。ab=+-@1 ", max_size=8).map(str.strip)
rows = st.builds(
    FundingRow,
    initial_budget_fen=st.integers(0, 10**13),
    forecast_full_year_fen=st.integers(0, 10**13),
)
percents = st.decimals(0, 100, places=2)
causes = st.dictionaries(st.sampled_from(DeviationCause), words).map(
    lambda told: tuple(
        CauseOfDeviation(cause=one, explanation=told[one]) for one in DeviationCause if one in told
    )
)
values = (
    st.builds(
        IndicatorReport, indicator=st.just(ROAD.name), actual=st.decimals(-(10**6), 10**9, places=6)
    ),
    st.builds(IndicatorReport, indicator=st.just(DONE.name), done_on=st.dates()),
    st.builds(
        IndicatorReport,
        indicator=st.just(PEOPLE.name),
        tier=st.sampled_from(Tier),
        points=percents,
    )
    | st.builds(IndicatorReport, indicator=st.just(PEOPLE.name), not_due=st.just(value=True)),
)


@st.composite
def fillings(draw: st.DrawFn) -> Filled:
    return Filled(
        lines=tuple(
            replace(
                draw(value),
                forecast=draw(words),
                causes=draw(causes),
                improvement_measure=draw(words),
                attainability=draw(st.sampled_from(Attainability)),
                remark=draw(words),
            )
            for value in values
        ),
        funding=draw(st.none() | st.builds(Funding, total=rows, general_public=rows, other=rows)),
        implementation=draw(
            st.none()
            | st.builds(
                Implementation,
                progress=percents,
                planned=st.none() | percents,
                quality_met=st.booleans(),
                note=words,
            )
        ),
    )
