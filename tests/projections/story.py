"""Facts as sentences: what was recorded, and the rows it adds up to."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from events.envelope import Envelope, Recorded, encode_fact
from events.execution import PaymentExecuted
from events.fact import Fact
from events.monitoring import (
    ExecutionFigures,
    ExecutionSnapshotTaken,
    MonitoringSubmitted,
    TaskFinalized,
    TaskIssued,
)
from events.registration import ProjectRegistered
from events.subjects import AggregateId, project_id
from events.terms import FundTag, MonitoringKind, SubjectKind
from projections.view import View

R = TypeVar("R", bound=Struct)

PROJECT = project_id("231083", 2021, "P001")
NOON = datetime(2021, 7, 1, 4, tzinfo=UTC)


def envelope(fact: Fact, aggregate: AggregateId, version: int, at: datetime = NOON) -> Envelope:
    return Envelope(
        specversion="1.0",
        id=f"0190-{aggregate.name}-{version}",
        source="jixiao",
        type=fact.tag,
        subject=aggregate.name,
        time=at,
        datacontenttype="application/json",
        version=version,
        actor="zhang",
        actorrole="UNIT_FILER",
        actororg="林业局",
        commandid=f"c-{version}",
        policy="hailin@2021",
        data=encode_fact(fact),
    )


def recorded(
    fact: Fact, sequence: int = 1, aggregate: AggregateId = PROJECT, at: datetime = NOON
) -> Recorded:
    return Recorded(sequence, aggregate, envelope(fact, aggregate, sequence, at), fact)


def folded(view: View[R], *facts: Fact, aggregate: AggregateId = PROJECT) -> list[R]:
    """Return the rows of one aggregate after these facts, as they are written."""
    rows: dict[str, R] = {}
    for sequence, fact in enumerate(facts, start=1):
        for row in view.fold(rows, recorded(fact, sequence, aggregate)):
            part = getattr(row, view.part) if view.part else ""
            rows[str(sequence) if view.append_only else part] = row
    return [view.finish(row) if view.finish else row for row in rows.values()]


def registered(
    name: str = "造林", department: str = "林业和草原局", tags: Sequence[FundTag] = ()
) -> ProjectRegistered:
    return ProjectRegistered(
        name=name,
        subject_kind=SubjectKind.PROJECT,
        department=department,
        unit="林场",
        fund_tags=tuple(tags),
        starts_on=date(2021, 1, 1),
        ends_on=date(2021, 12, 31),
    )


def money(kind: type[Fact], yuan: int, on: date = date(2021, 5, 6), document: str = "D-1") -> Fact:
    return kind(
        source_system="treasury",
        document_no=document,
        line_no=1,
        amount_fen=yuan * 100,
        occurred_on=on,
        published_at=NOON,
    )


def paid(yuan: int, on: date = date(2021, 5, 6), document: str = "D-1") -> Fact:
    return money(PaymentExecuted, yuan, on, document)


def issued(
    task: str = "H1-SELF",
    department: str = "林业和草原局",
    tags: Sequence[FundTag] = (),
    period: str = "H1",
) -> TaskIssued:
    return TaskIssued(
        task=task,
        period=period,
        kind=MonitoringKind.DEPARTMENT_SELF,
        edition="hailin@2021",
        target_version=1,
        from_on=date(2021, 1, 1),
        cutoff_on=date(2021, 6, 30),
        submit_by=date(2021, 7, 10),
        review_by=date(2021, 7, 20),
        chain=(),
        project_name="造林",
        subject_kind=SubjectKind.PROJECT,
        fund_tags=tuple(tags),
        department=department,
        unit="林场",
    )


def snapshot(
    base: int, executed: int, rate: str | None, task: str = "H1-SELF", submission: int = 1
) -> ExecutionSnapshotTaken:
    figures = ExecutionFigures(
        as_of=date(2021, 6, 30),
        initial_fen=base,
        current_fen=base,
        appropriated_fen=executed,
        executed_fen=executed,
        committed_fen=0,
        base_fen=base,
        execution_rate=None if rate is None else Decimal(rate),
    )
    return ExecutionSnapshotTaken(task=task, submission=submission, figures=figures)


def submitted(
    completion: str,
    execution: str | None,
    *,
    task: str = "H1-SELF",
    submission: int = 1,
    late: int = 0,
) -> MonitoringSubmitted:
    gap = None if execution is None else Decimal(completion) - Decimal(execution)
    return MonitoringSubmitted(
        task=task,
        submission=submission,
        submitter="zhang",
        days_late=late,
        lines=(),
        results=(),
        completion_rate=Decimal(completion),
        execution_rate=None if execution is None else Decimal(execution),
        rate_gap=gap,
        schedule_rate=Decimal("50.00"),
    )


def finalized(
    completion: str, execution: str | None, score: str | None, task: str = "H1-SELF"
) -> TaskFinalized:
    return TaskFinalized(
        task=task,
        submission=1,
        score=None if score is None else Decimal(score),
        completion_rate=Decimal(completion),
        execution_rate=None if execution is None else Decimal(execution),
        rate_gap=None if execution is None else Decimal(completion) - Decimal(execution),
    )
