"""Every page there is, in the order of the menu."""

from typing import Final

from services.console.page import Page
from services.console.pages import (
    accountability,
    board,
    candidate,
    directory,
    evidence,
    health,
    obligations,
    one_round,
    parked,
    policies,
    ranking,
    rounds,
    summary,
    what_if,
)

PAGES: Final[tuple[Page, ...]] = (
    directory.PAGE,
    board.PAGE,
    ranking.PAGE,
    evidence.PAGE,
    rounds.PAGE,
    one_round.PAGE,
    candidate.PAGE,
    accountability.PAGE,
    obligations.PAGE,
    summary.PAGE,
    policies.PAGE,
    what_if.PAGE,
    health.PAGE,
    parked.PAGE,
)
