"""What a backup holds, with a digest of every file; what does not agree with it is refused."""

from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from services.backup.file import File, check_file, file_of
from services.ledger.wire import Json
from services.refusal import Refused

NAME: Final = "manifest.json"
SEALS: Final = "JX_EVENTS.sha256"  # a digest of every fact, see audit.seals
FORMAT: Final = 1


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
