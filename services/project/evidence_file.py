"""Which files can be evidence: how large, what kind, under what name."""

import io
import re
import zipfile
import zlib
from typing import Final

from msgspec import Struct

from services.refusal import Refused

LARGEST: Final = 10 << 20  # bytes
LONGEST_NAME: Final = 100  # characters
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_FORBIDDEN: Final = frozenset('/\\:*?"<>|')
_ZIP: Final = b"PK\x03\x04"
_MACROS: Final = re.compile(r"vbaproject\.bin|/activex/|\.exe$|\.dll$", re.IGNORECASE)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."


class Kind(Struct, frozen=True):
    """How a kind of file begins; an archive holds ``part``."""

    media_type: str
    begins: bytes
    part: str = ""


_JPEG: Final = Kind("image/jpeg", b"\xff\xd8\xff")
KINDS: Final[dict[str, Kind]] = {
    "pdf": Kind("application/pdf", b"%PDF-"),
    "ofd": Kind("application/ofd", _ZIP, "OFD.xml"),
    "docx": Kind(f"{_OFFICE}wordprocessingml.document", _ZIP, "word/document.xml"),
    "xlsx": Kind(f"{_OFFICE}spreadsheetml.sheet", _ZIP, "xl/workbook.xml"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Kind("image/png", b"\x89PNG\r\n\x1a\n"),
}
LIMITS: Final = f"{'、'.join(KINDS)}，每份不超过 {LARGEST >> 20} MB"


def kind_of(name: str) -> Kind:
    """Tell a file's kind by its name; :class:`Refused` for a name no file here may have."""
    stem, dot, suffix = name.rpartition(".")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Refused(f"文件名须为 1 至 {LONGEST_NAME} 个字")
    # Format characters turn the ending round on the screen, control characters end a header.
    if not _FORBIDDEN.isdisjoint(name) or not name.replace("\u3000", "").isprintable():
        raise Refused('文件名不能含路径、控制字符或 / \\ : * ? " < > |')
    if not dot or stem != stem.strip() or stem.startswith(".") or not stem:
        raise Refused("文件名不能以点或空格开头，扩展名之前也须有字")
    if _DEVICES.fullmatch(stem.partition(".")[0]):
        raise Refused(f"{stem} 是系统保留的名字，请改名")
    kind = KINDS.get(suffix.lower())
    if kind is None:
        raise Refused(f"不收这种文件；可附 {LIMITS}")
    return kind


def check_size(size: int) -> None:
    """Refuse what is empty or too large, in bytes."""
    if size < 1:
        raise Refused("文件是空的")
    if size > LARGEST:
        raise Refused(f"文件超过 {LARGEST >> 20} MB")


def check(name: str, content: bytes) -> None:
    """Refuse a file whose bytes are not what its name says, or that carries programs."""
    kind = kind_of(name)
    check_size(len(content))
    suffix = name.rpartition(".")[2].lower()
    if not content.startswith(kind.begins):
        raise Refused(f"文件内容不是 {suffix} 格式")
    if not kind.part:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.namelist()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise Refused(f"文件内容不是完整的 {suffix} 格式") from error
    if kind.part not in parts:
        raise Refused(f"文件内容不是 {suffix} 格式")
    if any(_MACROS.search(part) for part in parts):
        raise Refused("文件含有宏或程序，不能作附件")
