"""What else a place wants to watch: indicators of its own, and words beside the figures."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import MonitoringSubmitted
from tests.services.project.stories import ROADS, form, issued, line


@pytest.mark.clause("LY-06")
def test_an_indicator_of_the_places_own_is_watched_and_its_words_are_kept() -> None:
    own = replace(ROADS, name="群众来信办结率", unit="%")
    story = issued(under="hanggin", indicators=(ROADS, own))
    said = replace(line("80"), indicator=own.name, remark="其中两件转交督查")
    fact = story.when(replace(form(), lines=(line(), said))).one(MonitoringSubmitted)
    assert fact.lines[1].remark == "其中两件转交督查"
    assert fact.results[1].counted == Decimal("80.00")
