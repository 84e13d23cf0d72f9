"""One house for all tests of the interface; each uses projects of its own."""

from collections.abc import Iterator

import pytest

from tests.services.api.house import House, furnished


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with furnished(tmp_path_factory.mktemp("house")) as open_house:
        yield open_house
