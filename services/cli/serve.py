"""``up`` and ``demo``: the whole house running."""

import asyncio
import signal
import time
from contextlib import closing
from pathlib import Path
from socket import socket
from typing import Annotated

import nats.errors
import typer
import uvloop

from services.api.address import Address, take
from services.api.serving import Http, serving
from services.cli.running import Data, console, say, settings_for
from services.cli.story import play_demo
from services.clock.clock import Clock
from services.console.mounting import console as console_pages
from services.feed.app import Feed
from services.intake.app import Intake
from services.office import PATIENCE, Office, opened
from services.projector.errors import UnfinishedError, ViewsBlockedError
from services.runtime.cores import one_core
from services.runtime.garbage import look_seldom
from services.runtime.servers import Servers, servers
from services.runtime.settings import Settings
from services.watch.watch import Watch


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("up", help="启动：台账、视图、上游接收和时钟，直到 Ctrl-C。")(up)
    app.command("demo", help="在内置服务上演示四地的一年，给出三个答案。")(demo)


def up(
    data: Data = None,
    *,
    host: Annotated[str, typer.Option("--host", help="服务地址")] = Address().host,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="服务端口，0 为任选空闲端口")
    ] = Address().port,
) -> None:
    """Serve until told to stop, which is no error; ends with 1 when something died."""
    began = time.monotonic()
    look_seldom()
    settings = settings_for(data, quiet=False)
    with (
        servers(settings) as running,
        closing(take(Address(host=host, port=port))) as bound,
        one_core(),
    ):
        died = uvloop.run(_serve(running, settings, bound, began))
    if died:
        say(died)
        raise typer.Exit(1)
    say("已停止")


async def _serve(running: Servers, settings: Settings, bound: socket, began: float) -> str:
    """Return why the service cannot go on; "" when it was told to stop."""
    told = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    async with (
        opened(running) as office,
        Intake(running.nats_url, office.desk),
        Feed(running.nats_url),
        serving(office, settings, bound, pages=console_pages) as http,
    ):
        say(*await behind(office))
        say(*greeting(http, settings.data, time.monotonic() - began))
        stop = asyncio.ensure_future(told.wait())
        server = asyncio.ensure_future(running.first_to_die())
        clock = asyncio.ensure_future(Clock(office).run())
        watch = asyncio.ensure_future(Watch(office).run())
        try:
            await asyncio.wait(
                [stop, server, clock, watch, office.projecting, http.task],
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            clock.cancel()
            watch.cancel()
        if stop.done():
            return ""
        for part in (clock, watch, office.projecting, http.task):  # they end by an error only
            if part.done():
                part.result()
        return await server


async def behind(office: Office, patience: float = PATIENCE) -> list[str]:
    """Wait for the views; say why they are not there, which what is recorded does not need."""
    try:
        await office.settle(patience)
    except ViewsBlockedError as blocked:
        return [f"视图停滞：{blocked}；接收和登记照常，请运行 jixiao doctor 查明"]
    except (UnfinishedError, nats.errors.Error) as slow:
        return [f"视图还没有追上台账（{slow}）；接收和登记照常，视图继续更新"]
    return []


def greeting(http: Http, data: Path, seconds: float) -> list[str]:
    """Say that everything is there, and where."""
    said = (
        f"已就绪（{seconds:.1f} 秒）：请用浏览器打开 {http.url}，接口说明 {http.url}/docs；"
        f"数据在 {data}，上游系统的连接地址在 {data / 'servers.json'}，Ctrl-C 结束"
    )
    lines = [said]
    if http.first_link:
        lines.append(f"首次启动：请在 24 小时内打开 {http.first_link} 建立首位安全管理员")
    return lines


def demo(
    data: Annotated[
        Path | None, typer.Option("--data", help="数据目录（默认 build/demo），保留供查看")
    ] = None,
) -> None:
    """Play the stories and print the answers."""
    folder = data or Path("build/demo")
    settings = settings_for(folder)
    with servers(settings) as running:
        uvloop.run(_demo(running))
    say(
        f"继续查看：jixiao show trail --clues --data {folder}",
        f"打开网页：jixiao up --data {folder}，再用浏览器打开它给出的地址",
    )


async def _demo(running: Servers) -> None:
    async with opened(running) as office:
        await play_demo(office, console())
