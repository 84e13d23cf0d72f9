"""``up`` and ``demo``: the whole house running."""

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer
import uvloop

from services.cli.running import Data, console, settings_for
from services.cli.story import play_demo
from services.clock.clock import Clock
from services.intake.app import Intake
from services.office import opened
from services.runtime.servers import Servers, servers


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("up", help="启动：台账、视图、上游接收和时钟，直到 Ctrl-C。")(up)
    app.command("demo", help="在内置服务上演示四地的一年，给出三个答案。")(demo)


def up(data: Data = None) -> None:
    """Serve until told to stop; ends with 1 when a server died."""
    began = time.monotonic()
    settings = settings_for(data, quiet=False)
    with servers(settings) as running:
        died = uvloop.run(_serve(running, settings.data, began))
    if died:
        console().print(died)
        raise typer.Exit(1)


async def _serve(running: Servers, data: Path, began: float) -> str:
    async with opened(running) as office, Intake(running.nats_url, office.desk):
        await office.settle()
        console().print(
            f"已就绪（{time.monotonic() - began:.1f} 秒）：数据在 {data}，"
            f"上游系统的连接地址在 {data / 'servers.json'}，Ctrl-C 结束"
        )
        clock = asyncio.create_task(Clock(office).run())
        dying = asyncio.create_task(running.first_to_die())
        try:
            await asyncio.wait([clock, dying], return_when=asyncio.FIRST_COMPLETED)
            if not dying.done():  # the clock ended, which it only does by an error
                clock.result()
            return str(await dying)
        finally:
            clock.cancel()
            dying.cancel()


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
    out = console()
    out.print(f"继续查看：jixiao show trail --clues --data {folder}")
    out.print(f"启动服务：jixiao up --data {folder}")


async def _demo(running: Servers) -> None:
    async with opened(running) as office:
        await play_demo(office, console())
