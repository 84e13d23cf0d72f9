"""Whole years on real servers: rounds, campaigns, assessments, duties, asked in any order."""

from datetime import datetime
from itertools import count
from uuid import uuid4

import msgspec
from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec.structs import replace

from projections import clawback
from services.decision import Actor, Command
from services.importing import Result
from tests.examples.bureau import Bureau, Line, Place, stories
from tests.services.project.anything import INSTANTS
from tests.services.test_assessment_machine import OneAssessment
from tests.services.test_campaign_machine import OneCampaign
from tests.services.test_clawback_machine import OneYear
from tests.services.test_engagement_machine import OneInstitution
from tests.services.test_obligation_machine import OneObligation

MACHINES = (OneYear, OneYear, OneCampaign, OneAssessment, OneInstitution, OneObligation)
_years = count(2051)


class Year:
    """One year of a place: two projects that will be behind, and everything about them."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.place = Place("hailin", next(_years))
        for code in ("P1", "P2"):
            bureau.done(
                self.place.registered(code),
                self.place.fact("budget-approved", code, "3000000", "01-05", f"{code}-B"),
                *self.place.targets(code),
            )

    def ask(self, actor: Actor, command: Command, at: datetime) -> Result:
        line: Line = {
            "command": type(command).__name__,
            "id": str(uuid4()),
            "at": at.replace(year=at.year - 2021 + self.place.year).isoformat(),
            "actor": msgspec.to_builtins(actor),
            "division": self.place.division,
            "data": msgspec.to_builtins(replace(command, fiscal_year=self.place.year)),
        }
        before = self.bureau.position()
        first, again = self.bureau.play(line, line)
        assert first.outcome in ("accepted", "repeated", "refused"), first
        assert self.bureau.position() - before == len(first.facts)
        assert bool(first.reasons) == (first.outcome == "refused")
        assert again.outcome in ("repeated", "refused")
        return first

    def nothing_is_given_that_was_not_taken(self) -> None:
        for row in self.bureau.show("rounds", division=self.place.division, year=self.place.year):
            lookup = clawback.pool(self.place.division, self.place.year, row["round"])
            [pool] = self.bureau.runner.run(self.bureau.office.ask(lookup))
            assert pool.taken_fen >= 0
            sums = self.bureau.show(
                "reallocation", division=self.place.division, year=self.place.year
            )
            given = [one["amount_fen"] for one in sums if one["round"] == row["round"]]
            assert sum(given) == row["given_fen"]


def test_whole_years_whatever_is_asked(bureau: Bureau) -> None:
    carried_out: set[str] = set()

    @stories(12)
    @for_all(st.data())
    def in_any_order(data: st.DataObject) -> None:
        year = Year(bureau)
        for _ in range(40):
            likely = data.draw(st.sampled_from(MACHINES)).likely
            actor, command = data.draw(st.sampled_from(likely))
            month = data.draw(st.sampled_from([0, 5, 6, 7, 11, 11, 11, 12]))
            result = year.ask(actor, command, INSTANTS[month])
            carried_out.update([result.what] if result.facts else [])
        year.nothing_is_given_that_was_not_taken()

    in_any_order()
    bureau.holds()
    assert len(carried_out) > 5, carried_out
