"""One house with its pages for all tests of this folder."""

from collections.abc import Iterator

import pytest

from services.console.mounting import console
from tests.services.api.house import House, furnished


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with furnished(tmp_path_factory.mktemp("console"), console) as open_house:
        yield open_house
