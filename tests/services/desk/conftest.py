"""A desk on an empty ledger with the law of one place, and further desks beside it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from services.desk.desk import Desk
from tests.services.desk.bureau import adopt

Another = Callable[[], Desk]


@pytest.fixture(scope="module")
def desk(empty_nats_url: str) -> Iterator[Desk]:
    with closing(Desk(empty_nats_url)) as desk:
        assert adopt(desk).fresh
        yield desk


@pytest.fixture
def another(empty_nats_url: str) -> Iterator[Another]:
    """Open further desks, whose memory is empty as after a restart."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Desk(empty_nats_url)))
