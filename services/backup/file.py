"""A file of a backup, by its size and digest."""

import hashlib
from pathlib import Path
from typing import Final

from msgspec import Struct

from services.refusal import Refused

CHUNK: Final = 1 << 20


class File(Struct, frozen=True, kw_only=True):
    """A file of the backup, in bytes."""

    name: str
    size: int
    sha256: str


def file_of(path: Path) -> File:
    """Digest a file."""
    total = hashlib.sha256()
    with path.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            total.update(chunk)
    return File(name=path.name, size=path.stat().st_size, sha256=total.hexdigest())


def check_file(folder: Path, wanted: File) -> None:
    """Refuse a file of the backup that is not what it was."""
    path = folder / wanted.name
    if path.parent != folder or not path.is_file():
        raise Refused(f"备份不完整：缺少 {wanted.name}")
    found = file_of(path)
    if found.size != wanted.size:
        raise Refused(f"备份不完整：{wanted.name} 应有 {wanted.size} 字节，实有 {found.size}")
    if found.sha256 != wanted.sha256:
        raise Refused(f"备份被改动：{wanted.name} 的摘要与清单不符")
