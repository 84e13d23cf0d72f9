"""What a person is told when the ledger does not take what was given."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import nats.errors
import pytest

from services.cli.outages import chinese
from services.desk.desk import Desk
from services.ledger.errors import ApiFault, Refusal
from services.ledger.streams import StreamRefused
from tests.services.desk.bureau import code, order, register
from tests.torture.nodes import Node


@pytest.fixture
def small(tmp_path: Path) -> Iterator[str]:
    """A server with room for a few facts."""
    node = Node(tmp_path, limits=", max_file_store: 20KB")
    try:
        node.start()
        node.await_ready()
        yield node.url
    finally:
        node.kill()


def filled(desk: Desk) -> tuple[int, Refusal]:
    """Write until there is no room; returns how many facts were taken, and the no."""
    for accepted in range(1000):
        try:
            assert desk.handle(order(register(code()))).fresh
        except Refusal as refusal:
            return accepted, refusal
    raise AssertionError("there is room without end")


def test_a_full_ledger_says_so_and_keeps_what_it_has(small: str) -> None:
    with closing(Desk(small)) as desk:
        accepted, refusal = filled(desk)
        assert accepted
        assert desk.ledger.max_notification_id() == accepted
    said = chinese(refusal)
    assert said.startswith("台账没有空间了，未能登记（insufficient resources (10023)）")
    assert "可以原样重做" in said


def test_a_silent_ledger_and_a_wrong_stream_are_told_apart() -> None:
    fault: ApiFault = {
        "code": 500,
        "err_code": 10012,
        "description": "meta.inf: no space left on device",
    }
    assert chinese(Refusal(fault)).startswith("台账没有空间了")
    fault = {"code": 503, "err_code": 10008, "description": "not available"}
    assert chinese(Refusal(fault)).startswith("台账没有应答")
    assert chinese(nats.errors.TimeoutError()).startswith("台账没有应答（nats: timeout）")
    assert chinese(StreamRefused("JX_EVENTS", ["max_age"])).startswith("台账的流不合要求")
