"""Which rules are in force: the editions a division adopted, folded from its policy history."""

from datetime import date
from functools import lru_cache

import msgspec
from msgspec import Struct

from events.policy import PolicyAdopted, PolicyAmended, PolicyFact
from services.policies.rules import Rules
from services.refusal import Refused


class Law(Struct, frozen=True):
    """All editions a division has adopted, in the order of adoption."""

    editions: tuple[Rules, ...] = ()

    def on(self, day: date) -> Rules:
        """Return the edition in force; a later adoption wins a tie; :class:`Refused` if none."""
        in_force = [rules for rules in self.editions if rules.effective_on <= day]
        if not in_force:
            raise Refused(f"{day} 没有生效的政策版本，请先采用政策版本（AdoptPolicy）")
        return max(reversed(in_force), key=lambda rules: rules.effective_on)

    def edition(self, name: str) -> Rules:
        """Return a pinned edition; :class:`Refused` when it was never adopted."""
        for rules in self.editions:
            if rules.edition == name:
                return rules
        raise Refused(f"政策版本 {name} 未被采用")


def evolve(law: Law, fact: PolicyFact) -> Law:
    """Add an edition; the record, not a file, says what it contains."""
    match fact:
        case PolicyAdopted(rules=content) | PolicyAmended(rules=content):
            return Law((*law.editions, read(_in_use(content))))


def _in_use(content: dict[str, object]) -> dict[str, object]:
    """Leave out what a recorded edition may hold and no decision rests on."""
    match content:
        case {"targets": {"paired_causes": _, **targets}}:
            return content | {"targets": targets}
        case _:
            return content


def read(content: dict[str, object]) -> Rules:
    """Type the content of an edition; ``msgspec.ValidationError`` names the field at fault."""
    return _read(msgspec.json.encode(content))


# Made before there are threads: a type that one thread is still looking into crashes another one.
_RULES = msgspec.json.Decoder(Rules)


@lru_cache(maxsize=64)
def _read(content: bytes) -> Rules:
    return _RULES.decode(content)
