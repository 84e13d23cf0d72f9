"""Excel files that somebody else made, opened with care.

A workbook is an archive of XML: what it unpacks to, and how far its cells lie apart, is looked at
before a reader is let near it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

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

Sheet = Sequence[Sequence[object]]  # text, numbers, dates and truth values, from the first cell on


def sheets(content: bytes) -> list[Sheet]:
    """Read every sheet, at least one; :class:`Refused` for what is no workbook of a usual size."""
    _look(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            book.get_sheet_by_index(number).to_python(skip_empty_area=False)
            for number in range(max(1, len(book.sheet_names)))
        ]
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise Refused(f"不是可读的 xlsx 文件：{error}") from error


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
