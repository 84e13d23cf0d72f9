"""A form as somebody changes it in a spreadsheet program: cells get other values."""

import io
import re
import zipfile

SHEET = "xl/worksheets/sheet1.xml"


def edited(content: bytes, **cells: str) -> bytes:
    """Put text into cells of the first sheet; an empty one is cleared."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as written:
        for part in packed.infolist():
            body = packed.read(part)
            if part.filename == SHEET:
                text = body.decode()
                for cell, value in cells.items():
                    text = _put(text, cell, value)
                body = text.encode()
            written.writestr(part.filename, body)
    return out.getvalue()


def _put(sheet: str, cell: str, value: str) -> str:
    found = re.compile(rf'<c r="{cell}"(?P<style> s="\d+")?[^>]*?(?:/>|>.*?</c>)')
    inline = f"<is><t>{value}</t></is>" if value else ""
    kind = ' t="inlineStr"' if value else ""
    changed, count = found.subn(
        lambda old: f'<c r="{cell}"{old["style"] or ""}{kind}>{inline}</c>', sheet
    )
    assert count == 1, cell
    return changed
