"""Projects of two places under the same codes, anything asked and reported, on real servers."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from uuid import uuid4

import msgspec
from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec.structs import replace

from events.subjects import AggregateId
from services.audit.replay import replay
from services.decision import Actor
from services.importing import Result
from services.project.decider import ProjectDecision, decide
from services.project.state import Project
from services.refusal import Refused
from tests.examples.bureau import Bureau, Line, Place, stories
from tests.services.project import machine_commands as known
from tests.services.project.anything import INSTANTS
from tests.services.project.given import YEAR, context_of, law_of

FEN = (1, -1, 50_000_000, 120_000_000, 300_000_000)
DAYS = ("01-05", "06-30", "11-29", "12-01")
SPENT = {"paid": 1, "refunded": -1, "corrected": 1}
VOUCHERS = (*SPENT, "budget-approved", "budget-adjusted", "appropriated", "committed")
_codes = count(1)


@dataclass
class Told:
    """One project as somebody outside would keep account of it."""

    place: Place
    code: str
    vouchers: dict[str, Line] = field(default_factory=dict, repr=False)
    executed: int = 0
    lived: dict[int, object] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> AggregateId:
        return self.place.project(self.code)


class Town:
    """Two projects in each of two places, asked and told in any order."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        codes = [f"M{next(_codes)}" for _ in range(2)]
        places = Place("hailin", YEAR), Place("qiemo", YEAR)
        self.all = [Told(place, code) for place in places for code in codes]
        for one in self.all:
            bureau.done(one.place.registered(one.code), *one.place.targets(one.code))
            self.live(one)

    def live(self, one: Told) -> Project:
        """Note what the desk holds in memory of a project now, and by which version."""
        history = self.bureau.office.desk.history(one.id)
        assert isinstance(history.state, Project)
        one.lived[history.version] = history.state
        return history.state

    def would_do(self, one: Told, month: int) -> dict[type, list[tuple[Actor, ProjectDecision]]]:
        state, law = self.live(one), law_of(one.place.name)
        kinds = defaultdict[type, list[tuple[Actor, ProjectDecision]]](list)
        for actor, command in known.LIKELY:
            asked = replace(command, project_code=one.code)
            context = context_of(law, actor, INSTANTS[month], "", one.code)
            try:
                if type(command) not in known.ENDS and decide(state, asked, context):
                    kinds[type(command)].append((actor, asked))
            except Refused:
                continue
        return kinds

    def ask(self, one: Told, actor: Actor, command: ProjectDecision, at: datetime) -> Result:
        line: Line = {
            "command": type(command).__name__,
            "id": str(uuid4()),
            "at": at.isoformat(),
            "actor": msgspec.to_builtins(actor),
            "division": one.place.division,
            "data": msgspec.to_builtins(replace(command, project_code=one.code)),
        }
        before = self.bureau.position()
        first, again = self.bureau.play(line, line)
        gained = self.bureau.position() - before
        assert gained == len(first.facts)
        if first.outcome != "accepted":  # already so, or no
            assert (gained, bool(first.reasons)) == (0, first.outcome == "refused")
        assert again.outcome in ("repeated", "refused")
        self.live(one)
        return first

    def report(self, one: Told, voucher: Line) -> None:
        before = self.bureau.position()
        (result,) = self.bureau.play(voucher)
        key = f"{voucher['fact']}/{voucher['document_no']}"
        if key not in one.vouchers:
            assert result.outcome == "accepted"
            one.vouchers[key] = voucher
            one.executed += SPENT.get(voucher["fact"], 0) * voucher["amount_fen"]
        else:
            same = all(
                one.vouchers[key][name] == voucher[name] for name in ("amount_fen", "occurred_on")
            )
            assert result.outcome == ("duplicate" if same else "parked")
            assert self.bureau.position() == before
        self.live(one)


def test_many_projects_of_two_places_whatever_is_asked_and_reported(bureau: Bureau) -> None:
    carried_out: set[str] = set()

    @stories(20)
    @for_all(st.data())
    def in_any_order(data: st.DataObject) -> None:
        town = Town(bureau)
        for _ in range(data.draw(st.integers(5, 30))):
            one = data.draw(st.sampled_from(town.all))
            month = data.draw(st.integers(0, 12))
            step = data.draw(st.sampled_from(["do", "do", "do", "ask", "report", "report"]))
            if step == "report":
                voucher = one.place.fact(
                    data.draw(st.sampled_from(VOUCHERS)),
                    one.code,
                    "0",
                    data.draw(st.sampled_from(DAYS)),
                    f"D{data.draw(st.integers(1, 4))}",
                )
                town.report(one, voucher | {"amount_fen": data.draw(st.sampled_from(FEN))})
            elif step == "ask":
                town.ask(one, *data.draw(st.sampled_from(known.LIKELY)), INSTANTS[month])
            elif kinds := town.would_do(one, month):
                actor, command = data.draw(
                    st.sampled_from(kinds[data.draw(st.sampled_from([*kinds]))])
                )
                result = town.ask(one, actor, command, INSTANTS[month])
                carried_out.update([result.what] if result.facts else [])
        for one in town.all:
            [row] = bureau.show("execution", **one.place.of(one.code))
            assert row["executed_fen"] == one.executed
            for version, state in one.lived.items():
                then = replay(bureau.office.desk, one.id, version=version)
                assert then.history.state == state

    in_any_order()
    bureau.holds()
    assert len(carried_out) > 12, carried_out
