"""The house in its next version: it knows one more fact, and a view stumbles no longer.

    python -m tests.torture.mishaps.newer WORDS...

To be run, not to be imported: what is said here is said to the whole process.
"""

import sys

from events import catalogue as facts
from events.fact import Fact


class Measured(Fact, frozen=True, kw_only=True):
    """What only this version knows."""

    tag = "project.measured-by-satellite.v1"
    title = "卫星测量"

    metres: int


# Before anything is imported that reads facts, or folds them.
facts.FACTS[Measured.tag] = Measured

from collections.abc import Iterable, Mapping  # noqa: E402 - see above

from msgspec import Struct  # noqa: E402 - see above
from msgspec.structs import replace  # noqa: E402 - see above

from events.clawback_round import FundsReallocated  # noqa: E402 - see above
from events.envelope import Recorded  # noqa: E402 - see above
from projections import catalogue as views  # noqa: E402 - see above
from projections.view import View  # noqa: E402 - see above

LARGEST = (1 << 63) - 1  # what a column holds


def _mended(view: View[Struct]) -> View[Struct]:
    if view.name != "reallocation":
        return view

    def fold(rows: Mapping[str, Struct], recorded: Recorded) -> Iterable[Struct]:
        fact = recorded.fact
        if isinstance(fact, FundsReallocated) and fact.amount_fen > LARGEST:
            return ()
        return view.fold(rows, recorded)

    return replace(view, fold=fold)


setattr(views, "VIEWS", tuple(_mended(view) for view in views.VIEWS))  # noqa: B010  # Final there

from services.cli import main  # noqa: E402 - see above

if __name__ == "__main__":
    sys.argv[0] = "jixiao"
    main()
