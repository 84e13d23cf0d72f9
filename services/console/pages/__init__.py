"""Every page there is, in the order of the menu."""

from typing import Final

from services.console.page import Page
from services.console.pages import (
    board,
    candidate,
    directory,
    evidence,
    one_round,
    ranking,
    rounds,
)

PAGES: Final[tuple[Page, ...]] = (
    directory.PAGE,
    board.PAGE,
    ranking.PAGE,
    evidence.PAGE,
    rounds.PAGE,
    one_round.PAGE,
    candidate.PAGE,
)
