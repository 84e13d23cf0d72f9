from projections.board import VIEW as BOARD
from projections.catalogue import VIEWS
from projections.execution import VIEW as EXECUTION
from projections.trail import VIEW as TRAIL
from services.projector.cache import Cache
from services.projector.tables import column_types, create_indexes, create_table, shape
from tests.projections.story import PROJECT


def test_columns_follow_from_the_row() -> None:
    board = {name: (kind, nullable) for name, kind, nullable in column_types(BOARD.row)}
    assert board["base_fen"] == ("bigint", True)
    assert board["score"] == ("numeric", True)
    assert board["submit_by"] == ("date", False)
    assert board["submitted_at"] == ("timestamptz", True)
    assert board["overdue"] == ("boolean", False)
    assert board["warnings"] == ("jsonb", False)
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


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    cache = Cache(2)
    first, second, third = (PROJECT._replace(name=f"231083-2021-{n}") for n in "abc")
    for aggregate in (first, second, third):
        cache.add(aggregate)
        cache.get(first)
    cache.trim()
    assert [cache.get(one) is not None for one in (first, second, third)] == [True, False, True]
