"""The ranking as a letter: what was published, of one assessment, to who sees all departments."""

import io
from collections.abc import Iterator

import docx
import httpx
import pytest

from services.forms.catalogue import DOCX
from tests.services.api.house import HAILIN, YEAR, House, furnished
from tests.services.api.test_result_views import rows


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own: further assessments concern the whole division."""
    with furnished(tmp_path_factory.mktemp("circulars")) as open_house:
        yield open_house


def circular(home: House, who: str, **asked: str) -> httpx.Response:
    params = {"division": HAILIN, "year": str(YEAR), **asked}
    headers = {"Accept": DOCX}
    return home.signed_in(who).get("/api/v1/views/ranking", params=params, headers=headers)


def give(home: House, command: str) -> int:
    """Have an officer give a command on the assessment ``later``; returns the position after."""
    data = {"fiscal_year": YEAR, "assessment": "later"}
    actor = {"role": "PERF_SECTION_OFFICER"}
    asked = {"command": command, "division": HAILIN, "actor": actor, "data": data}
    done = home.signed_in("officer").post("/api/v1/commands", json=asked)
    assert done.status_code == httpx.codes.OK, done.text
    return int(done.json()["position"])


def test_the_circular_has_the_ranking_as_it_was_published(home: House) -> None:
    answer = circular(home, "officer", assessment="2021")
    assert answer.status_code == httpx.codes.OK, answer.text
    assert answer.headers["content-disposition"].endswith(".docx")
    letter = docx.Document(io.BytesIO(answer.content))
    assert letter.paragraphs[0].text == "部门预算绩效管理工作考核结果通报"
    [table] = letter.tables
    told = [(line.cells[0].text, line.cells[1].text) for line in table.rows[1:]]
    assert told == [
        ("未排名" if row["rank"] is None else str(row["rank"]), row["department"])
        for row in rows(home, "ranking", "officer", assessment="2021")
    ]


def test_a_circular_is_of_one_published_assessment(home: House) -> None:
    give(home, "OpenAssessment")
    position = str(give(home, "ScoreDepartments"))
    unpublished = circular(home, "officer", assessment="later", at_least=position)
    assert unpublished.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert "排名尚未公布，不能通报" in unpublished.text
    several = circular(home, "officer", at_least=position)
    assert several.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert [fault["path"] for fault in several.json()["errors"]] == ["assessment"]


def test_a_department_takes_no_circular_and_other_views_are_no_letters(home: House) -> None:
    answer = circular(home, "housing", assessment="2021")
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert "只供全区划范围的人员取用" in answer.text
    params = {"division": HAILIN, "year": str(YEAR)}
    other = home.signed_in("officer").get(
        "/api/v1/views/board", params=params, headers={"Accept": DOCX}
    )
    assert other.status_code == httpx.codes.NOT_ACCEPTABLE
