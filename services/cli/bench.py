"""``bench``: how fast payments are taken in, against bare atomic batches of the same bytes."""

import asyncio
import statistics
import tempfile
import time
import uuid
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import typer
import uvloop
from msgspec import Struct
from nats.aio.client import Client
from rich.table import Table

from events.subjects import INTAKE_STREAM, intake_subject
from services.cli.running import console, settings_for
from services.intake.app import Intake
from services.intake.contract import Message
from services.intake.streams import BATCH, DURABLE
from services.ledger import streams
from services.office import opened
from services.policies.calendar import end_of
from services.runtime.servers import Servers, servers

DIVISION: Final = "652825"
PROJECTS: Final = 1000
ROUNDS: Final = 5
PER_ROUND: Final = 10 * BATCH
SCRATCH: Final = "JX_BENCH"
RESULT: Final = Path("build/bench.json")


class Row(Struct, frozen=True, kw_only=True):
    """One line of the table: medians in ``unit`` and their ratio."""

    name: str
    ours: float
    limit: float
    unit: str
    ratio_limit: float


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("bench", help="上游支付的接收速度，与同样字节的裸写入相比。")(bench)


def bench() -> None:
    """Measure on servers of its own, print a table and write ``build/bench.json``."""
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(Path(folder))
        with servers(settings) as running:
            row = uvloop.run(_measure(running))
    table = Table(title="接收速度（中位数）")
    for header in ("工作", "本系统", "裸写入", "单位", "比值"):
        table.add_column(header)
    table.add_row(
        row.name, f"{row.ours:,.0f}", f"{row.limit:,.0f}", row.unit, f"{row.ratio_limit:.2f}"
    )
    console().print(table)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(msgspec.json.format(msgspec.json.encode([row])))


async def _measure(running: Servers) -> Row:
    async with opened(running) as office:
        client = office.client
        await asyncio.to_thread(
            office.desk.prepare,
            lambda wire: streams.reconcile(wire, streams.ledger(SCRATCH, ["bench.>"])),
        )
        ours: list[float] = []
        for number in range(ROUNDS + 1):
            await _publish(client, number)
            async with Intake(running.nats_url, office.desk):
                ours.append(await _drained(client))
        bodies = [
            bytes(notification.state)
            for notification in office.desk.ledger.select_notifications(1, BATCH)
        ]
        limit = [await _raw(client, bodies) for _ in range(ROUNDS + 1)]
    fast, raw = statistics.median(ours[1:]), statistics.median(limit[1:])
    return Row(name="支付接收", ours=fast, limit=raw, unit="条/秒", ratio_limit=fast / raw)


async def _publish(client: Client, number: int) -> None:
    """Lay a round of payments into the intake stream."""
    day = date(2020, 6, 1)
    for start in range(0, PER_ROUND, BATCH):
        messages = [
            msgspec.json.encode(
                Message(
                    source_system="treasury",
                    document_no=f"B-{number}-{start + offset}",
                    line_no=1,
                    kind="paid",
                    fiscal_year=2020,
                    project_code=f"P{(start + offset) % PROJECTS:04}",
                    amount_fen=100_00 + offset,
                    occurred_on=day,
                    published_at=end_of(day),
                )
            )
            for offset in range(BATCH)
        ]
        await _batch(client, [intake_subject(DIVISION)] * BATCH, messages)


async def _drained(client: Client) -> float:
    """Wait until every message is answered; returns messages a second."""
    stream = client.jetstream()
    began = time.perf_counter()
    while True:
        info = await stream.consumer_info(INTAKE_STREAM, DURABLE)
        if not info.num_pending and not info.num_ack_pending:
            return PER_ROUND / (time.perf_counter() - began)
        await asyncio.sleep(0.01)


async def _raw(client: Client, bodies: list[bytes]) -> float:
    """Write the same bytes in atomic batches with nothing around them."""
    began = time.perf_counter()
    for _ in range(PER_ROUND // BATCH):
        subjects = [f"bench.{number}" for number in range(len(bodies))]
        await _batch(client, subjects, bodies)
    return PER_ROUND / (time.perf_counter() - began)


async def _batch(client: Client, subjects: list[str], bodies: list[bytes]) -> None:
    """Publish one atomic batch and wait for its acknowledgement."""
    name = uuid.uuid4().hex
    last = len(bodies)
    for number, (subject, body) in enumerate(zip(subjects, bodies, strict=True), 1):
        headers = {"Nats-Batch-Id": name, "Nats-Batch-Sequence": str(number)}
        if number < last:
            await client.publish(subject, body, headers=headers)
        else:
            headers["Nats-Batch-Commit"] = "1"
            await client.request(subject, body, timeout=30, headers=headers)
