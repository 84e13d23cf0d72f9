"""``backup`` and ``restore``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.progress import TaskID

from services.backup import manifest as manifests
from services.backup.manifest import Manifest
from services.backup.restore import PATIENCE, restore, restore_folder
from services.backup.take import Told, take
from services.cli.running import AsJson, Data, progress, put_json, say, settings_for
from services.ledger.errors import NoAnswer, Refusal
from services.ledger.wire import Wire
from services.refusal import Refused
from services.runtime.servers import attach_or_start

Digest = Annotated[
    str | None, typer.Option("--digest", help="备份时给出的清单摘要，如 sha256:…；不同则拒绝")
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("backup", help="不停机备份全部流到一个新目录，附清单和每条事实的摘要。")(backup)
    app.command("restore", help="从备份恢复到新的数据目录（或空的 NATS 服务器），核对后才算数。")(
        restore_
    )


def backup(
    folder: Annotated[Path, typer.Argument(help="新目录")],
    data: Data = None,
    *,
    json: AsJson = False,
) -> None:
    """Take a backup of a house, running or not."""
    settings = settings_for(data)

    async def work(url: str, told: Told) -> tuple[Manifest, str]:
        wire = await Wire.open(url, PATIENCE)
        try:
            return await take(wire, folder.absolute(), told)
        finally:
            await wire.close()

    with attach_or_start(settings) as servers, _telling() as told:
        manifest, digest = uvloop.run(work(servers.nats_url, told))
    if json:
        put_json({"digest": digest, "manifest": manifest})
        return
    for copy in manifest.streams:
        say(f"{copy.name}：{copy.messages} 条，{copy.file.size} 字节")
    say(
        f"已备份到 {folder}：台账 {manifest.position} 条，哈希链完整",
        f"清单摘要 {digest}，请另处保存：恢复时以 --digest 核对",
    )


def restore_(
    folder: Annotated[Path, typer.Argument(help="备份所在目录")],
    data: Data = None,
    *,
    digest: Digest = None,
) -> None:
    """Put a backup back where nothing is; it is checked first, and again when it is there."""
    settings = settings_for(data)
    manifest = manifests.read(folder, digest)
    manifests.check(folder, manifest)
    with _telling() as told:
        if settings.nats_url:
            kept_by = settings.replicas
            uvloop.run(restore(settings.nats_url, manifest, folder, kept_by=kept_by, told=told))
            where = "JIXIAO_NATS_URL 指定的服务器"
        else:
            program = settings.nats_server_bin
            restore_folder(manifest, folder, settings.data, program, told)
            where = str(settings.data)
    say(
        f"已恢复到 {where}：台账 {manifest.position} 条，与备份时逐条相同，哈希链完整",
        "视图在下次启动时重建：jixiao up",
    )


@contextmanager
def _telling() -> Iterator[Told]:
    """Show how far it is; what the server says no to is said in Chinese."""
    tasks: dict[str, TaskID] = {}
    with progress() as bar:

        def told(what: str, done: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=None)
            bar.update(tasks[what], completed=done)

        try:
            yield told
        except NoAnswer as error:
            raise Refused(f"NATS 服务器没有应答，或不许可此操作：{error}") from error
        except Refusal as refusal:
            raise Refused(f"NATS 服务器拒绝：{refusal}") from refusal
