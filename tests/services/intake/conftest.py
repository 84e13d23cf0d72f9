"""A desk whose ledger has the intake's streams, with the law of one place."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from services.desk.desk import Desk
from services.intake import streams
from tests.services.desk.bureau import adopt


@pytest.fixture(scope="module")
def desk(empty_nats_url: str) -> Iterator[Desk]:
    with closing(Desk(empty_nats_url)) as desk:
        desk.prepare(streams.prepare)
        assert adopt(desk).fresh
        yield desk
