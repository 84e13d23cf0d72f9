"""Changes of an edition as people write them: ``warnings.RATE_GAP.threshold=15.00``."""

from collections.abc import Iterable
from typing import Final

import msgspec

from services.desk.faults import UNREADABLE, check_numbers
from services.refusal import Refused

_VALUE: Final = msgspec.json.Decoder(object, float_hook=str)


def read_changes(texts: Iterable[str]) -> dict[str, object]:
    """Read changes; a value that is no JSON is text, and so is a figure with a point in it."""
    found: dict[str, object] = {}
    for text in texts:
        path, sign, value = text.partition("=")
        if not sign or not path.strip():
            raise Refused(f"看不懂“{text[:100]}”：应如 warnings.RATE_GAP.threshold=15.00")
        found[path.strip()] = _read(value.strip().encode("utf-8", "replace"))
    check_numbers(found, "change")
    return found


def _read(value: bytes) -> object:
    try:
        return _VALUE.decode(value)
    except UNREADABLE:
        return value.decode()
