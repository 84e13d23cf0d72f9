"""The data folder and the lock that lets one process at a time keep servers in it."""

import errno
import fcntl
import os
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from services.runtime.trouble import BadDataFolder, DataFolderBusy

_REASONS = {
    errno.EEXIST: "同名的位置上有一个文件",
    errno.ENOENT: "这个位置不能建立目录",
    errno.ENOTDIR: "路径中有一段是文件而不是目录",
    errno.EACCES: "没有写入权限",
    errno.EROFS: "所在的文件系统是只读的",
    errno.ENOSPC: "磁盘已满",
}
_ORPHANS_GONE_WITHIN = 10.0  # seconds; PostgreSQL gives its own processes 5 before it kills them


class Holder(msgspec.Struct, frozen=True):
    """Who holds a data folder."""

    pid: int
    started_at: datetime
    command: str


@dataclass(frozen=True)
class Held:
    """A data folder that is ours; `lock` is handed to every server, so that it outlives us."""

    path: Path
    lock: int


@contextmanager
def hold(path: Path) -> Iterator[Held]:
    """Take the folder, made if missing. Raises DataFolderBusy or BadDataFolder.

    Two files, because there are two questions: `.lock` is locked while any process uses the
    stores, servers included; `.owner` only while the process that started them lives.
    """
    path = path.absolute()
    lock = owner = -1
    try:
        try:
            # Others may pass through but not look: a root's PostgreSQL runs as somebody else.
            path.mkdir(mode=0o711, parents=True, exist_ok=True)
            lock = os.open(path / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
            owner = os.open(path / ".owner", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise BadDataFolder(
                f"数据目录 {path} 不能使用：{_REASONS.get(error.errno or 0, error.strerror)}"
            ) from error
        _wait_for(path, lock, owner)
        fcntl.flock(owner, fcntl.LOCK_EX)
        holder = Holder(os.getpid(), datetime.now(UTC), shlex.join(sys.orig_argv))
        os.ftruncate(lock, 0)
        os.pwrite(lock, msgspec.json.encode(holder), 0)
        yield Held(path, lock)
    finally:
        # Closed, not unlocked: a server that is still there keeps the folder closed to others.
        for descriptor in (owner, lock):
            if descriptor >= 0:
                os.close(descriptor)


def _wait_for(path: Path, lock: int, owner: int) -> None:
    deadline = time.monotonic() + _ORPHANS_GONE_WITHIN
    while not _locked(lock, fcntl.LOCK_EX):
        alive = not _locked(owner, fcntl.LOCK_SH)
        if alive or time.monotonic() > deadline:
            raise DataFolderBusy(_sentence(path, lock, alive=alive))
        fcntl.flock(owner, fcntl.LOCK_UN)
        time.sleep(0.02)


def _locked(descriptor: int, how: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        return True
    return False


def _sentence(path: Path, lock: int, *, alive: bool) -> str:
    try:
        holder = msgspec.json.decode(os.pread(lock, 65536, 0), type=Holder)
    except msgspec.DecodeError:  # it has taken the lock this moment and not yet signed
        return f"数据目录 {path} 正被另一个进程使用，请稍后再试"
    since = holder.started_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    if alive:
        return (
            f"数据目录 {path} 正被进程 {holder.pid} 使用（{since} 启动：{holder.command}）。"
            "请先停止该进程，或用 JIXIAO_DATA 另选目录"
        )
    return (
        f"数据目录 {path} 原由进程 {holder.pid}（{since} 启动）使用，该进程已不在，"
        "但它启动的数据库进程尚未退出，请稍后再试"
    )
