"""Asking anything in any order: the steps that the state machines of all aggregates share."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from msgspec.structs import replace

from services.decision import Actor, Command

C = TypeVar("C", bound=Command)
Pair = tuple[Actor, Command]
MONTHS = st.integers(0, 12)
IDS = ("filer", "section", "officer")
OFTEN = 3
RUNS = 8


class Asking(RuleBasedStateMachine):
    """Ask what is likely; a machine says what that is and how it is asked."""

    likely: ClassVar[Sequence[Pair]]
    enough: ClassVar[Mapping[type, int]] = {}
    carried_out: ClassVar[set[type]]

    def __init__(self) -> None:
        super().__init__()
        self.done = Counter[type]()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.carried_out = set()

    def ask(self, command: Command, actor: Actor, month: int) -> None:
        raise NotImplementedError

    def would_do(self, actor: Actor, command: Command, month: int) -> bool:
        raise NotImplementedError

    @rule(months=st.lists(MONTHS, min_size=1, max_size=12), data=st.data())
    def work_for_a_while(self, months: list[int], data: st.DataObject) -> None:
        """Ask for what would be carried out, each kind as likely as another and not for ever."""
        for month in months:
            kinds = defaultdict[type, list[Pair]](list)
            for actor, command in self.likely:
                kind = type(command)
                enough = self.done[kind] >= self.enough.get(kind, OFTEN)
                if not enough and self.would_do(actor, command, month):
                    kinds[kind].append((actor, command))
            if kinds:
                kind = data.draw(st.sampled_from([*kinds]))
                actor, command = data.draw(st.sampled_from(kinds[kind]))
                self.ask(command, actor, month)
                self.done[kind] += 1

    @rule(month=MONTHS, data=st.data())
    def ask_what_is_likely(self, month: int, data: st.DataObject) -> None:
        actor, command = data.draw(st.sampled_from(self.likely))
        self.ask(command, actor, month)

    @rule(month=MONTHS, whose=st.sampled_from(IDS), data=st.data())
    def ask_under_another_name(self, month: int, whose: str, data: st.DataObject) -> None:
        """One person in several roles: what four eyes are for."""
        actor, command = data.draw(st.sampled_from(self.likely))
        self.ask(command, replace(actor, id=whose), month)


def never(machine: type[Asking], examples: int, steps: int = 40, few: int = 0) -> list[str]:
    """Run a machine; name the likely commands that were never carried out.

    When these are more than a few, what a run did not come across by chance
    may come in a further one. A run is never made to repeat the one before,
    as it would be by default on CI.
    """
    machine.carried_out.clear()
    kinds = {type(command) for _, command in machine.likely}
    for _ in range(RUNS):
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                derandomize=False,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
            ),
        )
        missed = sorted(kind.__name__ for kind in kinds - machine.carried_out)
        if len(missed) <= few:
            break
    return missed


def made(kind: type[C], /, **said: object) -> C:
    """Make a command of what is said; its own type says whether that may be."""
    return msgspec.convert(said, kind, from_attributes=True)
