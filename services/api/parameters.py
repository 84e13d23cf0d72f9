"""Query parameters, read one by one; every fault is collected, none is passed over."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final, TypeVar

import msgspec
from msgspec import Struct

from services.answers.moment import moment
from services.desk.every_fault import Fault
from services.desk.faults import FIRST_YEAR, LARGEST, LAST_YEAR
from services.refusal import Refused

LONGEST: Final = 200
# An exponent makes a short text a number of a million digits.
_DECIMAL: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")
Value = int | str | bool | Decimal | date
T = TypeVar("T", bound=Struct)


class Parameters:
    """What stands behind the question mark; ``faults`` is what was wrong with what was asked."""

    def __init__(self, sent: Iterable[tuple[str, str]]) -> None:
        """Take the pairs as they were sent; a name given twice is a fault."""
        self.faults: list[Fault] = []
        self._sent: dict[str, str] = {}
        for name, value in sent:
            if name in self._sent:
                self._fault(name, "不能给出两次")
            elif len(value) > LONGEST:
                self._fault(name, f"最长 {LONGEST} 个字符")
            elif "\0" in value:
                self._fault(name, "不能有空字符")
            else:
                self._sent[name] = value

    def others(self, known: Iterable[str]) -> Iterator[str]:
        """Name what was sent beside what is known."""
        return iter(self._sent.keys() - set(known))

    def text(self, name: str) -> str | None:
        """Read a text; an empty one is none."""
        return self._sent.get(name) or None

    def matching(self, name: str, pattern: "re.Pattern[str]", words: str) -> str | None:
        """Read a text of one shape."""
        value = self.text(name)
        if value is not None and not pattern.fullmatch(value):
            self._fault(name, words)
            return None
        return value

    def whole(self, name: str, least: int, most: int) -> int | None:
        """Read a whole number within bounds."""
        value = self.text(name)
        if value is None:
            return None
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            self._fault(name, f"须为 {least} 至 {most} 的整数")
            return None
        return int(value)

    def yes(self, name: str) -> bool:
        """Read true or false."""
        value = self.text(name)
        if value not in (None, "true", "false"):
            self._fault(name, "须为 true 或 false")
        return value == "true"

    def moment(self, name: str) -> datetime | None:
        """Read a day or an instant."""
        value = self.text(name)
        if value is None:
            return None
        try:
            found = moment(value)
        except Refused as refused:
            self._fault(name, str(refused))
            return None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self._fault(name, f"年份须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
            return None
        return found

    def value(self, name: str, kind: type) -> Value | None:
        """Read a value to compare a column with."""
        text = self.text(name)
        if text is None:
            return None
        try:
            found: object = msgspec.convert(text, kind, strict=False)
        except msgspec.ValidationError:
            self._fault(name, "不认识的取值" if issubclass(kind, Enum) else "不是此栏的取值")
            return None
        if isinstance(found, Enum):
            return str(found.value)
        if isinstance(found, int) and abs(found) > LARGEST:
            self._fault(name, "数值超出范围")
            return None
        if isinstance(found, Decimal) and not _DECIMAL.fullmatch(text):
            self._fault(name, "数值超出范围")
            return None
        return found if isinstance(found, Value) else None

    def names(self, name: str, allowed: Mapping[str, object]) -> list[tuple[str, bool]]:
        """Read column names, parted by commas; one behind a minus falls."""
        found: list[tuple[str, bool]] = []
        for word in filter(None, (self.text(name) or "").split(",")):
            column = word.removeprefix("-")
            if column not in allowed:
                self._fault(name, f"不能按 {column} 排序：可用 {'、'.join(allowed)}")
            else:
                found.append((column, word.startswith("-")))
        return found

    def unknown(self, known: Iterable[str]) -> None:
        """Refuse what nobody asked for: a misspelt filter would show too much."""
        for name in sorted(self.others(known)):
            self._fault(name[:LONGEST], "不认识的参数")

    def _fault(self, name: str, reason: str) -> None:
        self.faults.append(Fault(path=name, reason=reason))
