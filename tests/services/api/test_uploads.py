import io
import zipfile
from datetime import date
from hashlib import sha256

import httpx
import pytest
import xlsxwriter

from events.execution import PaymentExecuted
from services.api.upload_file import LINES
from services.forms.catalogue import XLSX
from tests.services.api.house import HAILIN, House, code
from tests.services.intake.upstream import message

PATH = f"/api/v1/uploads/{HAILIN}"


@pytest.fixture(scope="module")
def treasury(home: House) -> httpx.Client:
    return home.key("INTAKE")


def sent(client: httpx.Client, content: bytes, media: str = LINES, **query: str) -> httpx.Response:
    return client.post(PATH, content=content, params=query, headers={"Content-Type": media})


def workbook(*rows: tuple[object, ...]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, day)
                else:
                    sheet.write(line, column, cell)
    return file.getvalue()


HEAD = ("来源系统", "凭证号", "行号", "类型", "年度", "项目代码", "金额(元)", "发生日期")


def test_lines_get_the_receipts_of_the_intake(treasury: httpx.Client) -> None:
    project, no = code(), code()
    lines = [message(project, no), message(project, no), message(project, no, fen=7), b"{"]
    answer = sent(treasury, b"\n".join(lines), name="十二月.jsonl")
    assert answer.status_code == httpx.codes.OK, answer.text
    done = answer.json()
    outcomes = [one["outcome"] for one in done["receipts"]]
    assert outcomes == ["accepted", "duplicate", "parked", "parked"]
    assert (done["received"], done["waiting"]) == (4, [])
    assert done["receipts"][0]["event_id"]
    assert "corrected" in done["receipts"][2]["reason"]


def test_a_sheet_says_the_same_in_rows(home: House, treasury: httpx.Client) -> None:
    project = code()
    rows = [
        ("treasury", "V-1", 1, PaymentExecuted.title, 2021, project, 1234.56, date(2021, 5, 1)),
        ("treasury", "V-2", 1, "paid", "2021", project, "0.10", "2021-05-02"),
        ("treasury", "V-3", 1, "paid", 2021, project, 1.005, date(2021, 5, 3)),
        ("treasury", 4, 1, "no such", 2021, project, 1, date(2021, 5, 3)),
    ]
    answer = sent(treasury, workbook(HEAD, *rows), XLSX)
    assert answer.status_code == httpx.codes.OK, answer.text
    receipts = answer.json()["receipts"]
    outcomes = [one["outcome"] for one in receipts]
    assert outcomes == ["accepted", "accepted", "parked", "parked"]
    assert "amount_fen" in receipts[2]["reason"]
    assert receipts[3]["document_no"] == "4"
    params = {"project": project, "at_least": str(home.run(home.office.position()))}
    page = home.signed_in("officer").get("/api/v1/views/ledgers", params=params).json()
    assert sum(row["executed_fen"] for row in page["rows"]) == 123_466


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"", LINES, 422),
        (b"x", "text/plain", 415),
        (b"x", XLSX, 422),
        (b"PK\x03\x04", XLSX, 422),
        (workbook(("名称",), ("x",)), XLSX, 422),
        (workbook(), XLSX, 422),
        (b'{"a":"' + b"x" * (300 << 10) + b'"}', LINES, 422),
        (b"\n".join([b"{}"] * 10_001), LINES, 422),
    ],
)
def test_what_cannot_be_taken_is_refused_whole(
    treasury: httpx.Client, content: bytes, media: str, status: int
) -> None:
    answer = sent(treasury, content, media)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\x", "a/b", "a\n", "\x00"])
def test_a_file_name_leads_nowhere(treasury: httpx.Client, name: str) -> None:
    answer = sent(treasury, message(code()), name=name)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert answer.json()["errors"][0]["path"] == "name"


