"""A county's year as it was told: what the subjects are, what pays for them, what they spent."""

import asyncio
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from events.terms import FundTag, SubjectKind
from projections import composition, execution, ledgers, subjects
from projections.view import Which
from services.importing import play
from services.office import opened
from services.runtime.servers import Servers, servers
from services.runtime.settings import Settings

QIEMO = "652825"
STORY = Path(__file__).parents[2] / "deploy" / "demo" / "qiemo-2020.jsonl"


@pytest.mark.clause("QM-02", "QM-06")
def test_seventy_seven_projects_are_thirty_one_additions_and_forty_six_transfers(
    tmp_path: Path,
) -> None:
    with servers(Settings(data=tmp_path)) as running:
        asyncio.run(_composition(running))


async def _composition(running: Servers) -> None:
    async with opened(running) as office:
        lines = STORY.read_bytes().splitlines()
        results = [result async for result in play(office, lines, STORY.name)]
        assert [one for one in results if one.is_finding] == []
        rows = await office.ask(subjects.show(Which(division=QIEMO, year=2020)))
        projects = [row for row in rows if row.subject_kind is SubjectKind.PROJECT]
        tags = Counter(tag for row in projects for tag in row.fund_tags)
        assert len(projects) == 77
        assert (tags[FundTag.LOCAL_ADDITION], tags[FundTag.SPECIAL_TRANSFER]) == (31, 46)
        counted = {row.tag: row.subjects for row in await office.ask(composition.show(QIEMO, 2020))}
        assert (counted[FundTag.LOCAL_ADDITION], counted[FundTag.SPECIAL_TRANSFER]) == (31, 46)
        coverage = await office.ask(execution.target_coverage(QIEMO, 2020))
        assert len(coverage) == 69
        assert all(row.with_targets == row.projects for row in coverage)
        [total] = await office.ask(ledgers.totals(QIEMO, 2020))
        assert total.current_fen == 72_230_000_000
        assert total.rate_current == Decimal("92.53")
