import io

import docx
import httpx
import pytest

from services.forms.catalogue import DOCX, XLSX
from services.forms.grid import opened
from tests.services.api.house import House
from tests.services.forms.edited import edited

OURS = "/api/v1/histories/231083-2021-HL01/forms"
PROBLEMS, MEASURES = "B16", "B19"


@pytest.fixture(scope="module")
def filer(home: House) -> httpx.Client:
    return home.signed_in("filer")


def form(client: httpx.Client, name: str, key: str = "H1", of: str = OURS) -> httpx.Response:
    return client.get(f"{of}/{name}/{key}")


def handed_in(client: httpx.Client, content: bytes) -> httpx.Response:
    return client.post("/api/v1/forms", content=content, headers={"Content-Type": XLSX})


@pytest.mark.parametrize(
    ("name", "media"),
    [("situation", XLSX), ("correction", XLSX), ("report", DOCX)],
)
def test_a_form_is_taken_away_as_a_file(filer: httpx.Client, name: str, media: str) -> None:
    answer = form(filer, name)
    assert answer.status_code == httpx.codes.OK, answer.text
    assert answer.headers["content-type"] == media
    assert f"231083-2021-HL01-H1-{name}." in answer.headers["content-disposition"]
    if media == XLSX:
        assert opened(answer.content)
    else:
        assert docx.Document(io.BytesIO(answer.content)).paragraphs


@pytest.mark.clause("HJ-22")
def test_a_filled_form_is_recorded_and_stands_in_the_next_one(filer: httpx.Client) -> None:
    content = edited(
        form(filer, "correction").content, **{PROBLEMS: "管材涨价", MEASURES: "分批采购"}
    )
    answer = handed_in(filer, content)
    assert answer.status_code == httpx.codes.OK, answer.text
    [fact] = answer.json()["facts"]
    assert fact["type"] == "project.correction-form-submitted.v1"
    [grid] = opened(form(filer, "correction").content)
    assert "管材涨价" in {grid.text(row, 1) for row in range(grid.height)}


def test_every_fault_comes_with_its_cell_and_nothing_is_recorded(
    home: House, filer: httpx.Client
) -> None:
    content = edited(form(filer, "situation").content, E13="很多", N8="一半")
    before = home.run(home.office.position())
    answer = handed_in(filer, content)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert {"E13", "N8"} <= {one["path"] for one in answer.json()["errors"]}
    assert home.run(home.office.position()) == before


def test_what_is_no_form_of_ours_is_refused(filer: httpx.Client) -> None:
    for content in (b"", b"PK\x03\x04", b"a,b"):
        answer = handed_in(filer, content)
        assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
        assert "xlsx" in answer.json()["detail"]


def test_the_form_of_another_department_is_out_of_reach(home: House, filer: httpx.Client) -> None:
    others = "/api/v1/histories/231083-2021-HL02/forms"
    assert form(filer, "situation", of=others).status_code == httpx.codes.FORBIDDEN
    theirs = form(home.signed_in("officer"), "correction", of=others)
    assert theirs.status_code == httpx.codes.OK, theirs.text
    answer = handed_in(filer, edited(theirs.content, **{PROBLEMS: "无", MEASURES: "无"}))
    assert answer.status_code == httpx.codes.FORBIDDEN, answer.text


def test_unknown_forms_and_keys_are_named(filer: httpx.Client) -> None:
    assert form(filer, "nothing").status_code == httpx.codes.NOT_FOUND
    answer = form(filer, "situation", "H9")
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert "没有监控任务 H9" in answer.json()["detail"]
