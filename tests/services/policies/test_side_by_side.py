"""Editions side by side: every value once, with its paragraph, and exactly what differs marked."""

from itertools import product

import pytest
from msgspec.structs import replace

from services.policies.packs import packs
from services.policies.side_by_side import SECTIONS, side_by_side

EDITIONS = sorted(packs())


@pytest.mark.parametrize("name", EDITIONS)
def test_an_edition_beside_itself_differs_nowhere(name: str) -> None:
    pairs = side_by_side(packs()[name], packs()[name])
    assert {pair.section for pair in pairs} <= {*SECTIONS}
    assert not any(pair.differs for pair in pairs)
    assert all(pair.left == pair.right for pair in pairs)


@pytest.mark.parametrize(("one", "other"), [*product(EDITIONS, repeat=2)])
def test_every_value_of_both_stands_once(one: str, other: str) -> None:
    pairs = side_by_side(packs()[one], packs()[other])
    paths = [pair.path for pair in pairs]
    assert len(paths) == len({*paths})
    back = side_by_side(packs()[other], packs()[one])
    mirrored = {pair.path: (pair.right, pair.left) for pair in back}
    assert {pair.path: (pair.left, pair.right) for pair in pairs} == mirrored


def test_one_changed_threshold_is_the_one_difference() -> None:
    rules = packs()["hailin@2021-01-01"]
    gap = replace(rules.warnings["RATE_GAP"], threshold=15)
    changed = replace(rules, warnings=rules.warnings | {"RATE_GAP": gap})
    [pair] = [pair for pair in side_by_side(rules, changed) if pair.differs]
    assert pair.path == "warnings.RATE_GAP.threshold"
    assert pair.words == "RATE_GAP.threshold（界限）"
    assert pair.left is not None
    assert (pair.left.text, pair.left.clause, pair.left.verified) == ("20.00", "HL-06", False)


def test_a_rule_only_one_has_is_shown_as_such() -> None:
    pairs = side_by_side(packs()["qiemo@2020-01-01"], packs()["hailin@2021-01-01"])
    only = {pair.path for pair in pairs if pair.left is None}
    assert "warnings.BEHIND_SCHEDULE.threshold" in only


def test_a_table_without_a_paragraph_takes_that_of_the_table_around_it() -> None:
    rules = packs()["lingyuan@2021-01-01"]
    found = {pair.path: pair.left for pair in side_by_side(rules, rules)}
    item = found["assessment.rubric.TARGETS.points"]
    assert item is not None
    assert (item.text, item.clause, item.verified) == ("20", "LY-12", False)
