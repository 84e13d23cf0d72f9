"""A furnished house with its pages; NiceGUI can be mounted once in a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.console.mounting import console
from services.runtime.servers import servers
from services.runtime.settings import Settings
from tests.services.api.house import House, house


@contextmanager
def furnished(folder: Path) -> Iterator[House]:
    """Keep the house open with a year in it and everybody let in."""
    settings = Settings(data=folder)
    with servers(settings) as running, house(running, settings, console) as open_house:
        with open_house.browsers:
            open_house.furnish()
            yield open_house
