"""Where a batch ends, what is in memory and when it is written change no byte of any view."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.envelope import Recorded
from events.execution import BudgetApproved, PaymentRefunded
from events.fact import Fact
from events.monitoring import SubmissionReturned
from events.subjects import AggregateId, project_id
from projections.catalogue import VIEWS
from services.projector import strand
from services.projector.compare import digest
from services.projector.engine import Engine
from services.projector.source import Batch
from services.projector.workspace import workspace
from tests.projections.example import every_fact
from tests.projections.story import (
    envelope,
    finalized,
    issued,
    money,
    paid,
    registered,
    snapshot,
    submitted,
)

FACTS: tuple[Fact, ...] = (
    registered(),
    issued(),
    snapshot(300, 112, "37.33"),
    submitted("60.00", "37.33"),
    SubmissionReturned(task="H1-SELF", submission=1, level="DEPT", reason="不实"),
    finalized("60.00", "37.33", "95.05"),
    paid(5),
    money(PaymentRefunded, 2),
    money(BudgetApproved, 100),
    *every_fact(),
)
PROJECTS = [project_id("231083", 2021, code) for code in ("P1", "P2", "P3")]

MEMORIES = ["kept", "cramped", "quiet", "forgotten"]

histories = st.lists(
    st.tuples(st.sampled_from(PROJECTS), st.sampled_from(FACTS)), min_size=1, max_size=80
)
borders = st.sets(st.integers(1, 80), max_size=12)


def ledger(history: Sequence[tuple[AggregateId, Fact]]) -> list[Recorded]:
    versions: Counter[AggregateId] = Counter()
    facts = []
    for sequence, (aggregate, fact) in enumerate(history, start=1):
        versions[aggregate] += 1
        letter = envelope(fact, aggregate, versions[aggregate])
        facts.append(Recorded(sequence, aggregate, letter, fact))
    return facts


async def digests(
    database_url: str, facts: Sequence[Recorded], cuts: Sequence[int], *, memory: str = "kept"
) -> dict[str, str]:
    async with workspace(database_url, "borders", "build", VIEWS, logged=False) as place:
        engine = place.engine
        for start, end in pairwise(cuts):
            if memory == "forgotten":
                engine = await Engine.open(place.connection, place.schema, VIEWS)
            await engine.apply(Batch(facts[start:end], end))
        await engine.settle()
        return await digest(place.connection)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=histories, inside=borders, memory=st.sampled_from(MEMORIES))
def test_any_split_into_batches_gives_the_same_bytes(
    database_url: str, history: list[tuple[AggregateId, Fact]], inside: set[int], memory: str
) -> None:
    facts = ledger(history)
    cuts = sorted({0, len(facts), *(cut for cut in inside if cut < len(facts))})

    async def both() -> None:
        whole = await digests(database_url, facts, [0, len(facts)])
        with pytest.MonkeyPatch.context() as patch:
            if memory == "cramped":
                patch.setattr(strand, "KEPT_LATE", 2)
            if memory == "quiet":
                patch.setattr(strand, "QUIET", 0)
            assert await digests(database_url, facts, cuts, memory=memory) == whole

    asyncio.run(both())
