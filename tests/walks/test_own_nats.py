"""A NATS server of one's own, from ``init`` to the receipt of an upstream system."""

import asyncio
import json
import os
import signal
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nats
import pytest

from tests.own_nats import own_nats
from tests.walks.jixiao import PATIENCE, SCRIPT, run, wait_for_line

DIVISION, SYSTEM = "231083", "treasury"
NAME = f"upstream-{DIVISION}-{SYSTEM}"
RECEIPTS = f"jx.out.{DIVISION}.receipt.{SYSTEM}"
PAYMENT = {
    "source_system": SYSTEM,
    "document_no": "1",
    "line_no": 1,
    "kind": "paid",
    "fiscal_year": 2021,
    "project_code": "HL01",
    "amount_fen": 100,
    "occurred_on": "2021-05-06",
    "published_at": "2021-05-06T16:00:00+08:00",
}


def addresses(said: str, host: str) -> dict[str, str]:
    """Read the users' addresses from what ``init`` says."""
    lines = (line.partition("：") for line in said.splitlines())
    return {
        name: url.replace("127.0.0.1:4222", host)
        for name, _, url in lines
        if url.startswith("nats://")
    }


def jixiao(*words: str, data: Path, nats_url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [SCRIPT, *words, "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "JIXIAO_NATS_URL": nats_url, "COLUMNS": "160"},
    )


def done(*words: str, data: Path, nats_url: str) -> tuple[int, str]:
    process = jixiao(*words, data=data, nats_url=nats_url)
    said, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, said


async def report(url: str) -> dict[str, object]:
    """Publish as the upstream system does, and hear the receipt."""
    question = parse_qs(urlsplit(url).query)
    client = await nats.connect(
        url.partition("?")[0],
        nkeys_seed=question["seed"][0],
        inbox_prefix=question["inbox"][0].encode(),
    )
    receipts = await client.subscribe(RECEIPTS)
    await client.jetstream().publish(f"jx.in.{DIVISION}.execution", json.dumps(PAYMENT).encode())
    receipt: dict[str, object] = json.loads((await receipts.next_msg(timeout=30)).data)
    await client.close()
    return receipt


def test_everything_runs_with_no_more_rights_than_it_needs(tmp_path: Path) -> None:
    said = run("init", "--upstream", f"{DIVISION}/{SYSTEM}", data=tmp_path)
    with own_nats(tmp_path / "nats-server") as host:
        urls = addresses(said, host)
        assert set(urls) == {"owner", "application", "auditor", NAME}

        code, refusal = done("streams", data=tmp_path, nats_url=urls["application"])
        assert (code, "建流未成" in refusal) == (2, True), refusal
        code, made = done("streams", data=tmp_path, nats_url=urls["owner"])
        assert (code, "JX_EVENTS" in made) == (0, True), made

        service = jixiao("up", data=tmp_path, nats_url=urls["application"])
        try:
            wait_for_line(service, "已就绪")
            assert asyncio.run(report(urls[NAME]))["outcome"] == "accepted"
            assert asyncio.run(report(urls[NAME]))["outcome"] == "duplicate"
        finally:
            service.send_signal(signal.SIGTERM)
            rest, _ = service.communicate(timeout=PATIENCE)
        assert service.returncode == 0, rest

        code, first = done("account", "first", data=tmp_path, nats_url=urls["application"])
        assert (code, "/first-administrator#" in first) == (0, True), first


def test_streams_of_the_embedded_server_need_nobody(tmp_path: Path) -> None:
    assert "内置服务器自行建流" in run("streams", data=tmp_path, code=2)


@pytest.mark.parametrize("bad", ["treasury", "231083/a b"])
def test_a_wrong_upstream_is_said_plainly(tmp_path: Path, bad: str) -> None:
    assert "区划/系统名" in run("init", "--upstream", bad, data=tmp_path, code=2)
