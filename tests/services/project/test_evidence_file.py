"""What is taken as a file, and every disguise that is not."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from services.project.evidence_file import KINDS, LARGEST, LONGEST_NAME, check, kind_of
from services.refusal import Refused
from tests.services.attachments.files import (
    DOCX,
    GOOD,
    JPG,
    MACROS,
    OFD,
    PDF,
    PNG,
    PROGRAM,
    XLSX,
    archive,
)


def refused(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        check(name, content)
    return str(caught.value)


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_is_taken(name: str) -> None:
    check(name, GOOD[name])


def test_every_kind_has_a_sample() -> None:
    assert {name.rpartition(".")[2].lower() for name in GOOD} == set(KINDS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", PROGRAM),
        ("照片.jpg", PNG),
        ("合同.pdf", PROGRAM),
        ("合同.pdf", b" " + PDF),
        ("合同.pdf", b"<html>%PDF-1.7"),
        ("说明.docx", PROGRAM + DOCX),
        ("说明.docx", XLSX),
        ("台账.xlsx", DOCX),
        ("发票.ofd", DOCX),
        ("说明.docx", OFD),
        ("说明.docx", archive("evil.sh")),
        ("说明.docx", DOCX[:-30]),
        ("截图.png", JPG),
    ],
)
def test_a_file_is_what_its_name_says(name: str, content: bytes) -> None:
    assert refused(name, content).startswith("文件内容不是")


@pytest.mark.parametrize("content", [MACROS, archive("word/document.xml", "word/a.exe")])
def test_programs_inside_a_document_are_not_taken(content: bytes) -> None:
    assert refused("说明.docx", content) == "文件含有宏或程序，不能作附件"


@pytest.mark.parametrize(
    "name", ["程序.exe", "网页.html", "图.svg", "宏.docm", "无后缀", "a.pdf.js"]
)
def test_other_kinds_are_not_taken(name: str) -> None:
    said = refused(name, PROGRAM)
    assert "不收这种文件" in said or "文件名" in said


@pytest.mark.parametrize(
    "name",
    [
        *("../a.pdf", "/etc/a.pdf", "..\\a.pdf", "C:a.pdf", "a/b.pdf", "..pdf", ".pdf", " a.pdf"),
        *("a\r\nSet-Cookie: x=1.pdf", "a\0.pdf", 'a".pdf', "a;\u202efdp.exe.pdf", "a\ud800.pdf"),
        *("con.pdf", "NUL.x.pdf", "a .pdf", ""),
        "长" * (LONGEST_NAME - 3) + ".pdf",
    ],
)
def test_a_name_is_only_a_name(name: str) -> None:
    refused(name, PDF)


def test_a_name_as_long_as_may_be_and_one_with_a_wide_space() -> None:
    check("长" * (LONGEST_NAME - 4) + ".pdf", PDF)
    check("现场　照片（一）.pdf", PDF)


def test_empty_and_oversized_files_are_not_taken() -> None:
    assert refused("合同.pdf", b"") == "文件是空的"
    check("合同.pdf", PDF.ljust(LARGEST, b"\0"))
    assert refused("合同.pdf", PDF.ljust(LARGEST + 1, b"\0")) == "文件超过 10 MB"


@for_all(st.text(max_size=LONGEST_NAME), st.sampled_from(sorted(KINDS)))
def test_no_accepted_name_leaves_its_place_or_its_line(stem: str, suffix: str) -> None:
    try:
        kind_of(f"{stem}.{suffix}")
    except Refused:
        return
    assert not set(stem) & set('/\\\r\n\0"<>:|?*')
    assert not stem.startswith(".")
    assert f"{stem}.{suffix}".encode().decode() == f"{stem}.{suffix}"


@for_all(st.sampled_from(sorted(GOOD)), st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused(name: str, content: bytes) -> None:
    for one in (content, KINDS[name.rpartition(".")[2].lower()].begins + content):
        try:
            check(name, one)
        except Refused as refusal:
            assert refusal.reasons  # noqa: PT017 - either answer is right, nothing else is
