"""One line of the table: medians, their ratios and whether they are what they should be."""

from collections.abc import Mapping

from msgspec import Struct

from services.bench.target import Target


class Row(Struct, frozen=True, kw_only=True):
    """One line: medians in ``unit`` and their ratios.

    ``ratio_limit`` is ours by the limit's. ``ratio_peer`` is how many times as fast as the peer,
    whichever way the unit counts. What a row has not is None.
    """

    name: str
    ours: float
    limit: float | None
    peer: float | None
    unit: str
    ratio_limit: float | None
    ratio_peer: float | None
    target: str
    reached: bool | None


def row(  # noqa: PLR0913  # a line of the table has as many columns
    name: str,
    unit: str,
    target: Target,
    *,
    ours: float,
    limit: float | None = None,
    peer: float | None = None,
    is_rate: bool = False,
) -> Row:
    """Make a row of medians; a rate is the better the higher, anything else the lower."""
    ratio_limit = None if limit is None else ours / limit
    ratio_peer = None if peer is None else ours / peer if is_rate else peer / ours
    return Row(
        name=name,
        ours=ours,
        limit=limit,
        peer=peer,
        unit=unit,
        ratio_limit=ratio_limit,
        ratio_peer=ratio_peer,
        target=target.words(unit),
        reached=target.reached(ours, ratio_limit, ratio_peer),
    )


def compared(
    name: str, unit: str, target: Target, found: Mapping[str, float], *, is_rate: bool = False
) -> Row:
    """Make a row of what was found for ours, the limit and the peer."""
    return row(
        name,
        unit,
        target,
        ours=found["ours"],
        limit=found["limit"],
        peer=found["peer"],
        is_rate=is_rate,
    )
