"""Every page there is, in the order of the menu."""

from typing import Final

from services.console.page import Page
from services.console.pages import accounts, batch, case, directory, fill, project, review, todo

PAGES: Final[tuple[Page, ...]] = (
    todo.PAGE,
    batch.PAGE,
    directory.PAGE,
    project.PAGE,
    fill.PAGE,
    review.PAGE,
    case.PAGE,
    accounts.PAGE,
)
