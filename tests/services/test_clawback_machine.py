"""A year's clawback rounds with their projects, anything in any order: where the money is."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, get_args

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from msgspec.structs import replace

from events.clawback import ClawbackExecuted
from events.clawback_round import FundsReallocated
from events.execution import ExecutionFact
from events.fact import Fact
from events.subjects import AggregateId, clawback_round_id, project_id
from events.terms import FundTag
from projections import clawback, reallocation, rounds
from services.clawback_round import (
    AnyClawbackRoundCommand,
    ClawbackRound,
    CloseRound,
    FreezeCandidates,
    OpenRound,
    ReallocateFunds,
)
from services.decision import Actor, Command, Context
from services.project import clawback as item
from services.project.candidate import IdentifyCandidate
from services.project.decider import record
from services.project.execution import entry_of, key_of
from services.project.standing import TagFunds
from services.project.state import Project
from tests.services.asking import MONTHS, made, never
from tests.services.clawback_commands import CODES, ITEMS, NAMES, ROUND, TAGS
from tests.services.histories import Histories
from tests.services.project import stories
from tests.services.project.account import recoverable
from tests.services.project.anything import ACTORS, asked
from tests.services.project.beginnings import KINDS
from tests.services.project.given import CHIEF, amended, day, law_of

DECEMBER = 11
HAILIN = law_of("hailin")
LAWS = (
    HAILIN,
    amended(HAILIN, day(1, 2), clawback__late_facts="RECOMPUTE", clawback__behind_takes="UNSPENT"),
    amended(HAILIN, day(1, 2), clawback__superior_returns="IDLE", clawback__closes_when="EXECUTED"),
)


class OneYear(Histories):
    """Freeze, notify, object, take, give away; upstream goes on reporting."""

    likely = ROUND + ITEMS + TAGS
    enough: ClassVar[Mapping[type, int]] = {
        CloseRound: 0,
        TagFunds: 1,
        item.WaiveItem: 1,
        **dict.fromkeys((item.NotifyDepartment, item.ConfirmAmount, item.ExecuteClawback), 6),
    }
    repeatable = frozenset([item.CorrectClawback])

    @initialize(
        number=st.integers(0, len(LAWS) - 1),
        steps=st.sampled_from([0, 2, 4, 5, 5, 5]),
        spent=st.booleans(),
    )
    def begin(self, number: int, steps: int, *, spent: bool) -> None:
        self.law = LAWS[number]
        self.told = {code: dict[object, ExecutionFact]() for code in CODES}
        self.could_take = dict[tuple[str, str], int]()
        tags: tuple[tuple[FundTag, ...], ...] = ((), (FundTag.SPECIAL_TRANSFER,), ())
        for code, known in zip(CODES, tags, strict=True):
            self.accept(self.named(code), stories.registered(*known).facts)
            if code != "P3":
                self.report(code, stories.budget())
                self.report(code, stories.paid(150_000_000))

        r1 = {"fiscal_year": 2021, "round": "R1"}
        first = made(OpenRound, **r1), made(FreezeCandidates, **r1)
        of = {"fiscal_year": 2021, "project_code": "P1", "round": "R1"}
        then = (item.NotifyDepartment, item.ConfirmAmount, item.ExecuteClawback)
        for command in (*first, *(made(kind, **of) for kind in then))[:steps]:
            self.ask(command, CHIEF, DECEMBER)
        if spent:
            self.report("P1", stories.paid(100_000_000, 12, 1))

    def context(self, aggregate: AggregateId, actor: Actor, month: int) -> Context:
        """Nearly all of it happens in December, and a little of it whenever."""
        return super().context(aggregate, actor, month if month % 4 == 0 else DECEMBER)

    def named(self, code: str) -> AggregateId:
        return project_id(self.division, 2021, code)

    def project(self, code: str) -> Project:
        state = self.state(self.named(code))
        assert isinstance(state, Project)
        return state

    def round(self, name: str) -> ClawbackRound:
        state = self.state(clawback_round_id(self.division, 2021, name))
        assert isinstance(state, ClawbackRound)
        return state

    def accept(self, aggregate: AggregateId, facts: Sequence[Fact]) -> None:
        for fact in facts:
            if isinstance(fact, ClawbackExecuted):
                code = aggregate.code
                there = recoverable(self.project(code), self.told[code].values(), fact.document_no)
                self.could_take[code, fact.round] = there
            if isinstance(fact, FundsReallocated):
                given = sum(one.amount_fen for one in self.round(aggregate.code).reallocations)
                assert 0 < fact.amount_fen <= self.pool(aggregate.code) - given
            super().accept(aggregate, [fact])

    def pool(self, name: str) -> int:
        """What a round took, less what of it is a superior's."""
        items = (self.project(code).clawback.items.get(name) for code in CODES)
        return sum(max(0, i.taken_fen - i.identified.superior_fen) for i in items if i is not None)

    def completed(self, command: Command) -> Command:
        """Read what the office reads from the views."""
        match command:
            case FreezeCandidates(projects=None):
                return replace(command, projects=CODES)
            case CloseRound(round=name):
                listed = [(row.project, row) for row in self.listed() if row.round == name]
                return replace(
                    command,
                    unfinished=tuple(code for code, row in listed if not row.state.is_over),
                    unconfirmed=tuple(
                        code
                        for code, row in listed
                        if row.state == "EXECUTED" and row.executed_fen + row.corrected_fen
                    ),
                )
            case ReallocateFunds(round=name):
                rows = (row for row in self.listed() if row.round == name)
                taken = (row.executed_fen + row.corrected_fen - row.superior_fen for row in rows)
                return replace(command, pool_fen=sum(max(0, fen) for fen in taken))
            case _:
                return command

    def listed(self) -> list[clawback.Clawback]:
        return [row for code in CODES for row in self.rows(clawback.VIEW, self.named(code))]

    @rule(
        command=asked((*get_args(AnyClawbackRoundCommand),), fiscal_year=2021, round="R1"),
        actor=st.sampled_from(ACTORS),
        month=MONTHS,
    )
    def ask_anything(self, command: AnyClawbackRoundCommand, actor: Actor, month: int) -> None:
        if not (isinstance(command, FreezeCandidates) and {*(command.projects or ())} - {*CODES}):
            self.ask(command, actor, month)

    @rule(
        command=asked(
            tuple({*get_args(item.ClawbackCommand)} - {IdentifyCandidate}),
            fiscal_year=2021,
            project_code="P1",
            round="R1",
        ),
        actor=st.sampled_from(ACTORS),
        month=MONTHS,
    )
    def ask_anything_of_an_item(
        self, command: item.ClawbackCommand, actor: Actor, month: int
    ) -> None:
        self.ask(command, actor, month)

    @rule(fen=st.sampled_from([1, 60_000_000, 125_000_000]), document=st.sampled_from("123"))
    def give_away(self, fen: int, document: str) -> None:
        what = {"project": "P9", "purpose": "急", "document": document, "amount_fen": fen}
        self.ask(made(ReallocateFunds, fiscal_year=2021, round="R1", **what), CHIEF, DECEMBER)

    @rule(
        code=st.sampled_from(CODES),
        kind=st.sampled_from(KINDS),
        fen=st.sampled_from([1, -1, 50_000_000, -95_000_000, 120_000_000, 300_000_000]),
        on=st.sampled_from([(1, 5), (6, 30), (7, 2), (11, 29), (12, 1), (12, 31)]),
        document=st.sampled_from(["D1", "D2", "收1", *(f"231083-2021-P1-{n}" for n in NAMES)]),
        reverses=st.sampled_from([None, None, "D1", "收1"]),
    )
    def upstream(  # noqa: PLR0913  # what a document says
        self,
        *,
        code: str,
        kind: type[ExecutionFact],
        fen: int,
        on: tuple[int, int],
        document: str,
        reverses: str | None,
    ) -> None:
        fact = replace(stories.upstream(kind, fen, on, document), reverses=reverses)
        known = self.told[code].get(key_of(fact))
        if known is None:
            self.report(code, fact)
        elif entry_of(known) == entry_of(fact):
            assert record(self.project(code), fact) == []

    def report(self, code: str, fact: ExecutionFact) -> None:
        facts = record(self.project(code), fact)
        self.told[code][key_of(fact)] = fact
        self.accept(self.named(code), facts)

    @invariant()
    def nothing_was_taken_that_was_not_there(self) -> None:
        for code in CODES if self.law.editions else ():
            for name, one in self.project(code).clawback.items.items():
                assert 0 <= one.taken_fen <= max(0, self.could_take.get((code, name), 0))
                assert one.taken_fen <= one.confirmed_fen <= one.limit_fen or one.taken_fen == 0
                assert 0 <= one.proposed_fen <= one.taken_fen
                assert 0 <= one.identified.superior_fen <= one.identified.amount_fen

    @invariant()
    def what_is_protected_is_never_taken(self) -> None:
        for code in CODES if self.law.editions else ():
            guarded = False
            for fact in self.facts[self.named(code)]:
                tags = getattr(fact, "tags", ()) or getattr(fact, "fund_tags", ())
                guarded = guarded or FundTag.THREE_GUARANTEES in tags
                assert not (guarded and isinstance(fact, ClawbackExecuted))

    @invariant()
    def the_views_say_what_the_histories_say(self) -> None:
        if not self.law.editions:
            return
        for row in self.listed():
            known = self.project(row.project).clawback.items[row.round]
            assert row.executed_fen + row.corrected_fen == known.taken_fen
            assert -row.proposed_fen == known.proposed_fen
            assert row.confirmed_fen == known.confirmed_fen
            assert row.state.name == ("SETTLED" if known.settled else known.status)
            assert row.notified_on == known.notified_on
        for name in NAMES:
            own, of = self.round(name), clawback_round_id(self.division, 2021, name)
            given = sum(one.amount_fen for one in own.reallocations)
            for one in self.rows(rounds.VIEW, of):
                assert own.opened is not None
                assert one.cutoff_on == own.opened.cutoff_on
                assert (one.frozen_at is not None, one.closed_at is not None) == (
                    own.frozen,
                    own.closed,
                )
                assert one.given_fen == given
            sums = self.rows(reallocation.VIEW, of)
            assert [one.amount_fen for one in sums] == [one.amount_fen for one in own.reallocations]
            assert [one.number for one in sums] == [*range(1, len(sums) + 1)]


def test_one_year_of_clawbacks_whatever_is_asked_and_reported() -> None:
    asked_for = {type(command) for _, command in OneYear.likely}
    kinds = {*get_args(AnyClawbackRoundCommand), *get_args(item.ClawbackCommand)}
    assert kinds - {IdentifyCandidate} <= asked_for
    assert never(OneYear, examples=80) == []
