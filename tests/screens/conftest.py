"""A furnished house with its pages, and one browser for everybody."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from services.console.mounting import console
from tests.screens.browser import Person, chromium
from tests.services.api.house import House, furnished


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with furnished(tmp_path_factory.mktemp("screens"), console) as open_house:
        yield open_house


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def person(home: House, browser: Browser) -> Iterator[Callable[[str], Person]]:
    """Let people sign in, each at a browser of their own."""
    people: list[Person] = []

    def sign_in(name: str) -> Person:
        people.append(Person(browser, home.http.url))
        people[-1].sign_in(name)
        return people[-1]

    yield sign_in
    for one in people:
        one.leave()
