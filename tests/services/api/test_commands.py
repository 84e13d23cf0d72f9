from uuid import uuid4

import httpx
import pytest

from tests.services.api.house import HAILIN, LINGYUAN, ROADS, YEAR, House, code, registration

COMMANDS = "/api/v1/commands"


def test_a_command_is_answered_with_its_facts_and_a_position_that_holds_them(home: House) -> None:
    officer, project = home.signed_in("clerk"), code()
    answer = officer.post(COMMANDS, json=registration(project))
    done = answer.json()
    assert (answer.status_code, done["outcome"]) == (httpx.codes.OK, "accepted")
    [fact] = done["facts"]
    assert fact["type"] == "project.registered.v1"
    assert (fact["aggregate"], fact["version"]) == (
        f"{HAILIN}.project.{HAILIN}-{YEAR}-{project}",
        1,
    )
    asked = {"project": project, "at_least": done["position"]}
    page = officer.get("/api/v1/views/subjects", params=asked).json()
    assert [row["project"] for row in page["rows"]] == [project]
    assert page["position"] >= done["position"]


def test_the_same_id_twice_is_one_fact_and_one_answer(home: House) -> None:
    officer, project = home.signed_in("clerk"), code()
    command = {**registration(project), "id": str(uuid4())}
    first, second = (officer.post(COMMANDS, json=command).json() for _ in range(2))
    assert first["id"] == second["id"] == command["id"]
    assert first["facts"] == second["facts"]


def test_an_idempotency_key_stands_in_for_the_id(home: House) -> None:
    officer, project = home.signed_in("clerk"), code()
    key = {"Idempotency-Key": uuid4().hex}
    batch = [registration(project), registration(code())]
    first, second = (officer.post(COMMANDS, json=batch, headers=key).json() for _ in range(2))
    assert [one["answer"]["facts"] for one in first] == [one["answer"]["facts"] for one in second]
    assert len({one["answer"]["id"] for one in first}) == 2
    other = officer.post(COMMANDS, json=batch, headers={"Idempotency-Key": uuid4().hex}).json()
    assert {one["answer"]["id"] for one in other}.isdisjoint(one["answer"]["id"] for one in first)


def test_a_refusal_is_a_problem_with_its_clause(home: House) -> None:
    late = {
        "command": "ProposeAdjustment",
        "division": HAILIN,
        "actor": {"role": "UNIT_FILER"},
        "data": {"fiscal_year": YEAR, "project_code": "HL01", "indicators": []},
    }
    answer = home.signed_in("filer").post(COMMANDS, json=late)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY


def test_a_version_that_is_no_longer_is_a_conflict_with_the_current_one(home: House) -> None:
    officer, project = home.signed_in("clerk"), code()
    officer.post(COMMANDS, json=registration(project))
    tag = {
        "command": "TagFunds",
        "division": HAILIN,
        "expected_version": 7,
        "data": {
            "fiscal_year": YEAR,
            "project_code": project,
            "tags": ["POVERTY_ALLEVIATION"],
            "basis": "文件",
        },
    }
    answer = officer.post(COMMANDS, json=tag)
    assert answer.status_code == httpx.codes.CONFLICT
    assert answer.json()["version"] == 1


def test_every_fault_is_listed_at_once_and_nothing_is_carried_out(home: House) -> None:
    officer, project = home.signed_in("clerk"), code()
    wrong = registration(project, fiscal_year=1900, name=3, colour="red")
    wrong |= {"division": "3", "at": "2021-01-01T00:00:00Z"}
    answer = officer.post(COMMANDS, json=[registration(project), wrong])
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    faults = {one["path"]: one["reason"] for one in answer.json()["errors"]}
    assert faults == {
        "[1]": "不认识的字段 at",
        "[1].division": "格式不符",
        "[1].data": "不认识的字段 colour",
        "[1].data.fiscal_year": "须 >= 1990",
        "[1].data.name": "类型应为 str，实为 int",
    }
    page = officer.get("/api/v1/views/subjects", params={"project": project}).json()
    assert page["rows"] == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("lingyuan", {}),
        ("clerk", {"division": LINGYUAN}),
        ("clerk", {"actor": {"role": "FIN_APPROVER"}}),
        ("clerk", {"actor": {"id": "somebody-else"}}),
        ("clerk", {"actor": {"org": "另一单位"}}),
        ("officer", {}),
        ("housing", {"data": {**registration("X")["data"], "department": ROADS}}),  # type: ignore[dict-item]
        ("system", {}),
        ("auditing", {}),
    ],
)
def test_nobody_acts_beyond_duties_and_scope(
    home: House, name: str, change: dict[str, object]
) -> None:
    answer = home.signed_in(name).post(COMMANDS, json={**registration(code()), **change})
    assert answer.status_code == httpx.codes.FORBIDDEN, answer.text


def test_a_batch_goes_on_after_a_refusal(home: House) -> None:
    officer, project = home.signed_in("clerk"), code()
    again = registration(project, name="另一名称")
    answer = officer.post(COMMANDS, json=[registration(project), again, registration(code())])
    assert [one["status"] for one in answer.json()] == [200, 422, 200]
    assert "不能重复登记" in answer.json()[1]["answer"]["detail"]
