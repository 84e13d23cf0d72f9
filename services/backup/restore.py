"""A backup put back where nothing is, and checked before it counts."""

import shutil
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

import uvloop

from services.audit.finding import describe
from services.audit.integrity import examine
from services.audit.seals import Seals
from services.backup.keep import keep
from services.backup.manifest import Manifest, StreamCopy
from services.backup.names import streams
from services.backup.snapshot import copy_in
from services.backup.take import Told
from services.ledger import streams as configs
from services.ledger.wire import Wire
from services.refusal import Refused
from services.runtime.folder import hold
from services.runtime.nats import nats_server

PATIENCE: Final = 60.0  # seconds for one answer


def restore_folder(
    manifest: Manifest, backup: Path, target: Path, program: Path | None, told: Told
) -> None:
    """Make a data folder that holds what the backup holds; :class:`Refused` unless it is new.

    Made beside and moved: a folder with that name is whole or is not there.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise Refused(f"{target} 是文件，不能作数据目录")
    if target.exists() and any(target.iterdir()):
        raise Refused(f"{target} 不是空目录：恢复只写到新目录，不覆盖已有数据")
    draft = target.with_name(f".{target.name}.restoring")
    with ExitStack() as stack:
        held = stack.enter_context(hold(draft))
        shutil.rmtree(draft / "nats", ignore_errors=True)  # of a run that was killed
        stack.callback(shutil.rmtree, draft, ignore_errors=True)
        # Forced to the disk once, at the end, instead of fact by fact.
        with nats_server(held, program, sync="2m") as server:
            uvloop.run(restore(server.owner_url(), manifest, backup, kept_by=1, told=told))
        keep(draft)
        draft.rename(target)  # an empty folder may stand there


async def restore(url: str, manifest: Manifest, backup: Path, *, kept_by: int, told: Told) -> None:
    """Make every stream of a checked backup where there is none of ours, check the ledger.

    ``kept_by`` so many servers of a cluster, however many kept what was backed up.

    What was made is taken away again when it turns out not to be what was backed up. Raises
    :class:`Refused` in Chinese, Refusal and NoAnswer.
    """
    wire = await Wire.open(url, PATIENCE)
    try:
        if present := await streams(wire):
            raise Refused(f"服务器上已有 {'、'.join(present)}：恢复不覆盖已有数据")
        try:
            for copy in manifest.streams:
                await _put_back(wire, copy, backup, kept_by, told)
            await _check(wire, manifest, backup, kept_by, told)
        except BaseException:
            for name in await streams(wire):
                await wire.api(f"STREAM.DELETE.{name}")
            raise
    finally:
        await wire.close()


async def _put_back(wire: Wire, copy: StreamCopy, backup: Path, kept_by: int, told: Told) -> None:
    path = backup / copy.file.name
    progress = partial(told, copy.name)
    config = configs.replicated({**copy.config, "num_replicas": 1}, kept_by)
    if not await copy_in(wire, copy, path, config=config, progress=progress):
        raise Refused(f"恢复后的流 {copy.name} 与备份清单不符")
    if drift := await configs.drift(wire, config):
        raise Refused(f"恢复后的流 {copy.name} 配置不同：{'；'.join(drift)}")


async def _check(wire: Wire, manifest: Manifest, backup: Path, kept_by: int, told: Told) -> None:
    with Seals(backup / manifest.seals.name) as seals:
        if seals.position != manifest.position:
            raise Refused(f"备份只有 {seals.position} 条事实的摘要，清单记 {manifest.position} 条")
        progress = partial(told, "哈希链")
        wrong = await examine(wire, manifest.position, kept_by, seals=seals, progress=progress)
    if wrong:
        raise Refused(f"备份中的{describe(wrong[0])}")
