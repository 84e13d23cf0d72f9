"""One project, anything in any order: what must hold after every step of its history."""

from typing import get_args

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from msgspec.structs import replace

from events.catalogue import ProjectFact
from events.clawback import ClawbackExecuted
from events.execution import ExecutionFact
from services.decision import Actor, Command
from services.project.decider import ProjectDecision, decide, record
from services.project.execution import entry_of, key_of
from services.project.state import Project, evolve, fold
from services.refusal import Refused
from tests.services.asking import never
from tests.services.project import machine_commands as known
from tests.services.project import stories
from tests.services.project.account import Account
from tests.services.project.anything import ACTORS, INSTANTS, commands
from tests.services.project.beginnings import BEGINNINGS, KINDS, SPENT
from tests.services.project.given import Given, context_of, given

CLAWED = "231083-2021-P1"


class OneProject(Account):
    """Give one project commands and reports; the account of it is kept beside."""

    likely = known.LIKELY
    enough = dict.fromkeys(known.ENDS, 0)

    @initialize(story=st.sampled_from(BEGINNINGS))
    def begin(self, story: Given) -> None:
        self.story = given().under(story.law)
        self.states = [Project()]
        self.accept(story.facts)

    def accept(self, facts: tuple[ProjectFact, ...]) -> None:
        state = self.states[-1]
        for fact in facts:
            if isinstance(fact, ExecutionFact):
                assert key_of(fact) not in self.accepted
                self.accepted[key_of(fact)] = fact
            if isinstance(fact, ClawbackExecuted):
                self.could_take[fact.round] = self.recoverable(state, fact.document_no)
            state = evolve(state, fact)
            self.states.append(state)
        self.story = given(*self.story.facts, *facts).under(self.story.law)

    def ask(self, command: Command, actor: Actor, month: int) -> None:
        assert isinstance(command, ProjectDecision)
        asked = self.story.by(actor).at(INSTANTS[month])
        before = asked.state
        answer = asked.when(command)
        if answer.refusal is not None:
            assert answer.facts == ()
        assert asked.state == before
        self.accept(answer.facts)
        if answer.facts:
            self.carried_out.add(type(command))
        again = self.story.by(actor).at(INSTANTS[month]).when(command)
        if type(command) not in known.REPEATABLE:
            assert again.facts == ()

    def would_do(self, actor: Actor, command: Command, month: int) -> bool:
        assert isinstance(command, ProjectDecision)
        context = context_of(self.story.law, actor, INSTANTS[month], "")
        try:
            return decide(self.states[-1], command, context) != []
        except Refused:
            return False

    @rule(command=commands(), actor=st.sampled_from(ACTORS), month=st.integers(0, 12))
    def ask_anything(self, command: ProjectDecision, actor: Actor, month: int) -> None:
        self.ask(command, actor, month)

    @rule(
        kind=st.sampled_from(KINDS),
        fen=st.sampled_from([1, -1, 50_000_000, -95_000_000, 120_000_000, 300_000_000]),
        on=st.sampled_from([(1, 5), (6, 30), (7, 2), (11, 29), (12, 1)]),
        document=st.sampled_from(["D1", "D2", "D3", "D4", f"{CLAWED}-R1", f"{CLAWED}-R2"]),
        revision=st.integers(0, 1),
        reverses=st.sampled_from([None, "D1", f"{CLAWED}-R1"]),
    )
    def report(  # noqa: PLR0913  # what a document says
        self,
        *,
        kind: type[ExecutionFact],
        fen: int,
        on: tuple[int, int],
        document: str,
        revision: int,
        reverses: str | None,
    ) -> None:
        """Late, early, repeated, revised, reversed or contradicting: in any order."""
        fact = replace(stories.upstream(kind, fen, on, document, revision), reverses=reverses)
        before, stored = self.states[-1], self.accepted.get(key_of(fact))
        if stored is None:
            facts = record(before, fact)
            assert facts[0] == fact
            self.accept(tuple(facts))
            if fact.tag in SPENT:
                self.nothing_is_spent_and_taken(fact.occurred_on)
        elif entry_of(stored) == entry_of(fact):
            assert record(before, fact) == []
        else:
            with pytest.raises(ValueError, match="treasury") as contradiction:
                record(before, fact)
            assert contradiction.value.args == (key_of(fact),)

    @rule(share=st.floats(0, 1))
    def look_back(self, share: float) -> None:
        """Replay a part of the history: it is the state that was live then."""
        moment = int(share * len(self.story.facts))
        assert fold(self.story.facts[:moment]) == self.states[moment]


def test_every_command_of_a_project_is_asked_for() -> None:
    assert set(get_args(ProjectDecision)) == known.KINDS


def test_one_project_whatever_is_asked_and_reported() -> None:
    few = len(known.KINDS) // 3
    missed = never(OneProject, examples=120, few=few)
    assert len(missed) <= few, missed
