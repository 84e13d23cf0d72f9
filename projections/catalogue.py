"""Every view there is; a view is taken out by deleting its file and its line here."""

from typing import Final

from msgspec import Struct

from projections import (
    board,
    clawback,
    congress,
    engagements,
    execution,
    obligations,
    ranking,
    trail,
)
from projections.view import View, on_the_shelf

VIEWS: Final[tuple[View[Struct], ...]] = (
    on_the_shelf(execution.VIEW),
    on_the_shelf(board.VIEW),
    on_the_shelf(clawback.VIEW),
    on_the_shelf(ranking.VIEW),
    on_the_shelf(trail.VIEW),
    on_the_shelf(obligations.VIEW),
    on_the_shelf(congress.VIEW),
    on_the_shelf(engagements.VIEW),
)
