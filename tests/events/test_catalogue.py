"""The catalogue: tags for ever, titles for people, codes with their Chinese."""

import re
from enum import EnumMeta
from typing import get_args

import pytest

from events import terms
from events.catalogue import FACTS, AnyFact
from events.fact import Fact
from events.terms import Term

TAG = re.compile(
    r"(project|campaign|clawback-round|assessment|policy|obligation|engagement)"
    r"\.[a-z]+(-[a-z]+)*\.v[1-9]\d*"
)
CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
KINDS: tuple[type[Fact], ...] = get_args(AnyFact)
TERMS = [
    term
    for kind in vars(terms).values()
    if isinstance(kind, EnumMeta) and kind is not Term and issubclass(kind, Term)
    for term in kind
]


def test_every_tag_is_of_one_fact() -> None:
    assert len(FACTS) == len(KINDS)
    assert {fact.tag for fact in KINDS} == set(FACTS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_tag_names_aggregate_fact_and_version(kind: type[Fact]) -> None:
    assert TAG.fullmatch(kind.tag)
    assert FACTS[kind.tag] is kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_fact_has_a_chinese_title_and_a_sentence(kind: type[Fact]) -> None:
    assert CHINESE.search(kind.title)
    assert kind.__doc__
    assert kind.__doc__.strip().partition("\n")[0].endswith(".")


def test_a_tag_never_says_a_python_path() -> None:
    assert [tag for tag in FACTS if "events" in tag or "_" in tag] == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{type(term).__name__}.{term.name}")
def test_a_code_is_its_name_and_has_a_reading(term: Term) -> None:
    assert term.value == term.name == str(term)
    assert term.zh
    assert term.zh != term.value


def test_no_two_codes_of_a_term_read_the_same() -> None:
    read = [(type(term).__name__, term.zh) for term in TERMS]
    assert sorted(set(read)) == sorted(read)
