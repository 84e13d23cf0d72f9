"""One furnished house with its pages; NiceGUI can be mounted once in a process."""

from collections.abc import Iterator

import pytest

from services.console.mounting import console
from services.runtime.servers import servers
from services.runtime.settings import Settings
from tests.services.api.house import House, house


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = Settings(data=tmp_path_factory.mktemp("console"))
    with servers(settings) as running, house(running, settings, console) as open_house:
        with open_house.browsers:
            open_house.furnish()
            yield open_house
