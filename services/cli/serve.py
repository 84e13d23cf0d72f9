"""``up`` and ``demo``: the whole house running."""

import asyncio
import signal
import time
from pathlib import Path
from typing import Annotated

import typer
import uvloop

from services.cli.running import Data, console, say, settings_for
from services.cli.story import play_demo
from services.clock.clock import Clock
from services.intake.app import Intake
from services.office import opened
from services.runtime.garbage import look_seldom
from services.runtime.servers import Servers, servers


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("up", help="启动：台账、视图、上游接收和时钟，直到 Ctrl-C。")(up)
    app.command("demo", help="在内置服务上演示四地的一年，给出三个答案。")(demo)


def up(data: Data = None) -> None:
    """Serve until told to stop, which is no error; ends with 1 when something died."""
    began = time.monotonic()
    look_seldom()
    settings = settings_for(data, quiet=False)
    with servers(settings) as running:
        died = uvloop.run(_serve(running, settings.data, began))
    if died:
        say(died)
        raise typer.Exit(1)
    say("已停止")


async def _serve(running: Servers, data: Path, began: float) -> str:
    """Return why the service cannot go on; "" when it was told to stop."""
    told = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    async with opened(running) as office, Intake(running.nats_url, office.desk):
        await office.settle()
        say(
            f"已就绪（{time.monotonic() - began:.1f} 秒）：数据在 {data}，"
            f"上游系统的连接地址在 {data / 'servers.json'}，Ctrl-C 结束"
        )
        stop, server, clock = (
            asyncio.ensure_future(one)
            for one in (told.wait(), running.first_to_die(), Clock(office).run())
        )
        try:
            await asyncio.wait(
                [stop, server, clock, office.projecting], return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            clock.cancel()
        if stop.done():
            return ""
        for part in (clock, office.projecting):  # they end by an error only
            if part.done():
                part.result()
        return str(await server)


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
        f"启动服务：jixiao up --data {folder}",
    )


async def _demo(running: Servers) -> None:
    async with opened(running) as office:
        await play_demo(office, console())
