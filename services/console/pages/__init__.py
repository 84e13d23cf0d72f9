"""Every page there is, in the order of the menu."""

from typing import Final

from services.console.page import Page
from services.console.pages import (
    accountability,
    accounts,
    batch,
    board,
    candidate,
    case,
    directory,
    evidence,
    fill,
    health,
    obligations,
    one_round,
    parked,
    policies,
    project,
    ranking,
    review,
    rounds,
    summary,
    todo,
    what_if,
)

PAGES: Final[tuple[Page, ...]] = (
    todo.PAGE,
    batch.PAGE,
    directory.PAGE,
    project.PAGE,
    fill.PAGE,
    review.PAGE,
    case.PAGE,
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
    accounts.PAGE,
)
