"""Disputes about the money that was read, and what a submission keeps of it."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.monitoring import (
    ExecutionSnapshotTaken,
    MonitoringSubmitted,
)
from events.task import (
    ExecutionDisputeResolved,
    ExecutionRateDisputed,
)
from events.terms import DisputeOutcome
from services.project.filling import (
    DisputeExecutionRate,
    ResolveExecutionDispute,
)
from tests.services.project.given import (
    FILER,
    SECTION,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import (
    corrected,
    finalized,
    form,
    issued,
    paid,
    refunded,
    submitted,
)

DISPUTE = DisputeExecutionRate(**P, task="H1", claimed_fen=160_000_000, reason="漏记一笔")
RIGHT = ResolveExecutionDispute(
    **P, dispute="H1-D1", outcome=DisputeOutcome.REJECTED, note="数据无误"
)


@pytest.mark.clause("LY-14")
def test_a_unit_objects_to_the_money_the_system_reads() -> None:
    disputed = issued().when(DISPUTE)
    assert disputed.one(ExecutionRateDisputed) == ExecutionRateDisputed(
        dispute="H1-D1",
        task="H1",
        cutoff_on=date(2021, 6, 30),
        read_fen=150_000_000,
        claimed_fen=160_000_000,
        reason="漏记一笔",
        disputer="filer",
    )
    disputed.so_far.when(DISPUTE).nothing()
    same = replace(DISPUTE, claimed_fen=150_000_000)
    issued().when(same).refused("没有异议", clause="LY-14")
    finalized().by(FILER).when(DISPUTE).refused("任务已办结", clause="LY-14")


@pytest.mark.clause("LY-14")
def test_an_open_dispute_marks_the_submission_or_blocks_it() -> None:
    marked = issued().when(DISPUTE).so_far.when(form())
    assert marked.one(MonitoringSubmitted).dispute == "H1-D1"
    law = amended(law_of("hailin"), day(1, 2), monitoring__dispute="BLOCK")
    story = issued(law=law).when(DISPUTE).so_far
    story.when(form()).refused("执行率异议 H1-D1 尚未办结", clause="LY-14")
    resolved = story.by(SECTION).when(RIGHT).so_far.by(FILER)
    assert resolved.when(form()).one(MonitoringSubmitted).dispute == ""


@pytest.mark.clause("LY-14")
def test_upstream_facts_that_make_the_claim_true_end_the_dispute() -> None:
    story = issued().when(DISPUTE).so_far
    assert story.reported(paid(4_000_000, 6, 29, "V8")).all(ExecutionDisputeResolved) == []
    right = story.reported(corrected(10_000_000, 6, 30, "V9")).one(ExecutionDisputeResolved)
    assert (right.outcome, right.executed_fen) == (DisputeOutcome.CORRECTED, 160_000_000)
    late = story.reported(paid(10_000_000, 7, 1, "V10"))
    assert late.all(ExecutionDisputeResolved) == []


@pytest.mark.clause("LY-14")
def test_a_correction_is_said_only_when_the_money_changed() -> None:
    said = replace(RIGHT, outcome=DisputeOutcome.CORRECTED)
    story = issued().when(DISPUTE).so_far.by(SECTION)
    story.when(said).refused("上游数据尚未更正", clause="LY-14")
    changed = story.reported(refunded(1_000_000, 6, 20)).so_far
    assert changed.when(said).one(ExecutionDisputeResolved).executed_fen == 149_000_000
    rejected = story.when(RIGHT).so_far
    rejected.when(RIGHT).nothing()
    again = rejected.by(FILER).when(DISPUTE).one(ExecutionRateDisputed)
    assert again.dispute == "H1-D2"
    story.by(FILER).when(RIGHT).refused("办结执行率异议须由", clause="LY-14")
    story.when(replace(RIGHT, dispute="X")).refused("没有执行率异议 X", clause="LY-14")


@pytest.mark.clause("LY-14", "HJ-02")
def test_a_submission_keeps_its_money_whatever_comes_later() -> None:
    """Two clocks: a refund dated before the cut-off and recorded later changes no submission."""
    story = submitted()
    frozen = [fact for fact in story.facts if isinstance(fact, ExecutionSnapshotTaken)]
    later = story.reported(refunded(50_000_000, 6, 15)).so_far
    assert [f for f in later.facts if isinstance(f, ExecutionSnapshotTaken)] == frozen
    now = later.state.execution.totals(date(2021, 6, 30)).executed
    assert (frozen[0].figures.executed_fen, now) == (150_000_000, 100_000_000)
