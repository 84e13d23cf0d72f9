"""A Word document as offices write them: title, numbered headings, indented paragraphs, tables."""

import io
from collections.abc import Sequence
from typing import Final, Self

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

_BODY: Final = ("仿宋", 16)
_TITLE: Final = ("宋体", 22)
_HEADINGS: Final = (("黑体", 16), ("楷体", 16), ("仿宋", 16))
_TABLE: Final = ("宋体", 10.5)
_INDENT: Final = Pt(32)  # two characters of the body


class Writing:
    """A document that grows from the top."""

    def __init__(self, title: str) -> None:
        self._document = docx.Document()
        page = self._document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.top_margin, page.bottom_margin = Cm(3.7), Cm(3.5)
        page.left_margin, page.right_margin = Cm(2.8), Cm(2.6)
        heading = self._paragraph(title, _TITLE, bold=True)
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, level: int = 1) -> Self:
        """Add a heading of level 1 (一、), 2 (（一）) or 3 (1．)."""
        heading = self._paragraph(text, _HEADINGS[level - 1], bold=level == 1)
        heading.paragraph_format.keep_with_next = True
        return self

    def text(self, *paragraphs: str) -> Self:
        """Add paragraphs; an empty one says that there is nothing to say."""
        for paragraph in paragraphs:
            self._paragraph(paragraph or "无。", _BODY)
        return self

    def items(self, told: Sequence[str]) -> Self:
        """Add an itemised list, 无 where it is empty."""
        return self.text(*([f"{number}．{item}" for number, item in enumerate(told, 1)] or [""]))

    def addressed(self, who: str) -> Self:
        """Add the line that says to whom the document goes."""
        self._paragraph(f"{who}：", _BODY).paragraph_format.first_line_indent = Pt(0)
        return self

    def signed(self, *lines: str) -> Self:
        """Add the lines of who signs and when, on the right."""
        for line in lines:
            self._paragraph(line, _BODY).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return self

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Self:
        """Add a table with a heading row that is repeated on every page."""
        table = self._document.add_table(rows=1, cols=len(head), style="Table Grid")
        for number, cells in enumerate((head, *rows)):
            row = table.rows[0] if number == 0 else table.add_row()
            for cell, text in zip(row.cells, cells, strict=True):
                self._run(cell.paragraphs[0], text, _TABLE, bold=number == 0)
        repeated = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  # the library has no name for it
        repeated.append(OxmlElement("w:tblHeader"))
        return self

    def content(self) -> bytes:
        """Return the file."""
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _paragraph(self, text: str, face: tuple[str, float], *, bold: bool = False) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = _INDENT if face != _TITLE else Pt(0)
        paragraph.paragraph_format.line_spacing = 1.5
        paragraph.paragraph_format.space_after = Pt(0)
        self._run(paragraph, text, face, bold=bold)
        return paragraph

    def _run(self, paragraph: Paragraph, text: str, face: tuple[str, float], *, bold: bool) -> None:
        run = paragraph.add_run(text)
        name, size = face
        run.font.name, run.font.size, run.font.bold = name, Pt(size), bold
        run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
