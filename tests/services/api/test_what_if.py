"""What another edition would have decided, asked over HTTP: pages, files, and who may ask."""

import httpx

from tests.services.api.house import HAILIN, YEAR, House

ASKED = {
    "division": HAILIN,
    "year": str(YEAR),
    "edition": "hailin@2021-01-01",
    "change": "warnings.RATE_GAP.threshold=15.00",
}


def ask(home: House, who: str, accept: str = "", **changes: object) -> httpx.Response:
    headers = {"Accept": accept} if accept else {}
    params = {key: str(one) for key, one in {**ASKED, **changes}.items()}
    return home.signed_in(who).get("/api/v1/what-if", params=params, headers=headers)


def test_pages_add_up_to_the_whole_and_write_nothing(home: House) -> None:
    before = home.run(home.office.position())
    whole = ask(home, "clerk", limit=500).json()
    pages, after = [], ""
    while after is not None:
        page = ask(home, "clerk", limit=3, after=after).json()
        pages += page["differences"]
        after = page["next"]
    assert pages == whole["differences"]
    warned = [(one["project"], one["subject"]) for one in pages if one["matter"] == "WARNING"]
    assert warned == [("HL01", "H1"), ("HL01", "Q3"), ("HL02", "H1"), ("HL04", "H1")]
    assert home.run(home.office.position()) == before


def test_a_file_has_chinese_columns(home: House) -> None:
    answer = ask(home, "clerk", "text/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "项目,名称,部门,对象,事项,规则,原结果,另一版本下,条款"
    assert lines[1].startswith("HL01,市区老旧管网改造,住房和城乡建设局,H1,预警,RATE_GAP,,18.33")
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert ask(home, "clerk", sheet).content[:2] == b"PK"


def test_only_who_sees_the_whole_division_may_ask(home: House) -> None:
    for who in ("housing", "filer", "lingyuan", "system"):
        assert ask(home, who).status_code == httpx.codes.FORBIDDEN
    assert home.anybody().get("/api/v1/what-if", params=ASKED).status_code == 401


def test_a_change_of_nothing_is_refused_with_a_reason(home: House) -> None:
    answer = ask(home, "clerk", change="warnings.GAP.threshold=1")
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert answer.json()["detail"] == "政策中没有 warnings.GAP.threshold 这一项"
    for wrong in (
        {"edition": "x"},
        {"after": "a\x00"},
        {"change": "clawback.cutoff=" + "[" * 9_000},
    ):
        refused = ask(home, "clerk", **wrong)
        assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY, refused.text


def test_the_last_page_has_the_assessments_of_the_year(home: House) -> None:
    before = home.run(home.office.position())
    change = "assessment.front=2"
    first = ask(home, "clerk", limit=3, change=change).json()
    assert first["differences"] == []
    whole = ask(home, "clerk", limit=500, change=change).json()
    [second] = whole["differences"]
    assert (second["matter"], second["subject"], second["project"]) == ("CONSEQUENCE", "2021", "")
    assert (second["before"], second["after"]) == ("居中", "靠前，可预算倾斜")
    assert home.run(home.office.position()) == before
