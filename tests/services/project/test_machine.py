"""One project, anything in any order: what must hold after every step of its history."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from events.accountability import ViolationSuspected
from events.catalogue import ProjectFact
from events.clawback import ClawbackCandidateIdentified, ClawbackExecuted
from events.disposition import DispositionProposed
from events.evaluation import EvaluationConcluded, EvaluationStarted
from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    ExecutionFact,
)
from events.monitoring import TaskIssued
from events.rectification import RectificationNoticeIssued
from events.targets import AdjustmentProposed, AdjustmentReturned, TargetAdjusted, TargetApproved
from events.terms import Stage
from projections import clawback, evaluation, execution, subjects
from services.decision import Actor
from services.policies.rules import GRADES
from services.project.decider import ProjectDecision, record
from services.project.execution import Key, key_of
from services.project.measures import grade
from services.project.state import Project, evolve, fold
from tests.projections.story import folded
from tests.services.project import machine_commands as known
from tests.services.project import stories
from tests.services.project.anything import ACTORS, INSTANTS, commands
from tests.services.project.beginnings import BEGINNINGS, KINDS, SPENT
from tests.services.project.given import Given, given

CLAWED = "231083-2021-P1"
IDS = ("filer", "section", "officer")


class OneProject(RuleBasedStateMachine):
    """Give one project commands and reports and keep an account of its own."""

    beginnings: ClassVar = BEGINNINGS

    def __init__(self) -> None:
        super().__init__()
        self.story = given()
        self.states: list[Project] = []
        self.accepted: dict[Key, ExecutionFact] = {}
        self.could_take: dict[str, int] = {}

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

    def recoverable(self, state: Project, document: str) -> int:
        """The budget that no clawback lowered, less what was taken, spent and committed."""
        totals = state.execution.totals(date.max)
        left = self.budget(state, document) - state.clawback.taken_fen
        return left - max(0, totals.executed) - max(0, totals.committed)

    def budget(self, state: Project, document: str = "") -> int:
        named = state.clawback.documents | {document}
        return sum(
            fact.amount_fen
            for fact in self.accepted.values()
            if isinstance(fact, BudgetApproved)
            or (isinstance(fact, BudgetAdjusted) and fact.document_no not in named)
        )

    def ask(self, command: ProjectDecision, actor: Actor, month: int) -> None:
        asked = self.story.by(actor).at(INSTANTS[month])
        before = asked.state
        answer = asked.when(command)
        if answer.refusal is not None:
            assert answer.facts == ()
        assert asked.state == before
        self.accept(answer.facts)
        again = self.story.by(actor).at(INSTANTS[month]).when(command)
        if type(command) not in known.REPEATABLE:
            assert again.facts == ()

    @rule(pair=st.sampled_from(known.LIKELY), month=st.integers(0, 12))
    def ask_what_is_likely(self, pair: tuple[Actor, ProjectDecision], month: int) -> None:
        actor, command = pair
        self.ask(command, actor, month)

    @rule(pair=st.sampled_from(known.LIKELY), month=st.integers(0, 12), whose=st.sampled_from(IDS))
    def ask_under_another_name(
        self, pair: tuple[Actor, ProjectDecision], month: int, whose: str
    ) -> None:
        """One person in several roles: what four eyes are for."""
        actor, command = pair
        self.ask(command, replace(actor, id=whose), month)

    @rule(command=commands(), actor=st.sampled_from(ACTORS), month=st.integers(0, 12))
    def ask_anything(self, command: ProjectDecision, actor: Actor, month: int) -> None:
        self.ask(command, actor, month)

    @rule(
        kind=st.sampled_from(KINDS),
        fen=st.sampled_from([1, -1, 50_000_000, -95_000_000, 120_000_000, 300_000_000]),
        on=st.sampled_from([(1, 5), (6, 30), (7, 2), (11, 29), (12, 1)]),
        document=st.sampled_from(["D1", "D2", "D3", "D4", f"{CLAWED}-R1", f"{CLAWED}-R2"]),
        revision=st.integers(0, 1),
    )
    def report(
        self, kind: type[ExecutionFact], fen: int, on: tuple[int, int], document: str, revision: int
    ) -> None:
        """Late, early, repeated, revised or contradicting: the documents come in any order."""
        fact = stories.upstream(kind, fen, on, document, revision)
        before, stored = self.states[-1], self.accepted.get(key_of(fact))
        if stored is None:
            facts = record(before, fact)
            assert facts[0] == fact
            self.accept(tuple(facts))
            if fact.tag in SPENT:
                self.nothing_is_spent_and_taken(fact.occurred_on)
        elif (stored.amount_fen, stored.occurred_on) == (fen, fact.occurred_on):
            assert record(before, fact) == []
        else:
            with pytest.raises(ValueError, match="treasury") as contradiction:
                record(before, fact)
            assert contradiction.value.args == (key_of(fact),)

    def nothing_is_spent_and_taken(self, on: date) -> None:
        """A payment dated before a cut-off was mended at once, as far as it must be."""
        state = self.states[-1]
        now = state.execution.totals(date.max).executed
        for item in state.clawback.items.values():
            cutoff = item.identified.figures.as_of
            taken_on = max(cutoff, item.executed_on or cutoff)
            executed = min(now, state.execution.totals(taken_on).executed)
            over = executed + state.clawback.taken_fen - self.budget(state)
            if item.status == "EXECUTED" and on <= cutoff and self.grew_since(cutoff):
                assert over <= 0 or item.taken_fen == 0

    def grew_since(self, cutoff: date) -> bool:
        """Whether the budget is at least what it was: a later cut is not the payment's doing."""
        named = self.states[-1].clawback.documents
        later = (
            fact.amount_fen
            for fact in self.accepted.values()
            if isinstance(fact, BudgetApproved | BudgetAdjusted)
            and fact.document_no not in named
            and fact.occurred_on > cutoff
        )
        return sum(later) >= 0

    def teardown(self) -> None:
        """What the views say at the end is what the deciders know."""
        if not self.states:
            return
        state, facts = self.states[-1], self.story.facts
        totals = state.execution.totals(date.max)
        for row in folded(execution.VIEW, *facts):
            assert (row.initial_fen, row.current_fen) == (totals.initial, totals.current)
            assert (row.executed_fen, row.committed_fen) == (totals.executed, totals.committed)
        for item in folded(clawback.VIEW, *facts):
            known = state.clawback.items[item.round]
            assert item.executed_fen + item.corrected_fen == known.taken_fen
            assert -item.proposed_fen == known.proposed_fen
        for subject in folded(subjects.VIEW, *facts):
            assert (subject.stage, subject.arranged_in) == (state.stage, state.arranged_in)
        for one in folded(evaluation.VIEW, *facts):
            assert one.disposed == state.evaluation.disposed(one.evaluation, state.disposition)

    @rule(share=st.floats(0, 1))
    def look_back(self, share: float) -> None:
        """Replay a part of the history: it is the state that was live then."""
        moment = int(share * len(self.story.facts))
        assert fold(self.story.facts[:moment]) == self.states[moment]

    @invariant()
    def the_history_adds_up_to_the_state(self) -> None:
        if self.states:
            assert fold(self.story.facts) == self.states[-1]

    @invariant()
    def every_accepted_document_counts_once(self) -> None:
        if self.states:
            expected = sum(SPENT.get(f.tag, 0) * f.amount_fen for f in self.accepted.values())
            assert self.states[-1].execution.totals(date.max).executed == expected

    @invariant()
    def no_name_is_given_twice(self) -> None:
        names: list[tuple[str, object]] = []
        returns = Counter[str]()
        for fact in self.story.facts:
            match fact:
                case TaskIssued(task=name):
                    names.append(("task", name))
                case RectificationNoticeIssued(case=name):
                    names.append(("case", name))
                case AdjustmentProposed(adjustment=name):
                    names.append(("adjustment", (name, returns[name])))
                case AdjustmentReturned(adjustment=name):
                    returns[name] += 1
                case ClawbackCandidateIdentified(round=name) | ClawbackExecuted(round=name):
                    names.append((fact.tag, name))
                case TargetApproved(version=number) | TargetAdjusted(version=number):
                    names.append(("version", number))
                case DispositionProposed(disposition=name):
                    names.append(("disposition", name))
                case EvaluationStarted(evaluation=name) | EvaluationConcluded(evaluation=name):
                    names.append((fact.tag, name))
                case ViolationSuspected(case=name):
                    names.append(("suspicion", name))
                case _:
                    pass
        assert [name for name, times in Counter(names).items() if times > 1] == []

    @invariant()
    def what_was_taken_back_was_there(self) -> None:
        for name, item in self.states[-1].clawback.items.items() if self.states else ():
            assert 0 <= item.taken_fen <= self.could_take.get(name, 0)

    @invariant()
    def no_version_undoes_another(self) -> None:
        """Every adjustment in force was written against the version just before it."""
        bases: dict[str, int] = {}
        for fact in self.story.facts:
            if isinstance(fact, AdjustmentProposed):
                bases[fact.adjustment] = fact.base_version
            if isinstance(fact, TargetAdjusted):
                assert bases[fact.adjustment] == fact.replaced_version == fact.version - 1

    @invariant()
    def nobody_decides_his_own_work(self) -> None:
        for state in self.states[-1:]:
            for one in state.targets.adjustments.values():
                assert one.proposed.proposer not in one.reviewers
                assert len({*one.reviewers}) == len(one.reviewers)
            for task in state.monitoring.tasks.values():
                assert task.submitted is None or task.submitted.submitter not in task.reviewers

    @invariant()
    def a_task_has_one_open_case_at_most(self) -> None:
        if self.states:
            cases = self.states[-1].rectification
            tasks = [cases.cases[name].notice.task for name in cases.open_cases()]
            assert len(set(tasks)) == len(tasks)

    @invariant()
    def an_end_is_for_ever(self) -> None:
        stages = [state.stage for state in self.states]
        for before, after in pairwise(stages):
            assert before not in (Stage.TERMINATED, Stage.CLOSED) or after is before

    @invariant()
    def no_large_request_is_without_support(self) -> None:
        for state in self.states[-1:]:
            for request in state.budgeting.requests.values():
                assert request.amount_fen < 500_000_000 or request.evaluation or not request.trigger

    @invariant()
    def only_what_was_decided_is_carried_out(self) -> None:
        for entry in self.states[-1].disposition.register.values() if self.states else ():
            assert not entry.executed or (entry.decided and entry.decided.approved)
            assert not (entry.executed and entry.revoked)

    @invariant()
    def a_grade_always_fits_its_score(self) -> None:
        for one in self.states[-1].evaluation.evaluations.values() if self.states else ():
            assert one.grade is None or one.grade is grade(one.score or Decimal(0), GRADES)

    @invariant()
    def a_finished_task_has_the_verdict_of_its_whole_chain(self) -> None:
        for task in self.states[-1].monitoring.tasks.values() if self.states else ():
            if task.status == "FINALIZED":
                assert task.passed == {level.level for level in task.issued.chain}
                assert task.score is None or 0 <= task.score <= Decimal(100)


TestOneProject = OneProject.TestCase
TestOneProject.settings = settings(
    max_examples=80,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
