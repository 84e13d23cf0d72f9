"""How old the money of a subject is, as the view ``subjects`` says it (HL-12)."""

from msgspec.structs import replace

from events.registration import CarryoverLinked
from tests.projections.story import registered
from tests.projections.test_subjects import subject


def test_the_clock_of_money_runs_from_the_oldest_year_anybody_named() -> None:
    entered = replace(registered(), first_arranged_year=2018)
    link = CarryoverLinked(from_year=2020, from_project="A", arranged_in=2019, amount_fen=5)
    assert subject(entered).arranged_in == 2018
    assert subject(entered, link).arranged_in == subject(link, entered).arranged_in == 2018
    older = replace(link, arranged_in=2017)
    assert subject(entered, older).arranged_in == subject(older, entered).arranged_in == 2017
