"""A backup, taken while everybody goes on working."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

from events.subjects import STREAM
from services.audit.finding import describe
from services.audit.integrity import examine
from services.audit.seals import seal
from services.backup import manifest as manifests
from services.backup.file import file_of
from services.backup.keep import keep
from services.backup.manifest import FORMAT, SEALS, Manifest
from services.backup.names import streams
from services.backup.snapshot import copy_out, places, replicas
from services.ledger.wire import Wire
from services.refusal import Refused

OLDEST: Final = (2, 15)  # an older server's copy has no one moment at which it ends
Told = Callable[[str, int], None]  # what is being copied or read, and how far that is


async def take(wire: Wire, folder: Path, told: Told) -> tuple[Manifest, str]:
    """Back up every stream of ours to a new folder; returns the manifest and its digest.

    :class:`Refused` in Chinese; Refusal and NoAnswer.
    """
    _check_target(folder)
    server = wire.client.connected_server_version
    program = f"{server.major}.{server.minor}.{server.patch}"
    if (server.major, server.minor) < OLDEST:
        raise Refused(f"备份需要 NATS 2.15 或更新版本，现为 {program}")
    names = await streams(wire)
    if STREAM not in names:
        raise Refused("没有台账可备份")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    draft.mkdir(mode=0o700)
    try:
        manifest = await _taken(wire, draft, names, told, program)
        digest = manifests.write(draft, manifest)
        _publish(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest, digest


def _check_target(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Refused(f"{folder} 是文件，不能作备份目录")
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} 不是空目录：备份只写到新目录")


async def _taken(wire: Wire, draft: Path, names: list[str], told: Told, program: str) -> Manifest:
    began = datetime.now(UTC)
    read = {name: await places(wire, name) for name in names}
    copies = [
        await copy_out(wire, name, draft / f"{name}.snapshot", read[name], partial(told, name))
        for name in names
    ]
    position = copies[0].last
    with (draft / SEALS).open("wb") as file:
        wrong = await examine(
            wire,
            position,
            replicas(copies[0]),
            witness=lambda record: file.write(seal(record)),
            progress=partial(told, "哈希链"),
        )
    if wrong:
        raise Refused("台账不完整，不能作为备份：" + describe(wrong[0]) + "；请运行 jixiao verify")
    return Manifest(
        format=FORMAT,
        jixiao=version("jixiao"),
        nats_server=program,
        began=began,
        ended=datetime.now(UTC),
        position=position,
        seals=file_of(draft / SEALS),
        streams=tuple(copies),
    )


def _publish(draft: Path, folder: Path) -> None:
    keep(draft)
    draft.rename(folder)  # an empty folder may stand there
