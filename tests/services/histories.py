"""Histories of one place beside each other: asked as the desk asks them, kept in memory alone."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from msgspec import Struct

from events.fact import Fact
from events.subjects import AggregateId
from projections.view import View
from services.decision import Actor, Command, Context
from services.desk.aggregates import KINDS, addressee
from services.policies.law import Law
from services.refusal import Refused
from tests.projections.story import folded
from tests.services.asking import Asking
from tests.services.project.anything import INSTANTS

R = TypeVar("R", bound=Struct)
Plans = dict[AggregateId, list[Fact]]


class Histories(Asking):
    """Keep the facts of every history and the states they led to, one after every fact."""

    repeatable: frozenset[type] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.law = Law()
        self.facts: dict[AggregateId, list[Fact]] = {}
        self.states: dict[AggregateId, list[object]] = {}

    @property
    def division(self) -> str:
        return self.law.editions[0].division

    def state(self, aggregate: AggregateId) -> object:
        return self.states.get(aggregate, [KINDS[aggregate.kind].initial])[-1]

    def accept(self, aggregate: AggregateId, facts: Sequence[Fact]) -> None:
        """Add facts to a history."""
        states = self.states.setdefault(aggregate, [KINDS[aggregate.kind].initial])
        for fact in facts:
            self.facts.setdefault(aggregate, []).append(fact)
            states.append(KINDS[aggregate.kind].evolve(states[-1], fact))

    def completed(self, command: Command) -> Command:
        """Fill in what is read from views; most commands need nothing."""
        return command

    def plans(self, command: Command, actor: Actor, month: int) -> Plans | None:
        """Decide a command and what it leads to elsewhere, the command's own facts last."""
        own = addressee(self.division, command)
        kind, context = KINDS[own.kind], self.context(own, actor, month)
        led: Plans = {}
        try:
            facts = [*kind.decide(self.state(own), self.completed(command), context)]
            for fact in facts:
                for further in kind.follow_up(self.state(own), fact, context):
                    there = addressee(self.division, further)
                    state = self.state(there)
                    for before in led.setdefault(there, []):
                        state = KINDS[there.kind].evolve(state, before)
                    about = self.context(there, actor, month)
                    led[there] += KINDS[there.kind].decide(state, further, about)
        except Refused as refusal:
            _said(refusal)
            return None
        return {**led, own: facts}

    def context(self, aggregate: AggregateId, actor: Actor, month: int) -> Context:
        at = INSTANTS[month]
        return Context(command_id="c", at=at, actor=actor, aggregate=aggregate, law=self.law)

    def ask(self, command: Command, actor: Actor, month: int) -> None:
        plans = self.plans(command, actor, month)
        for aggregate, facts in (plans or {}).items():
            self.accept(aggregate, facts)
        if plans and any(plans.values()):
            self.carried_out.add(type(command))
        if plans is not None and type(command) not in self.repeatable:
            again = self.plans(command, actor, month)
            assert not again or not any(again.values()), again

    def would_do(self, actor: Actor, command: Command, month: int) -> bool:
        plans = self.plans(command, actor, month)
        return plans is not None and any(plans.values())

    def rows(self, view: View[R], aggregate: AggregateId) -> list[R]:
        return folded(view, *self.facts.get(aggregate, ()), aggregate=aggregate)

    @rule(share=st.floats(0, 1))
    def look_back(self, share: float) -> None:
        """Replay a part of every history: it is the state that was live then."""
        for aggregate, facts in self.facts.items():
            moment = int(share * len(facts))
            assert self.folded(aggregate, moment) == self.states[aggregate][moment]

    @invariant()
    def the_histories_add_up_to_the_states(self) -> None:
        for aggregate, facts in self.facts.items():
            assert self.folded(aggregate, len(facts)) == self.state(aggregate)

    def folded(self, aggregate: AggregateId, moment: int) -> object:
        kind = KINDS[aggregate.kind]
        state = kind.initial
        for fact in self.facts[aggregate][:moment]:
            state = kind.evolve(state, fact)
        return state


def _said(refusal: Refused) -> None:
    assert refusal.reasons
    assert all(reason.strip() for reason in refusal.reasons)
