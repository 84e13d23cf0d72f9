"""One house for a test, empty at its beginning."""

from collections.abc import Iterator

import pytest

from tests.services.access.house import Browser, House, house


@pytest.fixture(name="house")
def _house(nats_url: str) -> Iterator[House]:
    with house(nats_url) as opened:
        yield opened


@pytest.fixture
def security(house: House) -> Browser:
    """Sign the first security administrator in."""
    return house.begin()
