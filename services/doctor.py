"""What an operator looks at first: streams and readers as they must be, no view stuck.

It changes nothing, and looks also where the house refuses to start.
"""

import asyncio
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from nats.aio.client import Client

from events.subjects import PARKED_STREAM, STREAM
from services.audit.ahead import ahead
from services.ledger.errors import Refusal
from services.ledger.streams import Difference
from services.ledger.wire import Json, Wire
from services.projector.checkpoint import Checkpoint, load
from services.projector.connection import LIVE, Connection, hold_schema, release_schema
from services.projector.follow import ledger_end
from services.projector.lookup import reading
from services.runtime.servers import Servers
from services.runtime.store import Store
from services.watch.wanted import Seen, begun, look

LAG: Final = 10_000
_PATIENCE: Final = 5.0  # seconds for one answer
_READERS: Final = {
    "intake": "上游接收",
    "clock-planner": "时钟计划",
    "clock": "时钟到期",
    "changes": "变化通知",
}


class Check(Struct, frozen=True, kw_only=True):
    """One thing that was looked at; ``metric`` and ``value`` say the same to a program."""

    what: str
    well: bool
    found: str
    metric: str
    name: str
    value: int


async def examine(servers: Servers) -> list[Check]:
    """Look at the streams, their readers and the views."""
    wire = await Wire.open(servers.nats_url, _PATIENCE)
    try:
        seen = [one async for one in look(wire, servers.replicas)]
        if all(one.differences is None for one in seen):
            return [_check("台账", "尚未建立，首次 jixiao up 时建立", "stream_differences", "", 0)]
        checks = [
            _stream(one) if one.kind == "stream" else await _reader(wire, one)
            for one in begun(seen)
        ]
        checks.append(await _parked(wire))
        checks.append(await asyncio.to_thread(_store, servers.store))
        if seen[0].differences is not None:
            checks += await _views(wire.client, servers.database_url)
    finally:
        await wire.close()
    return checks


def _check(  # noqa: PLR0913  # one thing, said to people and to programs
    what: str, found: str, metric: str, name: str, value: int, *, well: bool = True
) -> Check:
    return Check(what=what, well=well, found=found, metric=metric, name=name, value=value)


def _stream(seen: Seen) -> Check:
    what, metric = f"流 {seen.name}", "stream_differences"
    if seen.differences is None:
        return _check(what, "不存在", metric, seen.name, 1, well=False)
    count = len(seen.differences)
    found = f"配置被改动：{_listed(seen.differences)}" if count else "配置如所要求"
    return _check(what, found, metric, seen.name, count, well=not count)


async def _reader(wire: Wire, seen: Seen) -> Check:
    what = f"消费者 {seen.name}（{_READERS[seen.name]}）"
    if seen.differences is None:
        found = "不存在：运行中的 jixiao up 会在数秒内重建"
        return _check(what, found, "consumer_pending", seen.name, -1, well=False)
    answer = await wire.api(f"CONSUMER.INFO.{seen.stream}.{seen.name}")
    pending, unanswered = answer["num_pending"], answer["num_ack_pending"]
    waiting = pending if isinstance(pending, int) else -1
    found = f"待处理 {pending} 条，处理中 {unanswered} 条"
    if seen.differences:
        found += f"；配置被改动：{_listed(seen.differences)}"
    well = not seen.differences and 0 <= waiting < LAG
    return _check(what, found, "consumer_pending", seen.name, waiting, well=well)


def _listed(differences: Iterable[Difference]) -> str:
    return "；".join(f"{one.field} 应为 {one.wanted}，现为 {one.found}" for one in differences)


async def _parked(wire: Wire) -> Check:
    what, metric = "搁置报文", "parked_messages"
    try:
        answer = await wire.api(f"STREAM.INFO.{PARKED_STREAM}")
    except Refusal as refusal:
        return _check(what, f"流不可用：{refusal}", metric, "", -1, well=False)
    state: Json = answer["state"] if isinstance(answer["state"], dict) else {}
    count = state.get("messages")
    return _check(what, f"{count} 条", metric, "", count if isinstance(count, int) else -1)


def _store(store: Store | None) -> Check:
    what, metric = "台账的磁盘", "store_write_errors"
    if store is None:
        return _check(what, "外部服务器，请看它自己的 /healthz", metric, "", 0)
    trouble = store.trouble()
    found = f"写盘失败，腾出空间后须重新启动：{trouble}" if trouble else "可以写入"
    return _check(what, found, metric, "", int(bool(trouble)), well=not trouble)


async def _views(client: Client, database_url: str) -> list[Check]:
    async with reading(database_url) as connection:
        known = (await load(connection)).values()
        working = await _projecting(connection)
    end = await ledger_end(client)
    if not known:
        found = f"尚未建立，台账 {end}"
        return [_check("视图", found, "view_behind", "", end, well=end < LAG)]
    checks = [_view(view, end) for view in sorted(known, key=lambda view: view.view)]
    checks += [
        _check(
            "视图与台账",
            finding.what,
            "ledger_missing_from",
            STREAM,
            finding.sequence,
            well=False,
        )
        for finding in await ahead(client, database_url)
    ]
    behind = end - min(view.position for view in known)
    found = "运行中" if working else "没有进程在更新"
    well = working or behind < LAG
    return [*checks, _check("视图更新", found, "projector_at_work", "", int(working), well=well)]


def _view(view: Checkpoint, end: int) -> Check:
    what = f"视图 {view.view}"
    if view.blocked_at is not None:
        found = f"停在台账 {view.blocked_at}：{view.reason}；修复后重新启动即自行续上"
        return _check(what, found, "view_blocked_at", view.view, view.blocked_at, well=False)
    behind = end - view.position
    found = f"位置 {view.position}，台账 {end}"
    return _check(what, found, "view_behind", view.view, behind, well=behind < LAG)


async def _projecting(connection: Connection) -> bool:
    """Whether a process holds the views of the live schema."""
    if not await hold_schema(connection, LIVE):
        return True
    await release_schema(connection, LIVE)
    return False
