"""Every view there is; a view is taken out by deleting its file and its line here."""

from typing import Final

from msgspec import Struct

from projections import (
    board,
    clawback,
    congress,
    coverage,
    dispositions,
    engagements,
    evaluation,
    execution,
    indicators,
    ledgers,
    obligations,
    ranking,
    reallocation,
    rounds,
    subjects,
    targets,
    trail,
)
from projections.view import View, on_the_shelf

VIEWS: Final[tuple[View[Struct], ...]] = (
    on_the_shelf(execution.VIEW),
    on_the_shelf(board.VIEW),
    on_the_shelf(clawback.VIEW),
    on_the_shelf(dispositions.VIEW),
    on_the_shelf(evaluation.VIEW),
    on_the_shelf(coverage.VIEW),
    on_the_shelf(rounds.VIEW),
    on_the_shelf(reallocation.VIEW),
    on_the_shelf(ranking.VIEW),
    on_the_shelf(trail.VIEW),
    on_the_shelf(subjects.VIEW),
    on_the_shelf(targets.VIEW),
    on_the_shelf(ledgers.VIEW),
    on_the_shelf(indicators.VIEW),
    on_the_shelf(obligations.VIEW),
    on_the_shelf(congress.VIEW),
    on_the_shelf(engagements.VIEW),
)
