import json
import subprocess
import sys

PROGRAM = """
import asyncio, logging, sys
from pathlib import Path
from faststream import FastStream
from faststream.nats import NatsBroker
import structlog
from services.runtime import log
from services.runtime.settings import Settings

level = getattr(logging, sys.argv[1])
log.configure(Settings(data=Path(), log_level=level, log_format=sys.argv[2]))
ours = structlog.get_logger("jixiao.test")
ours.debug("fact-read")
ours.info("fact-appended", project="凌源-2021", version=3)
logging.getLogger("nats.aio.client").info("chatter")
logging.getLogger("nats.aio.client").warning("trouble")
logging.getLogger("elsewhere").info("foreign", extra={"subject": "jx.in"})
try:
    1 / 0
except ZeroDivisionError:
    ours.exception("fact-refused")

async def consume(url):
    broker = NatsBroker(url, logger=log.broker_logger())
    done = asyncio.Event()
    @broker.subscriber("poison")
    async def take(body: str) -> None:
        done.set()
        raise ValueError("bad row")
    await broker.start()
    await broker.publish("x", "poison")
    await done.wait()
    await broker.stop()

if sys.argv[3:]:
    asyncio.run(consume(sys.argv[3]))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)


def test_lines_are_json_when_nobody_watches() -> None:
    lines = [json.loads(line) for line in run("INFO", "auto").stderr.splitlines()]
    assert [line["event"] for line in lines] == [
        "fact-appended",
        "trouble",
        "foreign",
        "fact-refused",
    ]
    first, trouble, foreign, refused = lines
    assert first["timestamp"].endswith("Z")
    assert (first["project"], first["version"], first["level"], first["logger"]) == (
        "凌源-2021",
        3,
        "info",
        "jixiao.test",
    )
    assert trouble["logger"] == "nats.aio.client"
    assert foreign["subject"] == "jx.in"
    assert refused["exception"][0]["exc_type"] == "ZeroDivisionError"


def test_chinese_stays_readable_in_json() -> None:
    assert "凌源-2021" in run("INFO", "json").stderr


def test_debug_lets_everybody_speak() -> None:
    events = [json.loads(line)["event"] for line in run("DEBUG", "json").stderr.splitlines()]
    assert {"fact-read", "chatter"} <= {*events}


def test_a_person_gets_plain_lines() -> None:
    said = run("INFO", "console").stderr
    assert "fact-appended" in said
    assert not said.lstrip().startswith("{")


def test_the_broker_logs_where_we_do(nats_url: str) -> None:
    done = run("INFO", "json", nats_url)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.stdout == ""
    assert any("bad row" in json.dumps(line) for line in lines)
    assert "Received" not in done.stderr