def test_only_a_key_for_it_may_report_and_only_for_its_division(home: House) -> None:
    body = message(code())
    lines = {"Content-Type": LINES}
    keys = [home.key("READ"), home.key("INTAKE", divisions=("211382",)), home.signed_in("officer")]
    for client in keys:
        assert client.post(PATH, content=body, headers=lines).status_code == 403
    assert home.anybody().post(PATH, content=body, headers=lines).status_code == 401


@pytest.mark.parametrize("other", ["payroll", "unknown", "Treasury", "treasury\n", "x" * 5000])
def test_a_key_reports_in_its_own_systems_name_only(
    home: House, treasury: httpx.Client, other: str
) -> None:
    """Not even the lines of its own are taken: a file is reported whole or not at all."""
    project = code()
    lines = [message(project, "V1"), message(project, "V2", source_system=other), b"{"]
    before = home.run(home.office.position())
    answer = sent(treasury, b"\n".join(lines))
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    [fault] = answer.json()["errors"]
    assert fault["path"] == "[1].source_system"
    assert fault["reason"].startswith("此密钥属于系统 treasury，不能以 ")
    assert home.run(home.office.position()) == before


def test_a_row_of_another_system_is_told_too(treasury: httpx.Client) -> None:
    day = date(2021, 5, 1)
    rows = [(system, "V-1", 1, "paid", 2021, code(), 1, day) for system in ("treasury", "payroll")]
    answer = sent(treasury, workbook(HEAD, *rows), XLSX)
    assert [one["path"] for one in answer.json()["errors"]] == ["[1].source_system"]


def test_a_line_that_names_no_system_is_parked_with_a_reason(treasury: httpx.Client) -> None:
    lines = [message(code(), source_system=...), message(code(), source_system=7), b"[1]"]
    answer = sent(treasury, b"\n".join(lines))
    assert answer.status_code == httpx.codes.OK, answer.text
    found = {(one["outcome"], one.get("source_system")) for one in answer.json()["receipts"]}
    assert found == {("parked", None)}  # nobody's, which is left out


def test_a_key_for_reporting_reads_nothing_and_commands_nothing(treasury: httpx.Client) -> None:
    assert treasury.get("/api/v1/views/board").status_code == httpx.codes.FORBIDDEN
    order = {
        "command": "CloseRound",
        "division": HAILIN,
        "data": {"fiscal_year": 2021, "round": "R"},
    }
    answer = treasury.post("/api/v1/commands", json=order)
    assert answer.status_code == httpx.codes.FORBIDDEN


def packed(sheet: bytes, **others: bytes) -> bytes:
    """Write the parts of a workbook with a sheet of one's own."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(HEAD))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
        for name, content in others.items():
            new.writestr(name, content)
    return file.getvalue()


SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns='
    '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
FAR = SHEET.format(
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)
LOOSE = b"".join(sha256(b"%d" % n).digest() + b" " * 1000 for n in range(70_000))
ENTITY = '<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>'
BOMBS = {
    "压缩比": (packed(b" " * (40 << 20)), "压缩比"),
    "解压后": (packed(LOOSE), "解压后超过"),
    "稀疏单元格": (packed(FAR.encode()), "至多"),
    "单引号": (packed(FAR.replace('"XFD1048576"', "'XFD1048576'").encode()), "至多"),
    "另一编码": (packed(FAR.replace("UTF-8", "UTF-16").encode("utf-16")), "UTF-8"),
    "实体": (packed(SHEET.format(ENTITY).encode()), "单元格"),
    "条目过多": (packed(b"<x/>", **{f"x{number}": b"" for number in range(300)}), "结构"),
    "另一格式": (packed(b"<x/>", **{"content.xml": b"<x/>"}), "结构"),
    "路径": (packed(b"<x/>", **{"../../x.xml": b"<x/>"}), "结构"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_it_is_opened(treasury: httpx.Client, bomb: str) -> None:
    content, words = BOMBS[bomb]
    answer = sent(treasury, content, XLSX)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert words in answer.json()["detail"]
