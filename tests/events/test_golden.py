"""What is stored stays readable: the bytes of every fact are pinned."""

import json
from collections import Counter
from decimal import Decimal

import pytest
from msgspec import NODEFAULT, Raw, structs

from events.assessment import DepartmentScored
from events.catalogue import FACTS
from events.envelope import decode_fact, encode_fact
from events.fact import Fact
from events.upcasting import UPCASTERS
from tests.events.golden import EARLIER, FOLDER, SAMPLES, earlier, goldens
from tests.events.test_envelope import enveloped

GOLDENS = dict(goldens())


@pytest.mark.parametrize("name", GOLDENS)
def test_a_fact_is_written_as_the_golden_bytes(name: str) -> None:
    assert bytes(encode_fact(GOLDENS[name])) == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", GOLDENS)
def test_the_golden_bytes_are_read_as_the_fact(name: str) -> None:
    stored = Raw((FOLDER / name).read_bytes())
    tag = name.removesuffix(".json").removesuffix(".required")
    assert decode_fact(enveloped(tag, stored)) == GOLDENS[name]


@pytest.mark.parametrize("name", earlier())
def test_bytes_from_before_a_further_field_are_read_and_say_the_same(name: str) -> None:
    stored = (EARLIER / name).read_bytes()
    fact = decode_fact(enveloped(earlier()[name], Raw(stored)))
    assert bytes(encode_fact(fact)) == stored


@pytest.mark.parametrize("tag", UPCASTERS)
def test_the_bytes_of_an_older_tag_are_read_as_the_fact_of_today(tag: str) -> None:
    """Nothing stored is lost: what the older bytes said is in the newer fact, word for word."""
    stored = Raw((FOLDER / f"{tag}.json").read_bytes())
    fact = decode_fact(enveloped(tag, stored))
    assert tag not in FACTS
    assert FACTS[fact.tag] is type(fact)
    newer = json.loads(bytes(encode_fact(fact)))
    assert {**newer, **json.loads(bytes(stored))} == newer


@pytest.mark.parametrize(("points", "obliged"), [('"95.05"', True), ("null", False)])
def test_the_first_score_without_points_is_read_as_owing_nothing(
    points: str, *, obliged: bool
) -> None:
    stored = Raw(
        b'{"department":"D01","score":%b,"rescaled":false,"items":[],"position":7}'
        % points.encode()
    )
    fact = decode_fact(enveloped("assessment.department-scored.v1", stored))
    assert isinstance(fact, DepartmentScored)
    assert fact.obliged is obliged


def test_every_fact_has_a_golden_file_and_every_file_its_fact() -> None:
    older = {f"{tag}.json" for tag in UPCASTERS}
    assert {path.name for path in FOLDER.glob("*.json")} == set(GOLDENS) | older
    assert {f"{tag}.json" for tag in FACTS} == {
        name for name in GOLDENS if not name.endswith(".required.json")
    }


def test_every_fact_has_one_sample() -> None:
    assert Counter(type(fact).tag for fact in SAMPLES) == Counter(list(FACTS))


@pytest.mark.parametrize("fact", SAMPLES, ids=lambda fact: fact.tag)
def test_a_sample_sets_every_field_to_something_else_than_its_default(fact: Fact) -> None:
    stored = json.loads(bytes(encode_fact(fact)))
    assert list(stored) == [field.encode_name for field in structs.fields(fact)]
    defaults = {
        field.name: field.default
        for field in structs.fields(fact)
        if field.default is not NODEFAULT
    }
    assert [name for name, value in defaults.items() if getattr(fact, name) == value] == []


@pytest.mark.parametrize("name", GOLDENS)
def test_no_number_on_the_wire_is_a_float(name: str) -> None:
    """Money is an integer of 分, percentages and points are strings of decimals."""
    floats: list[str] = []
    json.loads((FOLDER / name).read_bytes(), parse_float=floats.append)
    assert floats == []


def test_big_money_survives_to_the_fen() -> None:
    """Example 5: beyond 32 bits, and beyond what a double can count."""
    stored = json.loads((FOLDER / "project.execution-snapshot-taken.v1.json").read_bytes())
    assert stored["figures"]["initial_fen"] == 117_231_000_000
    assert stored["figures"]["appropriated_fen"] == 2**53 + 1
    assert Decimal(stored["figures"]["execution_rate"]) == Decimal("37.33")
