"""A year of a large bureau: facts in the order of its seasons, project after project at random."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from events.assessment import DepartmentScored, ItemScore, Rank, RankingPublished
from events.clawback import ClawbackCandidateIdentified, ClawbackFigures
from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    CommitmentRecorded,
    FundsAppropriated,
    PaymentExecuted,
    PaymentRefunded,
    UpstreamFact,
)
from events.fact import Fact
from events.monitoring import (
    ExecutionFigures,
    ExecutionSnapshotTaken,
    IndicatorReport,
    IndicatorResult,
    MonitoringSubmitted,
    SubmissionReviewed,
    TaskFinalized,
    TaskIssued,
)
from events.rectification import (
    Ground,
    RectificationAccepted,
    RectificationAcknowledged,
    RectificationFeedbackSubmitted,
    RectificationNoticeIssued,
)
from events.registration import ProjectRegistered
from events.subjects import AggregateId, assessment_id
from events.targets import Indicator, TargetApproved
from events.terms import (
    ClawbackGround,
    Direction,
    FundTag,
    IndicatorLevel1,
    IndicatorLevel2,
    MonitoringKind,
    SubjectKind,
)
from services.bench.payments import DIVISION, EDITION, YEAR, project
from services.policies.calendar import end_of

BUSY: Final = project(0)  # the project of a thousand payments
MANY: Final = 1000
DEPARTMENTS: Final = 1000
ASSESSMENT: Final = assessment_id(DIVISION, YEAR, "A1")
ROUND: Final = "R1"
TASK: Final = "H1-SELF"
TARGETED: Final = 4  # every fourth project has targets and is monitored
CORRECTED: Final = 20  # every twentieth has a case
_MONEY: Final[tuple[type[UpstreamFact], ...]] = (
    *(PaymentExecuted,) * 7,
    FundsAppropriated,
    FundsAppropriated,
    BudgetAdjusted,
    CommitmentRecorded,
    PaymentRefunded,
)


def department(number: int) -> str:
    """Name the department of a project."""
    return f"第{number % DEPARTMENTS + 1}预算单位主管部门"


def name(number: int) -> str:
    """Name a project for people."""
    return f"乡村道路与饮水安全工程第{number}标段"


def year(projects: int, facts: int) -> Iterator[tuple[AggregateId, Fact]]:
    """Return so many facts: two thirds are money, drawn for projects at random.

    Every project has a budget and is on the list of a clawback round, every fourth is monitored;
    one has a thousand payments, and all departments are ranked. ``ValueError``: too few facts.
    """
    numbers, targeted = range(projects), range(0, projects, TARGETED)
    before = [
        *((project(n), _registered(n)) for n in numbers),
        *((project(n), _money(n, n, BudgetApproved, date(YEAR, 1, 10))) for n in numbers),
        *((project(n), _approved()) for n in targeted),
    ]
    during = [(project(n), fact) for n in targeted for fact in _monitored(n)]
    after = [*((project(n), _listed(n)) for n in numbers), *_ranked()]
    left = facts - len(before) - len(during) - len(after)
    if left < MANY:
        raise ValueError(f"{facts} facts are too few for {projects} projects")
    chance = random.Random(projects)  # noqa: S311 - the same year every time
    yield from before
    for number in range(left):
        if number == left // 2:
            yield from during
        of = 0 if number % (left // MANY) == 0 else chance.randrange(projects)
        day = date(YEAR, 1, 11) + timedelta(days=number * 340 // left)
        yield project(of), _money(of, number, _MONEY[number % len(_MONEY)], day)
    yield from after


def _registered(number: int) -> ProjectRegistered:
    return ProjectRegistered(
        name=name(number),
        subject_kind=SubjectKind.PROJECT,
        department=department(number),
        unit=f"第{number % 5000 + 1}预算单位",
        fund_tags=(FundTag.DIRECT,) if number % 3 == 0 else (),
        starts_on=date(YEAR, 1, 1),
        ends_on=date(YEAR, 12, 31),
        section="农业农村科",
        responsible=(f"u{number % 7000:04}",),
    )


def _money(of: int, number: int, kind: type[UpstreamFact], day: date) -> UpstreamFact:
    return kind(
        source_system="treasury",
        document_no=f"QM{YEAR}-{number:08}",
        line_no=1,
        amount_fen=90_000_000_00 if kind is BudgetApproved else 120_000_00 + of * 7,
        occurred_on=day,
        published_at=end_of(day),
    )


def _approved() -> TargetApproved:
    return TargetApproved(
        version=1,
        overall_objective="建成通村道路，改善沿线群众出行与饮水条件",
        indicators=tuple(
            Indicator(
                name=name,
                level1=IndicatorLevel1.OUTPUT,
                level2=IndicatorLevel2.QUANTITY,
                direction=Direction.AT_LEAST,
                unit=unit,
                annual_value=Decimal(80),
            )
            for name, unit in (("新建道路", "公里"), ("受益人口", "人"))
        ),
        effective_on=date(YEAR, 2, 1),
    )


def _monitored(number: int) -> Iterator[Fact]:
    """One task from its issue to its end, sometimes with a case."""
    yield _issued(number)
    rate = Decimal("45.00")
    figures = ExecutionFigures(
        as_of=date(YEAR, 6, 30),
        initial_fen=90_000_000_00,
        current_fen=90_000_000_00,
        appropriated_fen=50_000_000_00,
        executed_fen=40_500_000_00,
        committed_fen=0,
        base_fen=90_000_000_00,
        execution_rate=rate,
    )
    yield ExecutionSnapshotTaken(task=TASK, submission=1, figures=figures)
    yield _submitted(rate)
    yield SubmissionReviewed(task=TASK, submission=1, level="DEPT", opinion="同意")
    yield TaskFinalized(
        task=TASK,
        submission=1,
        score=Decimal(88),
        completion_rate=Decimal(50),
        execution_rate=rate,
        rate_gap=Decimal(5),
    )
    if number % CORRECTED == 0:
        yield from _corrected(number)


def _issued(number: int) -> TaskIssued:
    return TaskIssued(
        task=TASK,
        period="H1",
        kind=MonitoringKind.DEPARTMENT_SELF,
        edition=EDITION,
        target_version=1,
        from_on=date(YEAR, 1, 1),
        cutoff_on=date(YEAR, 6, 30),
        submit_by=date(YEAR, 7, 10),
        review_by=date(YEAR, 7, 20),
        chain=(),
        project_name=name(number),
        subject_kind=SubjectKind.PROJECT,
        department=department(number),
        unit=f"第{number % 5000 + 1}预算单位",
    )


def _submitted(rate: Decimal) -> MonitoringSubmitted:
    names = ("新建道路", "受益人口")
    half = Decimal(50)
    return MonitoringSubmitted(
        task=TASK,
        submission=1,
        submitter="u0001",
        lines=tuple(IndicatorReport(indicator=name, actual=Decimal(40)) for name in names),
        results=tuple(
            IndicatorResult(indicator=name, raw=half, counted=half, deviation=-half)
            for name in names
        ),
        completion_rate=half,
        execution_rate=rate,
        rate_gap=half - rate,
        schedule_rate=half,
    )


def _corrected(number: int) -> Iterator[Fact]:
    case = f"{TASK}-R1"
    yield RectificationNoticeIssued(
        case=case,
        task=TASK,
        grounds=(Ground(rule="QM-09", value=Decimal(45), threshold=Decimal(50)),),
        issued_on=date(YEAR, 7, 21),
        due_on=date(YEAR, 8, 21),
        edition=EDITION,
        department=department(number),
        unit=f"第{number % 5000 + 1}预算单位",
    )
    yield RectificationAcknowledged(case=case)
    yield RectificationFeedbackSubmitted(case=case, submitter="u0001", result="已加快施工")
    yield RectificationAccepted(case=case, on=date(YEAR, 8, 20))


def _listed(number: int) -> ClawbackCandidateIdentified:
    left = 9_000_000_00 + number
    return ClawbackCandidateIdentified(
        round=ROUND,
        grounds=(ClawbackGround.BEHIND_SCHEDULE,),
        figures=ClawbackFigures(
            as_of=date(YEAR, 11, 30),
            budget_fen=90_000_000_00,
            executed_fen=60_000_000_00,
            committed_fen=0,
            prior_clawback_fen=0,
            schedule_rate=Decimal("91.67"),
            shortfall_fen=left,
            recoverable_fen=left,
        ),
        amount_fen=left,
        edition=EDITION,
        project_name=name(number),
        department=department(number),
    )


def _ranked() -> Iterator[tuple[AggregateId, Fact]]:
    score = Decimal("88.50")
    item = ItemScore(
        code="M1",
        name="监控任务按时报送",
        full=Decimal(40),
        points=Decimal(35),
        part="7",
        whole="8",
    )
    for number in range(DEPARTMENTS):
        yield (
            ASSESSMENT,
            DepartmentScored(
                department=department(number),
                obliged=True,
                score=score,
                rescaled=False,
                items=(item,) * 8,
                position=1,
            ),
        )
    places = (Rank(department=department(n), rank=n + 1, score=score) for n in range(DEPARTMENTS))
    yield ASSESSMENT, RankingPublished(ranks=tuple(places))
