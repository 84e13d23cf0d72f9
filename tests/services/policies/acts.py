"""What the tests of the law share: who adopts it, and how editions come into force."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec
import pytest
from msgspec.structs import replace

from events.policy import PolicyFact
from events.subjects import policy_id
from events.terms import Role
from services.decision import Actor, Context
from services.policies.adoption import AdoptPolicy, PolicyCommand, decide
from services.policies.law import Law, evolve
from services.policies.packs import packs
from services.policies.rules import Rules
from services.refusal import Refused

HAILIN = "hailin@2021-01-01"


def officer(division: str = "231083") -> Context:
    return Context(
        command_id="c",
        at=datetime(2021, 1, 1, tzinfo=UTC),
        actor=Actor(id="officer", role=Role.PERF_SECTION_OFFICER, org="F02"),
        aggregate=policy_id(division),
        law=Law(),
    )


def whole(place: str, edition: str, day: date) -> Rules:
    """Return another edition with the content of the first one of a place."""
    (first,) = [rules for name, rules in packs().items() if name.startswith(place)]
    return replace(first, edition=edition, effective_on=day)


def content(rules: Rules) -> dict[str, object]:
    found: dict[str, object] = msgspec.to_builtins(rules)
    return found


def given_whole(rules: Rules) -> AdoptPolicy:
    return AdoptPolicy(edition=rules.edition, rules=content(rules))


def decided(law: Law, command: PolicyCommand) -> list[PolicyFact]:
    return decide(law, command, officer())


def after(law: Law, command: PolicyCommand) -> Law:
    for fact in decided(law, command):
        law = evolve(law, fact)
    return law


def adopted(*editions: Rules) -> Law:
    law = Law()
    for rules in editions:
        law = after(law, given_whole(rules))
    return law


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as no:
        act()
    return str(no.value)
