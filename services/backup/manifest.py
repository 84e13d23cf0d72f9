"""What a backup holds, with a digest of every file; what does not agree with it is refused."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from services.ledger.wire import Json
from services.refusal import Refused

NAME: Final = "manifest.json"
SEALS: Final = "JX_EVENTS.sha256"  # a digest of every fact, see audit.seals
FORMAT: Final = 1
CHUNK: Final = 1 << 20


class File(Struct, frozen=True, kw_only=True):
    """A file of the backup, in bytes."""

    name: str
    size: int
    sha256: str


class Place(Struct, frozen=True, kw_only=True):
    """A durable consumer that had answered everything up to ``after`` before anything was copied.

    So nothing counts as answered of which the backup does not hold what was made of it.
    """

    after: int
    config: Json


class StreamCopy(Struct, frozen=True, kw_only=True):
    """A stream as its server wrote it out, and where its readers were."""

    name: str
    file: File
    messages: int
    first: int
    last: int
    config: Json
    state: Json
    consumers: tuple[Place, ...]


class Manifest(Struct, frozen=True, kw_only=True):
    """Streams in the order they were taken; the ledger, first, ends at ``position``."""

    format: int
    jixiao: str
    nats_server: str
    began: datetime
    ended: datetime
    position: int
    seals: File
    streams: tuple[StreamCopy, ...]


def file_of(path: Path) -> File:
    """Digest a file."""
    total = hashlib.sha256()
    with path.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            total.update(chunk)
    return File(name=path.name, size=path.stat().st_size, sha256=total.hexdigest())


def write(folder: Path, manifest: Manifest) -> str:
    """Write the manifest and return its own digest, to be kept elsewhere."""
    body = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (folder / NAME).write_bytes(body)
    return digest(folder)


def digest(folder: Path) -> str:
    """Return the digest of a backup's manifest."""
    return f"sha256:{file_of(folder / NAME).sha256}"


def read(folder: Path, wanted: str | None = None) -> Manifest:
    """Read a manifest, the one with the digest ``wanted``; :class:`Refused` in Chinese."""
    path = folder / NAME
    if not path.is_file():
        raise Refused(f"{folder} 不是备份：其中没有 {NAME}")
    if wanted is not None and digest(folder) != wanted:
        raise Refused(f"备份清单的摘要是 {digest(folder)}，不是 {wanted}：备份被换过")
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(f"备份清单无法读取：{error}") from error
    if manifest.format != FORMAT:
        raise Refused(f"备份格式 {manifest.format} 由其他版本写成，本版本只认 {FORMAT}")
    return manifest


def check(folder: Path, manifest: Manifest) -> None:
    """Refuse a backup of which a file is missing or is not what it was."""
    if not manifest.streams or manifest.streams[0].last != manifest.position:
        raise Refused("备份清单自相矛盾：台账的位置不是其流的末尾")
    for wanted in (manifest.seals, *(copy.file for copy in manifest.streams)):
        check_file(folder, wanted)


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
