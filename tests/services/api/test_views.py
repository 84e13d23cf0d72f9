import io

import httpx
import pytest
from python_calamine import CalamineWorkbook

from services.answers.questions import VIEWS
from services.forms.catalogue import XLSX
from tests.services.api.house import HAILIN, House, code, registration

ROOT = "/api/v1/views"
WHOLE = {"division": HAILIN, "year": "2021", "limit": "1000"}


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers_in_every_form(home: House, view: str) -> None:
    officer = home.signed_in("officer")
    page = officer.get(f"{ROOT}/{view}", params=WHOLE).json()
    assert (page["view"], page["title"]) == (view, VIEWS[view][0])
    for media, beginning in (("text/csv", b"\xef\xbb\xbf"), (XLSX, b"PK")):
        file = officer.get(f"{ROOT}/{view}", params=WHOLE, headers={"Accept": media})
        assert file.status_code == httpx.codes.OK, file.text
        assert file.content.startswith(beginning)
    table = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0)
    assert len(table.to_python()) == len(page["rows"]) + 1


@pytest.mark.parametrize("size", [1, 2, 3, 50])
@pytest.mark.parametrize("sort", ["", "-score,project", "department"])
def test_pages_hold_every_row_once_and_in_order(home: House, size: int, sort: str) -> None:
    officer = home.signed_in("officer")
    params = {"division": HAILIN, "year": "2021", "sort": sort}
    whole = officer.get(f"{ROOT}/board", params={**params, "limit": "1000"}).json()["rows"]
    rows, cursor = [], ""
    while cursor is not None:
        query = {**params, "limit": str(size), "cursor": cursor}
        page = officer.get(f"{ROOT}/board", params=query).json()
        assert not page["moved"]
        rows += page["rows"]
        cursor = page["next"]
    assert rows == whole
    assert len(whole) > 3


def test_sorting_puts_what_is_not_there_last(home: House) -> None:
    query = {**WHOLE, "sort": "-score"}
    rows = home.signed_in("officer").get(f"{ROOT}/board", params=query).json()["rows"]
    scores = [float(row["score"]) for row in rows if row["score"] is not None]
    assert scores == sorted(scores, reverse=True)
    assert [row["score"] for row in rows[len(scores) :]] == [None] * (len(rows) - len(scores))


def test_columns_filter(home: House) -> None:
    officer = home.signed_in("officer")
    query = {**WHOLE, "state": "FINALIZED", "light": "RED"}
    rows = officer.get(f"{ROOT}/board", params=query).json()["rows"]
    assert {(row["state"], row["light"]) for row in rows} == {("FINALIZED", "RED")}
    assert officer.get(f"{ROOT}/board", params={**WHOLE, "score": "99.99"}).json()["rows"] == []


def test_a_page_says_that_the_views_moved_on(home: House) -> None:
    clerk = home.signed_in("clerk")
    first = clerk.get(f"{ROOT}/board", params={"limit": "1"}).json()
    done = clerk.post("/api/v1/commands", json=registration(code())).json()
    query = {"limit": "1", "cursor": first["next"], "at_least": str(done["position"])}
    assert clerk.get(f"{ROOT}/board", params=query).json()["moved"]


def test_an_unchanged_answer_is_not_sent_again(home: House) -> None:
    clerk = home.signed_in("clerk")
    first = clerk.get(f"{ROOT}/subjects", params={"limit": "5"})
    tag = {"If-None-Match": first.headers["etag"]}
    again = clerk.get(f"{ROOT}/subjects", params={"limit": "5"}, headers=tag)
    assert (again.status_code, again.content) == (httpx.codes.NOT_MODIFIED, b"")
    other = clerk.get(f"{ROOT}/subjects", params={"limit": "6"}, headers=tag)
    assert other.status_code == httpx.codes.OK
    mine = home.signed_in("housing").get(f"{ROOT}/subjects", params={"limit": "5"}, headers=tag)
    assert mine.status_code == httpx.codes.OK
    done = clerk.post("/api/v1/commands", json=registration(code())).json()
    query = {"limit": "5", "at_least": str(done["position"])}
    assert clerk.get(f"{ROOT}/subjects", params=query, headers=tag).status_code == 200


