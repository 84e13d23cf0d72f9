"""Old bytes: how a fact stored under an older tag is read as the fact of today.

What is stored never changes. A tag that no struct has any more names the tag that follows it and a
pure function from the old JSON to the new; several steps are walked one after the other.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

Data = dict[str, object]


class Upcaster(NamedTuple):
    """One step: the tag the old content is read under, and its content there."""

    tag: str
    upcast: Callable[[Data], Data]


def _department_scored(data: Data) -> Data:
    """Who had no score owed nothing: the first version knew no other reason in practice."""
    return {**data, "obliged": data.get("score") is not None}


UPCASTERS: Final[dict[str, Upcaster]] = {
    "assessment.department-scored.v1": Upcaster(
        "assessment.department-scored.v2", _department_scored
    ),
}


def upcast(tag: str, data: Data) -> tuple[str, Data]:
    """Return the newest tag and the content as it is read under it."""
    while step := UPCASTERS.get(tag):
        tag, data = step.tag, step.upcast(data)
    return tag, data
