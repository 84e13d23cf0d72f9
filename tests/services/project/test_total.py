"""Whatever is asked is answered, whatever happened is folded: nothing else ever escapes."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from events.catalogue import ProjectFact
from events.execution import ExecutionFact
from events.terms import FundTag
from services.decision import Actor
from services.project.decider import ProjectDecision, record
from services.project.state import Project, evolve, fold
from services.refusal import Refused
from tests.services.project import stories
from tests.services.project.anything import ACTORS, INSTANTS, commands, facts
from tests.services.project.given import Given, given
from tests.services.project.test_evaluation import department

STORIES: dict[str, Given] = {
    "nothing": given(),
    "registered": stories.registered(FundTag.DIRECT),
    "approved": stories.approved(),
    "issued": stories.issued(),
    "submitted": stories.submitted(),
    "warned": stories.submitted(under="hanggin", actual="99"),
    "finalized": stories.finalized(),
    "noticed": stories.noticed(FundTag.DIRECT),
    "listed": stories.listed(),
    "notified": stories.notified(),
    "taken back": stories.taken_back(),
    "evaluated": department(),
}
quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@settings(quick, max_examples=120)
@for_all(commands(), st.sampled_from(ACTORS), st.sampled_from(INSTANTS))
def test_every_command_is_decided_or_refused(
    story: Given, command: ProjectDecision, actor: Actor, at: datetime
) -> None:
    answer = story.by(actor).at(at).when(command)
    if answer.refusal is not None:
        assert all(answer.refusal.reasons)
    after = fold(answer.facts, story.state)
    assert after == fold((*story.facts, *answer.facts))


@settings(quick, max_examples=300)
@for_all(st.lists(facts(), max_size=12))
def test_every_fact_is_folded_in_any_order(history: list[ProjectFact]) -> None:
    state = Project()
    for fact in history:
        state = evolve(state, fact)
    assert state == fold(history)


@settings(quick, max_examples=100)
@for_all(st.data())
def test_a_real_history_is_folded_in_any_order(data: st.DataObject) -> None:
    story = STORIES[data.draw(st.sampled_from(sorted(STORIES)))]
    shuffled = data.draw(st.permutations(story.facts))
    assert fold(shuffled).execution == story.state.execution


@settings(quick, max_examples=100)
@for_all(st.lists(facts(), max_size=6), commands(), st.sampled_from(ACTORS))
def test_a_command_on_any_history_is_decided_or_refused(
    history: list[ProjectFact], command: ProjectDecision, actor: Actor
) -> None:
    answer = given(*history).by(actor).when(command)
    assert answer.refusal is None or answer.facts == ()


@settings(quick, max_examples=150)
@for_all(st.sampled_from(sorted(STORIES)), facts())
def test_upstream_facts_are_recorded_whatever_the_state(name: str, fact: ProjectFact) -> None:
    if not isinstance(fact, ExecutionFact):
        return
    story = STORIES[name]
    first, *_ = record(story.state, fact)
    assert first == fact
    assert record(fold([fact], story.state), fact) == []


def test_a_refusal_names_at_least_one_reason() -> None:
    assert Refused("一", "二", clause="HL-07").reasons == ("一", "二")
