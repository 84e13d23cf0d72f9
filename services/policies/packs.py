"""The packs: one TOML file a place, several dated editions in it.

Those of four places come with the system; a bureau adds its own in a folder of its choice.
"""

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import msgspec

from services.policies.rules import Rules
from services.refusal import Refused
from services.wording import chinese

_AT: Final = re.compile(r"at line (\d+), column (\d+)")
_SYNTAX: Final = "文本须加引号，日期须有这一天且不加引号，同名的表和键不得重复"
_FURTHER: Final[dict[str, Rules]] = {}


@cache
def packs() -> dict[str, Rules]:
    """Read every edition of the packs that come along, by its name ``<place>@<date>``."""
    return _read_all(resources.files("services.policies").iterdir())


def add_packs(folder: Path) -> dict[str, Rules]:
    """Make a bureau's own packs known as well; ``ValueError`` names what is wrong with them.

    An edition that comes with the system cannot be replaced: it gets another name by another day.
    """
    found = _read_all(sorted(folder.iterdir()))
    if taken := sorted({*found} & {*packs()}):
        raise ValueError(f"{folder}：政策版本 {'、'.join(taken)} 与自带的重名")
    _FURTHER.update(found)
    return found


def _read_all(files: Iterable[Traversable | Path]) -> dict[str, Rules]:
    editions: dict[str, Rules] = {}
    for file in files:
        if file.name.endswith(".toml"):
            for rules in read_pack(file.name.removesuffix(".toml"), _text(file)):
                if rules.edition in editions:
                    raise ValueError(f"{file.name} {rules.edition}：同一天有两个版本")
                editions[rules.edition] = rules
    return editions


def _text(file: Traversable | Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")  # an editor may have put its mark before it
    except UnicodeDecodeError as error:
        raise ValueError(f"{file.name}：{chinese(error)}，请另存为 UTF-8 编码") from error


def read_pack(place: str, text: str) -> list[Rules]:
    """Type one pack; ``ValueError`` names the file, the edition and the field at fault."""
    try:
        pack = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        where = f"第 {at[1]} 行第 {at[2]} 列" if at else "末尾"
        raise ValueError(f"{place}.toml {where}不合 TOML 写法：{_SYNTAX}") from error
    found = pack.pop("edition", None)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found) or not found:
        raise ValueError(f"{place}.toml 没有政策版本：每个版本以 [[edition]] 开头")
    editions: list[Rules] = []
    for edition in found:
        name = f"{place}@{edition.get('effective_on', '')}"
        try:
            editions.append(msgspec.convert({**pack, **edition, "edition": name}, Rules))
        except msgspec.ValidationError as error:
            raise ValueError(f"{place}.toml {name}：{chinese(error)}") from error
    return editions


def pack_edition(name: str) -> Rules:
    """Return one edition of the packs; :class:`Refused` names those there are."""
    known = packs() | _FURTHER
    try:
        return known[name]
    except KeyError:
        raise Refused(f"没有政策版本 {name}；现有：{'、'.join(sorted(known))}") from None
