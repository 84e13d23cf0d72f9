"""Every page there is, in the order of the menu."""

from typing import Final

from services.console.page import Page
from services.console.pages import directory

PAGES: Final[tuple[Page, ...]] = (directory.PAGE,)
