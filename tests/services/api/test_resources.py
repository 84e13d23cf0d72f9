import httpx

from tests.services.api.house import HAILIN, HOUSING, YEAR, House, code

BODY = {"name": "桥梁加固", "department": HOUSING, "unit": "市政工程管理处"}


def place(project: str, rest: str = "registration", division: str = HAILIN) -> str:
    return f"/api/v1/divisions/{division}/years/{YEAR}/projects/{project}/{rest}"


def test_a_resource_is_the_command_its_path_and_body_make(home: House) -> None:
    project = code()
    answer = home.signed_in("clerk").post(place(project), json=BODY)
    assert answer.status_code == httpx.codes.OK, answer.text
    assert [one["type"] for one in answer.json()["facts"]] == ["project.registered.v1"]


def test_its_faults_are_listed_with_those_of_the_path(home: House) -> None:
    wrong = {**BODY, "name": 1, "fiscal_year": 2021}
    answer = home.signed_in("clerk").post(place("a b", division="x"), json=wrong)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    faults = {one["path"]: one["reason"] for one in answer.json()["errors"]}
    assert faults == {
        "fiscal_year": "由路径给出，不能重复",
        "division": "须为六位数字的区划代码",
        "project_code": "格式不符",
        "name": "类型应为 str，实为 int",
    }


def test_a_code_of_four_digits_is_a_code(home: House) -> None:
    clerk = home.signed_in("clerk")
    answer = clerk.post(place("0007"), json=BODY)
    assert answer.status_code == httpx.codes.OK, answer.text
    started = clerk.post(place("0007", "evaluations/2021/start"), json={"kind": "SELF"})
    assert [one["type"] for one in started.json()["facts"]] == ["project.evaluation-started.v1"]
    none = clerk.post(place("0007", "evaluations/2021/returns"), json={"reason": "佐证不足"})
    assert none.json()["detail"] == "绩效自评尚未报送，或已经定级，不能退回"


def test_if_match_states_the_version_it_rests_on(home: House) -> None:
    clerk, project = home.signed_in("clerk"), code()
    clerk.post(place(project), json=BODY)
    closing = {"reason": "并入其他项目", "effective_on": "2021-06-01"}
    path = place(project, "registration")
    answer = clerk.post(path, json={**BODY, "name": "另一名称"}, headers={"If-Match": '"4"'})
    assert (answer.status_code, answer.json()["version"]) == (httpx.codes.CONFLICT, 1)
    odd = clerk.post(path, json=closing, headers={"If-Match": "x"})
    assert odd.json()["errors"] == [{"path": "If-Match", "reason": "格式不符"}]


def test_a_repeated_key_is_the_same_command(home: House) -> None:
    clerk, path = home.signed_in("clerk"), place(code())
    answers = [clerk.post(path, json=BODY, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0].json()["facts"] == answers[1].json()["facts"]


def test_a_reviewer_of_another_department_learns_nothing_of_a_project(home: House) -> None:
    for project in ("HL02", "NOSUCH"):
        answer = home.signed_in("housing").post(place(project, "targets/reviews"), json={})
        assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
        review = {"grade": "EXCELLENT", "opinion": "同意"}
        answer = home.signed_in("housing").post(place(project, "targets/reviews"), json=review)
        assert answer.status_code == httpx.codes.FORBIDDEN, answer.text
