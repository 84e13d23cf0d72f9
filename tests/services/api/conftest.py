"""One house for all tests of the interface; each uses projects of its own."""

from collections.abc import Iterator

import pytest

from services.runtime.servers import servers
from services.runtime.settings import Settings
from tests.services.api.house import House, house


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = Settings(data=tmp_path_factory.mktemp("house"))
    with servers(settings) as running, house(running, settings) as open_house:
        with open_house.browsers:
            open_house.furnish()
            yield open_house
