"""Upstream facts in an Excel sheet: opened with care, one message a row.

A sheet is somebody else's archive of XML: what it unpacks to, and how far its cells lie apart, is
looked at before a reader is let near it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import msgspec
from python_calamine import CalamineError, CalamineWorkbook

from services.intake.contract import FACTS
from services.policies.calendar import SHANGHAI
from services.refusal import Refused

ROWS: Final = 10_000
COLUMNS: Final = 64
ENTRIES: Final = 200
UNPACKED: Final = 64 << 20  # bytes, all parts together
RATIO: Final = 200  # times its packed size
SMALL: Final = 1 << 20  # bytes that may be packed as tight as they like
_CHUNK: Final = 1 << 16
_PLACE: Final = re.compile(rb"""\sr\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELLS: Final = b"sheetData"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_CELL: Final = re.compile(rb"([A-Z]{0,3})([0-9]{1,7})")
HEADERS: Final = {
    "来源系统": "source_system",
    "凭证号": "document_no",
    "行号": "line_no",
    "修订": "revision",
    "类型": "kind",
    "年度": "fiscal_year",
    "项目代码": "project_code",
    "预算类别": "budget_ledger",
    "资金标签": "fund_tags",
    "金额(元)": "amount_fen",
    "金额(分)": "amount_fen",
    "发生日期": "occurred_on",
    "冲销凭证": "reverses",
    "发布时间": "published_at",
}
_YUAN: Final = "金额(元)"
_KINDS: Final = {fact.title: kind for kind, fact in FACTS.items()}
Cell = int | float | str | bool | date | datetime


def messages(content: bytes, at: datetime) -> list[bytes]:
    """Read the first sheet, a message a row; :class:`Refused` for what is no such sheet.

    Where a row names no time of publication it is ``at``. What a cell says is not judged here.
    """
    _look(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise Refused(f"不是可读的 xlsx 文件：{error}") from error
    if not rows:
        raise Refused("第一张表是空的")
    names = [str(cell).strip() for cell in rows[0]]
    unknown = [name for name in names if name and name not in HEADERS]
    missing = {"来源系统", "凭证号", "类型", "年度", "项目代码", "发生日期"} - set(names)
    if unknown or missing or len(set(names)) != len(names):
        raise Refused(
            *(f"不认识的栏“{name[:40]}”" for name in unknown),
            *(f"缺少栏“{name}”" for name in sorted(missing)),
            f"可用的栏：{'、'.join(HEADERS)}",
        )
    return [_message(names, row, at) for row in rows[1:] if any(cell != "" for cell in row)]


def _message(names: Sequence[str], row: Sequence[object], at: datetime) -> bytes:
    said: dict[str, object] = {"line_no": 0, "published_at": at.astimezone(SHANGHAI).isoformat()}
    for name, cell in zip(names, row, strict=False):
        if name and cell != "":
            said[HEADERS[name]] = _value(name, cell)
    return msgspec.json.encode(said)


def _value(name: str, cell: object) -> object:
    """Say a cell as the contract wants it, or as it is: then the intake says what is wrong."""
    match HEADERS[name], cell:
        case "amount_fen", int() | float() | str():
            return _fen(str(cell), yuan=name == _YUAN)
        case "occurred_on", datetime():
            return cell.date()
        case "published_at", datetime():
            return cell.replace(tzinfo=cell.tzinfo or SHANGHAI)
        case "fund_tags", str():
            return [tag for tag in re.split("[、,，\\s]+", cell) if tag]
        case "kind", str():
            return _KINDS.get(cell, cell)
        case "line_no" | "revision" | "fiscal_year", float() | str():
            return int(float(cell)) if re.fullmatch(r"[0-9]+(\.0)?", str(cell)) else str(cell)
        case _, float():
            return str(int(cell)) if cell.is_integer() else str(cell)
        case _, date() | str():
            return cell
        case _:
            return str(cell)


def _fen(text: str, *, yuan: bool) -> int | str:
    """Turn an amount into 分 where nothing is lost by it."""
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", text):
        return text
    fen = Decimal(text) * (100 if yuan else 1)
    return int(fen) if fen == fen.to_integral_value() else text


def _look(content: bytes) -> None:
    """Refuse what unpacks to too much, or spreads its cells too wide."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                raise Refused("不是 xlsx 文件")
            odd = names & {"content.xml", "xl/workbook.bin"}
            if odd or len(entries) > ENTRIES or any(".." in name for name in names):
                raise Refused("xlsx 文件的结构不符")
            left = UNPACKED
            for entry in entries:
                if entry.file_size > max(SMALL, RATIO * entry.compress_size):
                    raise Refused("xlsx 文件的压缩比过高")
                part = b"".join(_unpacked(archive, entry, left))
                left -= len(part)
                _near(part)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refused(f"不是可读的 xlsx 文件：{error}") from error


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            most -= len(chunk)
            if most < 0:
                raise Refused(f"xlsx 文件解压后超过 {UNPACKED >> 20} MB")
            yield chunk


def _near(part: bytes) -> None:
    """Refuse cells so far out that the rows between them alone would fill the memory."""
    if part[:2] in _UTF_16:
        raise Refused("xlsx 文件须以 UTF-8 编码")
    if _CELLS not in part:  # no sheet, whatever it is called
        return
    for one in _PLACE.finditer(part):
        place = _CELL.fullmatch(one[1] if one[1] is not None else one[2])
        if place is None:
            raise Refused("xlsx 文件里有看不懂的单元格位置")
        column = 0
        for letter in place[1]:
            column = column * 26 + letter - ord("A") + 1
        if int(place[2]) > ROWS + 1 or column > COLUMNS:
            raise Refused(f"表格至多 {ROWS} 行、{COLUMNS} 栏")