def test_a_view_as_it_was(home: House) -> None:
    officer = home.signed_in("officer")
    early = officer.get(f"{ROOT}/board", params={**WHOLE, "as_of": "2021-07-15"}).json()
    late = officer.get(f"{ROOT}/board", params=WHOLE).json()
    assert {row["state"] for row in early["rows"]} != {row["state"] for row in late["rows"]}
    mine = home.signed_in("housing").get(f"{ROOT}/board", params={"as_of": "2021-07-15"}).json()
    assert 0 < len(mine["rows"]) < len(early["rows"])


def test_a_position_the_ledger_has_not_is_a_mistake(home: House) -> None:
    answer = home.signed_in("clerk").get(f"{ROOT}/board", params={"at_least": "999999999"})
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert [one["path"] for one in answer.json()["errors"]] == ["at_least"]


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("stat=FINALIZED", ["stat"]),
        ("state=DONE&score=x&year=21&limit=0", ["year", "state", "score", "limit"]),
        ("division=x&as_of=gestern&sort=nothing", ["division", "sort", "as_of"]),
        ("state=ISSUED&state=FINALIZED", ["state"]),
        ("cursor=AAAA", ["cursor"]),
        ("executed_fen=99999999999999999999", ["executed_fen"]),
        ("score=1e999999", ["score"]),
        ("score=NaN", ["score"]),
        ("department=%00", ["department"]),
        ("clues=ja", ["clues"]),
    ],
)
def test_every_wrong_parameter_is_named(home: House, query: str, paths: list[str]) -> None:
    answer = home.signed_in("officer").get(f"{ROOT}/board?{query}")
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY, answer.text
    assert sorted(one["path"] for one in answer.json()["errors"]) == sorted(paths)


def test_a_cursor_is_good_for_its_own_question_only(home: House) -> None:
    officer = home.signed_in("officer")
    cursor = officer.get(f"{ROOT}/board", params={"limit": "1"}).json()["next"]
    for view, more in (("board", {"year": "2021"}), ("execution", {})):
        answer = officer.get(f"{ROOT}/{view}", params={"cursor": cursor, **more})
        assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY


def test_a_form_nobody_offers_is_not_acceptable(home: House) -> None:
    officer = home.signed_in("officer")
    for accept, status in (
        ("image/png", 406),
        ("text/csv;q=0, */*", 200),
        ("x", 406),
        ("*/*", 200),
    ):
        answer = officer.get(f"{ROOT}/board", headers={"Accept": accept})
        assert answer.status_code == status
    chosen = officer.get(f"{ROOT}/board", headers={"Accept": "text/csv;q=0.5, application/json"})
    assert chosen.headers["content-type"] == "application/json"


def test_exports_and_sensitive_views_are_in_the_logbook(home: House) -> None:
    reporting = home.key("REPORT", "READ")
    reporting.get(f"{ROOT}/trail", params={"project": "HL05"})
    reporting.get(f"{ROOT}/execution", params={"project": "HL05"}, headers={"Accept": "text/csv"})
    auditing = home.signed_in("auditing")
    for act, view in (("READ", "trail"), ("EXPORTED", "execution")):
        lines = auditing.get("/api/v1/audit-log", params={"act": act}).json()
        found = [one for one in lines if one["who"] == "treasury" and one["what"] == view]
        assert found[-1]["detail"]["query"].startswith("project=HL05")


def test_a_key_for_reading_takes_no_files(home: House) -> None:
    reading = home.key("READ")
    assert reading.get(f"{ROOT}/board").status_code == httpx.codes.OK
    answer = reading.get(f"{ROOT}/board", headers={"Accept": "text/csv"})
    assert answer.status_code == httpx.codes.FORBIDDEN
