"""The packs that come with the system: one TOML file a place, several dated editions in it."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources

import msgspec

from services.policies.rules import Rules
from services.refusal import Refused


@cache
def packs() -> dict[str, Rules]:
    """Read every edition of every pack, by its name ``<place>@<date>``."""
    editions: dict[str, Rules] = {}
    for file in resources.files("services.policies").iterdir():
        if file.name.endswith(".toml"):
            for rules in read_pack(file.name.removesuffix(".toml"), file.read_text("utf-8")):
                editions[rules.edition] = rules
    return editions


def read_pack(place: str, text: str) -> list[Rules]:
    """Type one pack; ``ValueError`` names the file, the edition and the field at fault."""
    pack = tomllib.loads(text, parse_float=Decimal)
    editions: list[Rules] = []
    for edition in pack.pop("edition", []):
        name = f"{place}@{edition.get('effective_on', '')}"
        try:
            editions.append(msgspec.convert({**pack, **edition, "edition": name}, Rules))
        except msgspec.ValidationError as error:
            raise ValueError(f"{place}.toml {name}: {error}") from error
    return editions


def pack_edition(name: str) -> Rules:
    """Return one edition of the packs; :class:`Refused` names those there are."""
    try:
        return packs()[name]
    except KeyError:
        raise Refused(f"没有政策版本 {name}；现有：{'、'.join(sorted(packs()))}") from None
