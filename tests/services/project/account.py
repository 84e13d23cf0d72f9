"""What must hold of one project after every step of its history, and at its end."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis.stateful import invariant

from events.accountability import ViolationSuspected
from events.clawback import ClawbackCandidateIdentified, ClawbackExecuted
from events.disposition import DispositionProposed
from events.evaluation import EvaluationConcluded, EvaluationStarted
from events.execution import BudgetAdjusted, BudgetApproved, ExecutionFact
from events.monitoring import TaskIssued
from events.rectification import RectificationNoticeIssued
from events.targets import AdjustmentProposed, AdjustmentReturned, TargetAdjusted, TargetApproved
from events.terms import Stage
from projections import clawback, evaluation, execution, subjects
from services.policies.rules import GRADES
from services.project.execution import Key
from services.project.measures import grade
from services.project.state import Project, fold
from tests.projections.story import folded
from tests.services.asking import Asking
from tests.services.project.beginnings import SPENT
from tests.services.project.given import given


def recoverable(state: Project, told: Iterable[ExecutionFact], document: str) -> int:
    """The budget that no clawback lowered, less what was taken, spent and committed."""
    totals = state.execution.totals(date.max)
    left = budget(state, told, document) - state.clawback.taken_fen
    return left - max(0, totals.executed) - max(0, totals.committed)


def budget(state: Project, told: Iterable[ExecutionFact], document: str = "") -> int:
    named = state.clawback.documents | {document}
    return sum(
        fact.amount_fen
        for fact in told
        if isinstance(fact, BudgetApproved)
        or (isinstance(fact, BudgetAdjusted) and not named & {fact.document_no, fact.reverses})
    )


class Account(Asking):
    """Keep an account of one project beside its own, and compare the two."""

    def __init__(self) -> None:
        super().__init__()
        self.story = given()
        self.states: list[Project] = []
        self.accepted: dict[Key, ExecutionFact] = {}
        self.could_take: dict[str, int] = {}

    def recoverable(self, state: Project, document: str) -> int:
        return recoverable(state, self.accepted.values(), document)

    def budget(self, state: Project) -> int:
        return budget(state, self.accepted.values())

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
            and not named & {fact.document_no, fact.reverses}
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
        law = self.story.law.editions[0].pre_evaluation
        for state in self.states[-1:]:
            for request in state.budgeting.requests.values():
                asked = request.trigger in law.triggers
                small = request.amount_fen < (law.floor_fen or 0)
                assert small or request.evaluation or not asked

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
