"""Views ``dispositions``, ``evaluation``, ``coverage`` and the new columns of ``clawback``."""

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from events.clawback import ClawbackExecuted, ClawbackObjectionResolved, ClawbackSettled
from events.disposition import (
    BudgetReduced,
    DispositionDecided,
    DispositionExecuted,
    DispositionProposed,
    DispositionRevoked,
    ProjectSuspended,
    SeriousCaseDisposed,
)
from events.evaluation import EvaluationConcluded, EvaluationStarted
from events.execution import BudgetAdjusted, BudgetApproved
from events.registration import FundsTagged
from events.terms import (
    Cause,
    DispositionKind,
    EvaluationKind,
    FundTag,
    Grade,
    Resolution,
    SubjectKind,
)
from projections import clawback, coverage, dispositions, evaluation
from projections.dispositions import DispositionState
from tests.projections.story import folded, money, registered
from tests.projections.test_clawback import listed

K = DispositionKind
DAY = date(2021, 7, 1)
PROPOSED = DispositionProposed(
    disposition="D1",
    cause=Cause.POOR_RESULT,
    kinds=(K.CUT, K.MERGE),
    reason="差",
    proposer="zhang",
    edition="hailin@2021",
    project_name="造林",
    department="林业和草原局",
    basis="E1",
)
DECIDED = DispositionDecided(
    disposition="D1", approved=True, opinion="", document="决1", target_version=1, taken_fen=0
)
STARTED = EvaluationStarted(
    evaluation="E1",
    kind=EvaluationKind.DEPARTMENT,
    edition="hailin@2021",
    project_name="造林",
    department="林业和草原局",
    subject_kind=SubjectKind.PROJECT,
    amount_fen=100,
)
CONCLUDED = EvaluationConcluded(
    evaluation="E1",
    kind=EvaluationKind.DEPARTMENT,
    score=Decimal("59.99"),
    grade=Grade.POOR,
    evidence=(),
    must=(K.CUT, K.MERGE, K.CANCEL),
    coverage_floor=Decimal(20),
    key_floor=Decimal(20),
    edition="hailin@2021",
)


def test_a_line_of_the_register_is_done_when_every_measure_is() -> None:
    cut = DispositionExecuted(disposition="D1", kind=K.CUT, on=DAY)
    [row] = folded(dispositions.VIEW, PROPOSED, DECIDED, cut)
    assert (row.state, row.pending, row.document) == (DispositionState.DECIDED, (K.MERGE,), "决1")
    [row] = folded(dispositions.VIEW, PROPOSED, DECIDED, cut, replace(cut, kind=K.MERGE))
    assert (row.state, row.pending, row.done_on) == (DispositionState.EXECUTED, (), DAY)
    revoked = DispositionRevoked(disposition="D1", reason="误")
    [row] = folded(dispositions.VIEW, PROPOSED, DECIDED, revoked)
    assert row.state is DispositionState.REVOKED
    [row] = folded(dispositions.VIEW, PROPOSED, replace(DECIDED, approved=False))
    assert row.state is DispositionState.REJECTED


def test_a_measure_of_its_own_has_a_line_one_of_the_register_has_none() -> None:
    alone = ProjectSuspended(
        cause=Cause.SERIOUS, reason="停", effective_on=DAY, project_name="路", department="D01"
    )
    reduced = BudgetReduced(cause=Cause.SERIOUS, reason="减", amount_fen=7)
    rows = folded(dispositions.VIEW, alone, replace(alone, disposition="D1"), reduced)
    assert [(row.kinds, row.amount_fen, row.name, row.department) for row in rows] == [
        ((K.SUSPEND,), 0, "路", "D01"),
        ((K.REDUCE_BUDGET,), 7, None, None),
    ]


def test_a_serious_case_names_the_procurement_it_leaves() -> None:
    fact = SeriousCaseDisposed(
        reason="损失",
        measures=(K.SUSPEND,),
        reduced_fen=5,
        committed_fen=3,
        procurement=("采购1",),
        edition="hanggin@2021",
    )
    [row] = folded(dispositions.VIEW, fact)
    assert (row.committed_fen, row.procurement, row.amount_fen) == (3, ("采购1",), 5)


def test_a_poor_result_is_disposed_of_by_a_decision_on_its_ground() -> None:
    [row] = folded(evaluation.VIEW, STARTED, CONCLUDED)
    assert (row.grade, row.disposed) == (Grade.POOR, False)
    [row] = folded(evaluation.VIEW, STARTED, CONCLUDED, PROPOSED)
    assert not row.disposed
    for order in ((CONCLUDED, PROPOSED, DECIDED), (PROPOSED, DECIDED, CONCLUDED)):
        [row] = folded(evaluation.VIEW, STARTED, *order)
        assert row.disposed
    revoked = DispositionRevoked(disposition="D1", reason="误")
    [row] = folded(evaluation.VIEW, STARTED, CONCLUDED, PROPOSED, DECIDED, revoked)
    assert not row.disposed


def test_coverage_knows_the_money_and_who_evaluated() -> None:
    [row] = folded(
        coverage.VIEW,
        money(BudgetApproved, 10),
        registered(tags=[FundTag.KEY_SPECIAL]),
        money(BudgetAdjusted, -4),
        CONCLUDED,
        CONCLUDED,
    )
    assert (row.current_fen, row.key_special) == (600, True)
    assert row.evaluated == (EvaluationKind.DEPARTMENT,)


def test_what_coverage_must_reach_is_known_when_the_first_evaluation_starts() -> None:
    began = replace(STARTED, coverage_floor=Decimal(20), key_floor=Decimal(30))
    [row] = folded(coverage.VIEW, registered(), began)
    assert (row.evaluated, row.coverage_floor, row.key_floor) == ((), Decimal(20), Decimal(30))
    [row] = folded(coverage.VIEW, registered(), began, STARTED)  # as older versions wrote it
    assert row.coverage_floor == Decimal(20)


def test_a_project_tagged_later_is_key_money_as_well() -> None:
    tagged = FundsTagged(tags=(FundTag.KEY_SPECIAL,), basis="文")
    for facts in ((tagged, registered()), (registered(), tagged)):
        [row] = folded(coverage.VIEW, *facts)
        assert row.key_special


def test_the_list_shows_the_answer_the_document_and_the_confirmation() -> None:
    [row] = folded(
        clawback.VIEW,
        listed(),
        ClawbackObjectionResolved(
            round="R1", resolution=Resolution.REDUCED, amount_fen=5, reason="核"
        ),
        ClawbackExecuted(round="R1", amount_fen=5, on=DAY, document_no="收1"),
        ClawbackSettled(round="R1", amount_fen=5, document_no="收1"),
    )
    assert (row.resolution, row.resolved_fen) == (Resolution.REDUCED, 5)
    assert (row.document_no, row.settled_fen) == ("收1", 5)
    assert row.state is clawback.ClawbackState.SETTLED
    assert row.state.is_over
