"""Digests kept elsewhere vouch for what the chains cannot: the newest facts and the end."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from services.audit.integrity import Survey
from services.audit.seals import Seals, seal
from services.ledger.reading import Record
from tests.services.audit.test_chains import PROJECTS, ledger, place


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "seals"
    path.write_bytes(b"".join(map(seal, ledger(PROJECTS * 2))))
    return path


def found(path: Path, records: list[Record]) -> list[tuple[int, str, int | None]]:
    with Seals(path) as seals:
        survey = Survey(seals)
        for record in records:
            survey.take(record)
        findings = survey.result(len(records))
    return [(finding.sequence, finding.aggregate, finding.version) for finding in findings]


def test_a_ledger_that_went_on_agrees(kept: Path) -> None:
    assert found(kept, ledger(PROJECTS * 3)) == []


def test_a_changed_newest_fact_is_named(kept: Path) -> None:
    records = ledger(PROJECTS * 2)
    changed = records[5].body.replace(b'"actor":"zhang"', b'"actor":"zheng"')
    records[5] = replace(records[5], body=changed)
    assert found(kept, records) == [place(records, 6)]


def test_a_fact_under_another_project_is_named(kept: Path) -> None:
    records = ledger(PROJECTS * 2)
    records[5] = replace(records[5], subject="jx.ev.231083.project.231083-2021-P9")
    assert (6, "231083.project.231083-2021-P9", 1) in [
        (sequence, aggregate, 1) for sequence, aggregate, _ in found(kept, records)
    ]


def test_a_ledger_that_lost_its_end_is_found(kept: Path) -> None:
    assert found(kept, ledger(PROJECTS)) == [(4, "", None)]


def test_another_history_from_an_old_backup_on_is_named_where_it_begins(kept: Path) -> None:
    other = ledger([*PROJECTS, PROJECTS[2], PROJECTS[1], PROJECTS[0]])
    assert found(kept, other)[0] == place(other, 4)
