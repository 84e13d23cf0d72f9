"""The light version from end to end: every row is there and makes sense."""

from pathlib import Path

import msgspec
import pytest

from services.bench.row import Row
from services.bench.run import GROUPS, measure
from services.bench.table import write
from services.runtime.settings import Settings


@pytest.mark.parametrize("group", list(GROUPS))
def test_each_group_measures_its_rows(group: str, tmp_path: Path) -> None:
    [rows] = measure(Settings(data=tmp_path), [group], quick=True)
    assert rows
    write(rows, tmp_path / "bench.json")
    assert msgspec.json.decode((tmp_path / "bench.json").read_bytes(), type=list[Row]) == rows
    for row in rows:
        assert row.name
        assert row.unit
        assert row.ours > 0
        for value in (row.limit, row.peer, row.ratio_limit, row.ratio_peer):
            assert value is None or value > 0
        assert (row.reached is None) == (row.target == "")
