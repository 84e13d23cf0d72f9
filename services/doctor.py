"""What an operator looks at first: streams as they must be, nobody stuck, nothing waiting."""

import asyncio

from msgspec import Struct

from events.subjects import INTAKE_STREAM, PARKED_STREAM, STREAM
from services.intake.streams import CONSUMER, DURABLE, STREAMS
from services.ledger import streams
from services.ledger.errors import Refusal
from services.ledger.wire import Json, Wire
from services.office import Office
from services.projector.checkpoint import load
from services.projector.lookup import reading

LAG = 10_000


class Check(Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    what: str
    well: bool
    found: str


async def examine(office: Office) -> list[Check]:
    """Look at the streams, the intake and the views."""
    checks: list[Check] = []

    async def look(wire: Wire) -> None:
        checks.extend(
            [*await _streams(wire, office.desk.replicas), await _intake(wire), await _parked(wire)]
        )

    await asyncio.to_thread(office.desk.prepare, look)
    checks.append(await asyncio.to_thread(_store, office))
    checks.extend([*await _views(office), _projecting(office)])
    return checks


async def _streams(wire: Wire, replicas: int) -> list[Check]:
    once = (streams.ledger(STREAM, ["jx.ev.>"]), *STREAMS)
    wanted = [streams.replicated(one, replicas) for one in once]
    found = {str(one["name"]): await streams.drift(wire, one) for one in wanted}
    return [
        Check(what=f"流 {name}", well=not drift, found="；".join(drift) or "配置如所要求")
        for name, drift in found.items()
    ]


async def _intake(wire: Wire) -> Check:
    what = "上游接收"
    try:
        answer = await wire.api(f"CONSUMER.INFO.{INTAKE_STREAM}.{DURABLE}")
    except Refusal as refusal:
        return Check(what=what, well=False, found=f"消费者不可用：{refusal}")
    config = answer["config"]
    drift = [
        name
        for name, value in CONSUMER.items()
        if isinstance(config, dict) and config.get(name) != value
    ]
    pending, unanswered = answer["num_pending"], answer["num_ack_pending"]
    found = f"待处理 {pending} 条，处理中 {unanswered} 条"
    if drift:
        found += f"；配置被改动：{'、'.join(drift)}"
    return Check(
        what=what, well=not drift and isinstance(pending, int) and pending < LAG, found=found
    )


def _store(office: Office) -> Check:
    what = "台账的磁盘"
    if office.store is None:
        return Check(what=what, well=True, found="外部服务器，请看它自己的 /healthz")
    trouble = office.store.trouble()
    found = f"写盘失败，腾出空间后须重新启动：{trouble}" if trouble else "可以写入"
    return Check(what=what, well=not trouble, found=found)


async def _parked(wire: Wire) -> Check:
    try:
        answer = await wire.api(f"STREAM.INFO.{PARKED_STREAM}")
    except Refusal as refusal:
        return Check(what="搁置报文", well=False, found=f"流不可用：{refusal}")
    state: Json = answer["state"] if isinstance(answer["state"], dict) else {}
    return Check(what="搁置报文", well=True, found=f"{state.get('messages')} 条")


async def _views(office: Office) -> list[Check]:
    end = await office.position()
    async with reading(office.database_url) as connection:
        known = (await load(connection)).values()
    if not known:
        return [Check(what="视图", well=end < LAG, found=f"尚未建立，台账 {end}")]
    return [
        Check(
            what=f"视图 {view.view}",
            well=view.blocked_at is None and end - view.position < LAG,
            found=f"停在台账 {view.blocked_at}：{view.reason}"
            if view.blocked_at is not None
            else f"位置 {view.position}，台账 {end}",
        )
        for view in sorted(known, key=lambda view: view.view)
    ]


def _projecting(office: Office) -> Check:
    what = "视图更新"
    if not office.projecting.done():
        return Check(what=what, well=True, found="运行中")
    error = None if office.projecting.cancelled() else office.projecting.exception()
    return Check(what=what, well=False, found=f"已停止：{error}")
