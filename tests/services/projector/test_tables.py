from msgspec import Struct

from projections.board import VIEW as BOARD
from projections.catalogue import VIEWS
from projections.execution import VIEW as EXECUTION
from projections.ranking import VIEW as RANKING
from projections.trail import VIEW as TRAIL
from services.projector.cache import Cache, Rows
from services.projector.column_types import column_types
from services.projector.tables import create_indexes, create_table, shape


class Name(Struct, frozen=True):
    name: str


def test_columns_follow_from_the_row() -> None:
    board = {name: (kind, nullable) for name, kind, nullable in column_types(BOARD.row)}
    assert board["base_fen"] == ("bigint", True)
    assert board["score"] == ("numeric", True)
    assert board["submit_by"] == ("date", False)
    assert board["submitted_at"] == ("timestamptz", True)
    assert board["overdue"] == ("boolean", False)
    assert board["warnings"] == ("jsonb", False)
    ranking = {name: (kind, nullable) for name, kind, nullable in column_types(RANKING.row)}
    assert (ranking["items"], ranking["entered"]) == (("json", False), ("jsonb", False))
    assert board["light"] == ('text COLLATE "C"', True)


def test_rows_of_a_view_are_told_apart_by_their_key() -> None:
    for view in VIEWS:
        assert f"PRIMARY KEY ({', '.join(view.key)})" in create_table(view)
        assert set(view.key) <= set(view.row.__struct_fields__)


def test_indexes_are_made_beside_the_table() -> None:
    [first, *_] = [
        index for view in VIEWS if view.name == "trail" for index in create_indexes(view)
    ]
    assert first == "CREATE INDEX ON trail (division, fiscal_year, project, sequence)"


def test_no_two_views_have_the_same_shape() -> None:
    assert len({shape(view) for view in VIEWS}) == len(VIEWS)
    assert {EXECUTION.append_only, TRAIL.append_only} == {False, True}


def test_what_was_not_used_lately_is_forgotten() -> None:
    cache = Cache(4, "")
    for name in "abc":
        cache.keep(name, {"": Name(name)})
    assert cache.is_full
    cache.trim()
    assert cache.get("b") == {"": Name("b")}
    for name in "de":
        cache.keep(name, {})
    cache.trim()
    assert [name for name in "abcde" if cache.get(name) is not None] == ["b", "d", "e"]


def test_rows_are_kept_by_their_part_be_they_one_or_many() -> None:
    cache = Cache(4, "name")
    one: Rows = {"x": Name("x")}
    both: Rows = {"x": Name("x"), "y": Name("y")}
    cache.keep("one", one)
    cache.keep("both", both)
    assert (cache.get("one"), cache.get("both")) == (one, both)
    assert list(cache.rows()) == [Name("x"), Name("x"), Name("y")]
