"""Parked messages over HTTP: listed and filtered, opened whole, and answered by another."""

import base64
import json
from itertools import pairwise
from uuid import uuid4

import httpx
import pytest

from services.api.upload_file import LINES
from tests.services.api.house import HAILIN, LINGYUAN, House, code
from tests.services.intake.upstream import message

PATH = f"/api/v1/parked/{HAILIN}"
Row = dict[str, object]


def put_aside(home: House, *bodies: bytes) -> list[int]:
    """Report what cannot be taken; says the numbers it was received at."""
    client = home.key("INTAKE")
    answer = client.post(
        f"/api/v1/uploads/{HAILIN}", content=b"\n".join(bodies), headers={"Content-Type": LINES}
    )
    assert [one["outcome"] for one in answer.json()["receipts"]] == ["parked"] * len(bodies)
    return [one["received"] for one in answer.json()["receipts"]]


def found(client: httpx.Client, **query: object) -> list[Row]:
    """Turn every page."""
    rows: list[Row] = []
    after = 0
    while True:
        answer = client.get(PATH, params={**query, "after": after})  # type: ignore[dict-item]
        assert answer.status_code == httpx.codes.OK, answer.text
        page = answer.json()
        rows += page["rows"]
        if page["next"] is None:
            return rows
        after = page["next"]


def bad(no: str) -> bytes:
    return message(code(), no, amount_fen="一万")


def test_what_was_put_aside_is_listed_filtered_and_paged(home: House) -> None:
    clerk, no = home.signed_in("clerk"), uuid4().hex
    received = put_aside(home, bad(no), bad("other"), bad(no), b"{")
    rows = found(clerk, document_no=no, limit=1)
    assert [row["received"] for row in rows] == [received[0], received[2]]
    assert {row["source_system"] for row in rows} == {"treasury"}
    assert "amount_fen" in str(rows[0]["reason"])
    everything = found(clerk, limit=3)
    assert everything == found(clerk)
    assert all(int(str(a["number"])) < int(str(b["number"])) for a, b in pairwise(everything))
    assert {*received} <= {row["received"] for row in everything}
    assert [row["received"] for row in found(clerk, source_system="unknown")][-1] == received[3]
    assert found(clerk, document_no=f"{no}x") == []


def test_one_is_opened_as_it_was_received_and_that_is_noted(home: House) -> None:
    clerk, no = home.signed_in("clerk"), uuid4().hex
    broken = b'{"x": "\xff"}'
    put_aside(home, bad(no), broken)
    [row] = found(clerk, document_no=no)
    whole = clerk.get(f"{PATH}/{row['number']}").json()
    assert whole["message"] == row
    assert json.loads(whole["text"])["amount_fen"] == "一万"
    last = found(clerk)[-1]
    whole = clerk.get(f"{PATH}/{last['number']}").json()
    assert (base64.b64decode(whole["body"]), whole["text"]) == (broken, None)
    log = home.signed_in("auditing").get("/api/v1/audit-log", params={"act": "READ"}).json()
    noted = [one["who"] for one in log if one["what"] == f"parked {HAILIN}/{row['received']}"]
    assert noted == ["clerk"]


def test_one_is_answered_by_another_which_is_recorded_and_noted(home: House) -> None:
    clerk, no, project = home.signed_in("clerk"), uuid4().hex, code()
    [received] = put_aside(home, message(project, no, amount_fen="一万"))
    [row] = found(clerk, document_no=no, answered="false")
    assert (row["answered_by"], row["answered_at"]) == (None, None)
    better = message(project, no, fen=1_000_000)
    where = f"{PATH}/{row['number']}/replacements"
    answer = clerk.post(where, content=better)
    assert answer.status_code == httpx.codes.OK, answer.text
    [receipt] = answer.json()["receipts"]
    assert (receipt["outcome"], receipt["document_no"]) == ("accepted", no)
    assert clerk.post(where, content=better).json()["receipts"][0]["outcome"] == "duplicate"
    [after] = found(clerk, document_no=no, answered="true")
    assert after["answered_by"] == "clerk"
    assert found(clerk, document_no=no, answered="false") == []
    assert clerk.get(f"{PATH}/{row['number']}").json()["message"] == after  # itself unchanged
    log = home.signed_in("auditing").get("/api/v1/audit-log", params={"act": "MESSAGE_MENDED"})
    [*_, entry] = log.json()
    assert (entry["who"], entry["what"]) == ("clerk", f"parked {HAILIN}/{received}")
    assert (entry["detail"]["document"], entry["detail"]["changed"]) == (no, "是")


def test_what_would_be_put_aside_again_is_refused_and_not_sent(home: House) -> None:
    clerk, no = home.signed_in("clerk"), uuid4().hex
    original = bad(no)
    put_aside(home, original)
    [row] = found(clerk, document_no=no)
    for content in (original, b"", b"[]", b"{}", b"\xff", b"[" * 100_000):
        answer = clerk.post(f"{PATH}/{row['number']}/replacements", content=content)
        assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY, answer.text
        assert answer.json()["detail"]
    assert found(clerk, document_no=no) == [row]


def test_only_who_sees_the_whole_division_looks_and_only_finance_answers(home: House) -> None:
    no = uuid4().hex
    put_aside(home, bad(no))
    [row] = found(home.signed_in("clerk"), document_no=no)
    one = f"{PATH}/{row['number']}"
    for name in ("housing", "filer", "lingyuan", "system", "auditing", "security"):
        somebody = home.signed_in(name)
        for answer in (
            somebody.get(PATH),
            somebody.get(one),
            somebody.post(f"{one}/replacements", content=message(code())),
        ):
            assert answer.status_code == httpx.codes.FORBIDDEN, (name, answer.text)
    reading = home.key("READ")
    assert reading.get(one).status_code == httpx.codes.OK
    answer = reading.post(f"{one}/replacements", content=message(code()))
    assert (answer.status_code, "须由" in answer.json()["detail"]) == (403, True)
    assert home.key("INTAKE").get(PATH).status_code == httpx.codes.FORBIDDEN
    clerk = home.signed_in("clerk")
    answer = clerk.post(
        f"{one}/replacements", content=message(code()), headers={"X-CSRF-Token": ""}
    )
    assert answer.status_code == httpx.codes.FORBIDDEN
    elsewhere = home.signed_in("lingyuan").get(f"/api/v1/parked/{LINGYUAN}/{row['number']}")
    assert elsewhere.status_code == httpx.codes.NOT_FOUND


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PATH}?documentno=x", 422),
        (f"{PATH}?limit=0", 422),
        (f"{PATH}?after=-1", 422),
        (f"{PATH}?after=99999999999999999999", 422),
        (f"{PATH}?source_system=a&source_system=b", 422),
        (f"{PATH}?document_no=%00", 422),
        (f"{PATH}/0", 422),
        (f"{PATH}/{2**63 - 1}", 404),
        ("/api/v1/parked/2310", 422),
    ],
)
def test_what_cannot_be_meant_is_refused(home: House, path: str, status: int) -> None:
    assert home.signed_in("clerk").get(path).status_code == status
