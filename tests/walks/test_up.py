"""``up``: one keeper a folder, others join it; a payment from outside is answered and shown."""

import asyncio
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import nats
import pytest

from tests.walks.jixiao import PATIENCE, kill, run, show, start, wait_for_line

PAYMENT = {
    "source_system": "treasury",
    "document_no": "2021-90001",
    "line_no": 1,
    "kind": "paid",
    "fiscal_year": 2021,
    "project_code": "HL01",
    "amount_fen": 12_345_600,
    "occurred_on": "2021-12-06",
    "published_at": "2021-12-06T16:00:00+08:00",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up")


@pytest.fixture(scope="module")
def keeper(folder: Path) -> Iterator[int]:
    process = start("up", "--port", "0", data=folder)
    try:
        wait_for_line(process, "已就绪")
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


async def publish(data: Path, message: dict[str, object]) -> dict[str, object]:
    """Publish a message as another system does and wait for its receipt."""
    published = json.loads((data / "servers.json").read_text("utf-8"))
    client = await nats.connect(published["nats_url"])
    try:
        receipts = await client.subscribe("jx.out.231083.receipt.*")
        await client.jetstream().publish("jx.in.231083.execution", json.dumps(message).encode())
        receipt = json.loads((await receipts.next_msg(timeout=10)).data)
    finally:
        await client.close()
    assert isinstance(receipt, dict)
    return receipt


def test_a_payment_from_outside_is_answered_and_shown(keeper: int, folder: Path) -> None:
    assert keeper
    receipt = asyncio.run(publish(folder, PAYMENT))
    assert receipt["outcome"] == "accepted"
    (row,) = show("execution", "--project", "HL01", data=folder)
    assert row["executed_fen"] == PAYMENT["amount_fen"]
    assert asyncio.run(publish(folder, PAYMENT))["outcome"] == "duplicate"
    broken = asyncio.run(publish(folder, {**PAYMENT, "amount_fen": "1"}))
    assert (broken["outcome"], str(broken["reason"]).split("：")[0]) == ("parked", "amount_fen")


def test_a_second_keeper_is_told_who_holds_the_folder(keeper: int, folder: Path) -> None:
    assert str(keeper) in run("up", "--port", "0", data=folder, code=2)


def test_doctor_finds_a_running_house_well(keeper: int, folder: Path) -> None:
    assert keeper
    assert "问题" not in run("doctor", data=folder)


def test_a_killed_keeper_leaves_the_folder_free(tmp_path: Path) -> None:
    process = start("up", "--port", "0", data=tmp_path)
    wait_for_line(process, "已就绪")
    kill(process)
    assert "哈希链完整" in run("verify", data=tmp_path)
