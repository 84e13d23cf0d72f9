"""One house for a test, empty at its beginning."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.access.at_provider import settings
from tests.services.access.house import Browser, House, house
from tests.services.access.issuer import Issuer, issuer


@pytest.fixture(name="house")
def _house(nats_url: str) -> Iterator[House]:
    with house(nats_url) as opened:
        yield opened


@pytest.fixture
def security(house: House) -> Browser:
    """Sign the first security administrator in."""
    return house.begin()


@pytest.fixture(name="provider")
def _provider() -> Iterator[Issuer]:
    with issuer() as serving:
        yield serving


@pytest.fixture(name="home")
def _home(provider: Issuer, nats_url: str, tmp_path: Path) -> Iterator[House]:
    with house(nats_url, settings(provider, tmp_path)) as opened:
        yield opened
