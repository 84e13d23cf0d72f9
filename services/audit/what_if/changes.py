"""Changes of an edition as people write them: ``warnings.RATE_GAP.threshold=15.00``."""

import json
from collections.abc import Iterable

from services.refusal import Refused


def read_changes(texts: Iterable[str]) -> dict[str, object]:
    """Read changes; a value that is no JSON is text, and so is a figure with a point in it."""
    found: dict[str, object] = {}
    for text in texts:
        path, sign, value = text.partition("=")
        if not sign or not path.strip():
            raise Refused(f"看不懂“{text[:100]}”：应如 warnings.RATE_GAP.threshold=15.00")
        try:
            found[path.strip()] = json.loads(value, parse_float=str, parse_constant=str)
        except ValueError:
            found[path.strip()] = value.strip()
    return found
