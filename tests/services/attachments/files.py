"""Small files of every kind that is taken, each real as far as anybody looks."""

import io
import zipfile
from typing import Final

PDF: Final = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG: Final = b"\x89PNG\r\n\x1a\n" + bytes(24)
JPG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
PROGRAM: Final = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(120)


def archive(*parts: str) -> bytes:
    """Pack parts as an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for part in parts:
            packed.writestr(zipfile.ZipInfo(part), b"<x/>")
    return file.getvalue()


DOCX: Final = archive("[Content_Types].xml", "word/document.xml")
XLSX: Final = archive("[Content_Types].xml", "xl/workbook.xml")
OFD: Final = archive("OFD.xml", "Doc_0/Document.xml")
MACROS: Final = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
GOOD: Final = {
    "合同.pdf": PDF,
    "发票.ofd": OFD,
    "说明.docx": DOCX,
    "台账.xlsx": XLSX,
    "照片.jpg": JPG,
    "照片 2.JPEG": JPG,
    "截图.png": PNG,
}


def photo(mark: str, size: int = 0) -> bytes:
    """Make a picture like no other; of so many bytes, where a size is given."""
    return (JPG + mark.encode()).ljust(size, b"\0")
