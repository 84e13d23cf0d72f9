"""What is tried against the door: bodies, headers, other sites, other people's rows, formulas."""

import csv
import io
import socket
from urllib.parse import urlsplit

import httpx
import pytest
from python_calamine import CalamineWorkbook

from services.api.media import CSV
from services.forms.catalogue import XLSX
from tests.services.api.house import HAILIN, HOUSING, LINGYUAN, House, code, registration

VIEWS = "/api/v1/views"
COMMANDS = "/api/v1/commands"


def raw(home: House, *pieces: bytes) -> bytes:
    """Send bytes as they are, each after an answer to the one before, until the server closes."""
    place = urlsplit(home.http.url)
    found = b""
    with socket.create_connection((place.hostname, place.port), timeout=20) as line:
        for piece in pieces[:-1]:
            line.sendall(piece)
            found += line.recv(65536)
        line.sendall(pieces[-1])
        while chunk := line.recv(65536):
            found += chunk
    return found


def test_an_oversized_body_is_cut_off(home: House) -> None:
    clerk = home.signed_in("clerk")
    answer = clerk.post(COMMANDS, content=b" " * (2 << 20))
    assert answer.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert answer.headers["content-type"] == "application/problem+json"

    chunked = clerk.post(COMMANDS, content=iter([b" " * (64 << 10)] * 64))
    assert chunked.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE


def test_a_body_announced_too_large_is_not_even_read(home: House) -> None:
    head = b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n"
    answer = raw(home, head + b"Content-Type: application/json\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 413")


def test_a_slow_body_is_given_up(home: House) -> None:
    head = b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
    answer = raw(home, head + b"Content-Type: application/json\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 408")


def test_slow_headers_are_given_up(home: House) -> None:
    assert raw(home, b"GET /health/live HTTP/1.1\r\nHost: x\r\n") == b""
    whole = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = raw(home, whole, b"GET /health/live HTTP/1.1\r\n")
    assert answer.count(b"HTTP/1.1 200") == 1


def test_every_answer_carries_the_headers_of_safety(home: House) -> None:
    for path in ("/health/live", f"{VIEWS}/board", "/nothing", "/openapi.json"):
        headers = home.signed_in("clerk").get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "server" not in headers


def test_other_sites_are_told_nothing(home: House) -> None:
    """CORS is closed: no answer lets a page of another origin read it."""
    evil = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    clerk = home.signed_in("clerk")
    answers = [
        clerk.options(COMMANDS, headers=evil),
        clerk.get(f"{VIEWS}/board", headers=evil),
        clerk.post(COMMANDS, json=registration(code()), headers=evil),
    ]
    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answers[0].status_code == httpx.codes.METHOD_NOT_ALLOWED
    assert answers[2].status_code == httpx.codes.FORBIDDEN


def test_a_cookie_alone_commands_nothing(home: House) -> None:
    clerk = home.signed_in("clerk")
    answer = clerk.post(COMMANDS, json=registration(code()), headers={"X-CSRF-Token": ""})
    assert answer.status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize("view", ["board", "execution", "clawback", "trail", "targets", "congress"])
def test_a_department_sees_its_own_rows_only(home: House, view: str) -> None:
    whole = home.signed_in("officer").get(f"{VIEWS}/{view}", params={"limit": 1000}).json()["rows"]
    own = home.signed_in("housing").get(f"{VIEWS}/{view}", params={"limit": 1000}).json()["rows"]
    assert 0 < len(own) < len(whole)
    mine = {
        row["project"]
        for row in home.signed_in("officer")
        .get(f"{VIEWS}/subjects", params={"department": HOUSING, "limit": 1000})
        .json()["rows"]
    }
    assert {row["project"] for row in own} <= mine
    other = home.signed_in("housing").get(f"{VIEWS}/{view}", params={"project": "HL02"}).json()
    assert other["rows"] == []


def test_another_division_and_another_department_are_refused(home: House) -> None:
    lingyuan, housing = home.signed_in("lingyuan"), home.signed_in("housing")
    asked = lingyuan.get(f"{VIEWS}/board", params={"division": HAILIN})
    assert asked.status_code == httpx.codes.FORBIDDEN
    assert lingyuan.get(f"{VIEWS}/board").json()["rows"] == []
    asked = housing.get(f"{VIEWS}/board", params={"department": "交通运输局"})
    assert asked.status_code == httpx.codes.FORBIDDEN
    assert housing.get(f"{VIEWS}/summary", params={"year": 2021}).status_code == 403


def test_a_key_for_several_divisions_sees_no_other_one(home: House) -> None:
    elsewhere = home.key("READ", divisions=(LINGYUAN, "150625"))
    several = home.key("READ", divisions=(LINGYUAN, HAILIN))
    for view in ("board", "trail", "subjects"):
        rows = elsewhere.get(f"{VIEWS}/{view}", params={"limit": 1000}).json()["rows"]
        assert {row["division"] for row in rows} <= {LINGYUAN}
        rows = several.get(f"{VIEWS}/{view}", params={"limit": 1000}).json()["rows"]
        assert HAILIN in {row["division"] for row in rows}


def test_an_administrator_sees_no_business(home: House) -> None:
    for name in ("system", "auditing", "security"):
        assert home.signed_in(name).get(f"{VIEWS}/board").status_code == httpx.codes.FORBIDDEN


@pytest.mark.parametrize(
    "name",
    ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "  =1+1", "\t=1", "＝1＋1", "|calc", "%x"],
)
def test_a_formula_in_a_name_stays_text(home: House, name: str) -> None:
    project, clerk = code(), home.signed_in("clerk")
    done = clerk.post(COMMANDS, json=registration(project, name=name)).json()
    params = {"project": project, "at_least": done["position"]}
    sheet = clerk.get(f"{VIEWS}/subjects", params=params, headers={"Accept": CSV})
    assert sheet.status_code == httpx.codes.OK
    assert sheet.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    [row] = csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"), newline=""))
    assert row["名称"] == f"'{name}"
    book = clerk.get(f"{VIEWS}/subjects", params=params, headers={"Accept": XLSX}).content
    table = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    assert name in table.to_python()[1]
    assert b"<f>" not in book


def test_metrics_are_for_this_machine(home: House) -> None:
    answer = home.anybody().get("/metrics")
    assert answer.status_code == httpx.codes.OK
    assert "jixiao_ledger_position" in answer.text
    assert 'jixiao_view_position{view="board"}' in answer.text
    told = home.anybody().get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert told.status_code == httpx.codes.FORBIDDEN
