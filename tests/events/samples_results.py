"""One instance of every fact of the register of dispositions and of evaluations."""

from datetime import date
from decimal import Decimal

from events import disposition, evaluation
from events.fact import Fact
from events.terms import (
    Cause,
    Criterion,
    DispositionKind,
    EvaluationKind,
    EvaluationPart,
    Grade,
    MeasureKind,
    Pilot,
    SubjectKind,
)
from tests.events.samples_after import EDITION, LATER

SAMPLES: tuple[Fact, ...] = (
    disposition.SeriousCaseDisposed(
        reason="损失浪费",
        measures=(DispositionKind.SUSPEND, DispositionKind.STOP_FUNDS),
        reduced_fen=90_000_000,
        committed_fen=30_000_000,
        procurement=("采购1号",),
        edition=EDITION,
        project_name="农村道路",
        department="D01",
    ),
    disposition.DispositionProposed(
        disposition="D1",
        cause=Cause.POOR_RESULT,
        kinds=(DispositionKind.CUT,),
        reason="评价为差",
        proposer="张三",
        edition=EDITION,
        project_name="农村道路",
        department="D01",
        measure=MeasureKind.RESTRICT,
        basis="E1",
        amount_fen=90_000_000,
    ),
    disposition.DispositionDecided(
        disposition="D1",
        approved=True,
        opinion="同意",
        document="决定1号",
        target_version=1,
        taken_fen=95_000_000,
    ),
    disposition.DispositionExecuted(
        disposition="D1", kind=DispositionKind.CUT, on=LATER, note="列入下年预算"
    ),
    disposition.DispositionRevoked(disposition="D1", reason="复核为中"),
    evaluation.EvaluationStarted(
        evaluation="E1",
        kind=EvaluationKind.FINANCE,
        edition=EDITION,
        project_name="农村道路",
        department="D01",
        subject_kind=SubjectKind.PROJECT,
        amount_fen=117_231_000_000,
        criteria=(Criterion.WIDE,),
        pilot=Pilot.BOND,
        merged_from=date(2021, 7, 1),
        merged_until=date(2021, 12, 31),
        min_rounds=3,
        coverage_floor=Decimal(20),
        key_floor=Decimal(20),
    ),
    evaluation.EvaluationScored(
        evaluation="E1",
        scorer="张三",
        lines=(
            evaluation.ScoredLine(
                name="道路",
                dimension=EvaluationPart.OUTPUT,
                full=Decimal("50.00"),
                points=Decimal("40.00"),
                rate=Decimal("80.00"),
            ),
        ),
        execution_rate=Decimal("93.25"),
        execution_points=Decimal("9.33"),
        score=Decimal("59.99"),
        rescaled=True,
    ),
    evaluation.EvaluationReturned(evaluation="E1", reason="补充佐证材料"),
    evaluation.EvaluationFeedbackRecorded(evaluation="E1", opinion="无异议"),
    evaluation.EvaluationConcluded(
        evaluation="E1",
        kind=EvaluationKind.FINANCE,
        score=Decimal("59.99"),
        grade=Grade.POOR,
        evidence=(
            evaluation.MonitoringEvidence(
                task="H1",
                score=Decimal("95.05"),
                completion_rate=Decimal("93.34"),
                execution_rate=None,
            ),
        ),
        must=(DispositionKind.CUT, DispositionKind.MERGE),
        coverage_floor=Decimal(20),
        key_floor=Decimal(20),
        edition=EDITION,
    ),
    evaluation.EvaluationSpotChecked(
        evaluation="E1",
        original_score=Decimal("90.00"),
        checked_score=Decimal("59.99"),
        score=Decimal("59.99"),
        grade=Grade.POOR,
        finding="佐证不足",
        must=(DispositionKind.CUT,),
    ),
    evaluation.ResultApplied(
        evaluation="E1",
        budget_year=2022,
        grade=Grade.POOR,
        weight=Decimal("10.00"),
        document="预算1号",
        reason="按目录压减",
    ),
)
