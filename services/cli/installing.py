"""``init`` and ``streams``: a NATS server of one's own, its users, and its streams."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
import uvloop
from eventsourcing.persistence import OperationalError

from services.access import credentials, nats_users
from services.cli.running import Data, say, settings_for
from services.ledger import streams as ledger
from services.ledger.wire import Json, Wire
from services.refusal import Refused
from services.watch.wanted import wanted_streams

TIMEOUT: Final = 10.0


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("init", help="为自备的 NATS 服务器生成用户密钥和配置，可重复运行。")(init)
    app.command("streams", help="以 owner 用户在自备的 NATS 服务器上建立或加强各流。")(streams)


def init(
    data: Data = None,
    upstream: Annotated[
        list[str] | None, typer.Option("--upstream", help="上游系统：区划/系统名，可多次给出")
    ] = None,
) -> None:
    """Write a seed for every user and the configuration."""
    folder: Path = settings_for(data).data / "nats-server"
    written = credentials.write(folder, upstream or [])
    say(f"配置：nats-server -c {written.config}")
    addresses = {name: credentials.address(name, file) for name, file in written.seeds.items()}
    say(*(f"{name}：{address}" for name, address in addresses.items()))
    say(
        f"接着以 owner 建流：JIXIAO_NATS_URL='{addresses[nats_users.OWNER]}' jixiao streams",
        f"然后启动：JIXIAO_NATS_URL='{addresses[nats_users.APPLICATION]}' jixiao up",
        "owner 的密钥用后请移出本机保管",
    )


def streams(data: Data = None) -> None:
    """Make what is missing and strengthen what is weak; nothing is ever weakened."""
    settings = settings_for(data)
    url, wanted = settings.nats_url, wanted_streams(settings.replicas)
    if url is None:
        raise Refused("请以 JIXIAO_NATS_URL 指明自备的服务器和 owner 的密钥；内置服务器自行建流")
    try:
        uvloop.run(_prepare(url, wanted))
    except OperationalError as error:
        raise Refused(f"建流未成：{error}") from error
    say(*(f"流 {one['name']}：如所要求" for one in wanted))


async def _prepare(url: str, every: Sequence[Json]) -> None:
    wire = await Wire.open(url, TIMEOUT)
    try:
        for wanted in every:
            await ledger.reconcile(wire, wanted)
    finally:
        await wire.close()
