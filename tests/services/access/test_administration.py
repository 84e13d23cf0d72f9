"""Three administrators keep each other in check; none of them can make more of themselves."""

import pytest

from services.access.accounts import OPERATOR
from tests.services.access.house import REVIEWER, Browser, House

AUDIT: dict[str, object] = {"administrator": "AUDIT"}


@pytest.mark.parametrize("duty", ["SYSTEM", "SECURITY", "AUDIT"])
def test_an_administrator_holds_no_role_besides(house: House, security: Browser, duty: str) -> None:
    both = REVIEWER | {"administrator": duty}
    answer = security.ask("POST", "/accounts", {"id": "x", **both})
    assert (answer.status_code, "不能兼任" in answer.json()["detail"]) == (422, True)
    house.invite(security, "rev-01", **REVIEWER)
    assert security.ask("PUT", "/accounts/rev-01/duties", both).status_code == 422


def test_one_account_is_one_administrator(security: Browser) -> None:
    body = {"id": "x", "org": "x", "administrator": ["AUDIT", "SYSTEM"]}
    assert security.ask("POST", "/accounts", body).status_code == 422


@pytest.mark.parametrize(
    ("duties", "says"),
    [
        ({"roles": ["CLOCK"], "scope": {"divisions": ["211382"]}}, "不能授予"),
        ({"roles": ["UPSTREAM_SYSTEM"], "scope": {"divisions": ["211382"]}}, "不能授予"),
        ({"roles": ["FIN_APPROVER"]}, "区划"),
        ({"roles": ["DEPT_REVIEWER"], "scope": {"divisions": ["211382"]}}, "限定部门"),
        (
            {"roles": ["UNIT_FILER"], "scope": {"divisions": ["211382"], "departments": ["甲"]}},
            "限定单位",
        ),
        ({}, "至少有一个角色"),
    ],
)
def test_duties_that_reach_too_far_are_refused(
    security: Browser, duties: dict[str, object], says: str
) -> None:
    answer = security.ask("POST", "/accounts", {"id": "x", "org": "x", **duties})
    assert (answer.status_code, says in answer.json()["detail"]) == (422, True)


@pytest.mark.parametrize("name", ["operator", "clock"])
def test_the_systems_own_names_are_not_given_away(security: Browser, name: str) -> None:
    assert security.ask("POST", "/accounts", {"id": name, **REVIEWER}).status_code == 422


def test_nobody_but_the_security_administrator_keeps_accounts(
    house: House, security: Browser
) -> None:
    others = [
        house.employ(security, "rev-01", **REVIEWER),
        house.employ(security, "audit-01", administrator="AUDIT"),
        house.employ(security, "sys-01", administrator="SYSTEM"),
    ]
    key = {"system": "t", "org": "t", "purposes": ["READ"], "scope": {"divisions": ["211382"]}}
    for one in others:
        for method, path, body in (
            ("GET", "/accounts", None),
            ("POST", "/accounts", {"id": "y", **REVIEWER}),
            ("PUT", "/accounts/rev-01/duties", {"org": "财政局", "administrator": "SECURITY"}),
            ("POST", "/accounts/rev-01/lock", None),
            ("POST", "/accounts/rev-01/link", None),
            ("GET", "/keys", None),
            ("POST", "/keys", key | {"expires_at": "2021-10-01T00:00:00+08:00"}),
            ("DELETE", "/keys/1", None),
        ):
            answer = one.ask(method, path, body)
            assert (answer.status_code, "安全管理员" in answer.json()["detail"]) == (403, True)


def test_no_administrator_changes_the_own_account(security: Browser) -> None:
    more = {"org": "财政局", "roles": ["FIN_APPROVER"], "scope": {"divisions": ["211382"]}}
    for method, path, body in (
        ("PUT", "/accounts/sec-01/duties", more),
        ("POST", "/accounts/sec-01/unlock", None),
        ("POST", "/accounts/sec-01/link", None),
    ):
        assert security.ask(method, path, body).status_code == 403
    assert security.ask("GET", "/me").json()["administrator"] == "SECURITY"


def test_a_clients_body_makes_nobody_more(house: House, security: Browser) -> None:
    reviewer = house.employ(security, "rev-01", **REVIEWER)
    answer = reviewer.ask("POST", "/sessions", {"id": "rev-01", "password": "x", "roles": ["X"]})
    assert answer.status_code == 422
    forged = {"id": "y", **REVIEWER, "password": "x", "generation": 1}
    assert security.ask("POST", "/accounts", forged).status_code == 422


def test_an_account_is_shown_without_its_secrets(house: House, security: Browser) -> None:
    house.employ(security, "rev-01", **REVIEWER)
    answer = security.ask("GET", "/accounts")
    assert [one["id"] for one in answer.json()] == ["rev-01", "sec-01"]
    assert "argon2" not in answer.text
    assert answer.json()[0]["changed_by"] == "rev-01"  # who set the own password


def test_an_account_is_made_once(security: Browser) -> None:
    assert security.ask("POST", "/accounts", {"id": "a", **REVIEWER}).status_code == 201
    assert security.ask("POST", "/accounts", {"id": "a", **REVIEWER}).status_code == 409


def test_what_there_is_not_is_said_so(security: Browser) -> None:
    for path in ("/accounts/none/lock", "/accounts/%E6%B2%A1/lock", "/accounts/a.b/lock"):
        answer = security.ask("POST", path)
        assert (answer.status_code, answer.json()["detail"]) == (422, "没有这个账号")
    assert security.ask("DELETE", "/keys/none").status_code == 422


def test_only_the_audit_administrator_reads_the_logbook(house: House, security: Browser) -> None:
    auditor = house.employ(security, "audit-01", administrator="AUDIT")
    for other in (
        security,
        house.employ(security, "sys-01", administrator="SYSTEM"),
        house.employ(security, "rev-01", **REVIEWER),
        house.employ(
            security, "sj-01", org="审计局", roles=["AUDITOR"], scope={"divisions": ["211382"]}
        ),
    ):
        assert other.ask("GET", "/audit-log").status_code == 403
    lines = auditor.ask("GET", "/audit-log").json()
    assert lines[0]["act"] == "LINK_ISSUED"
    assert lines[1]["title"] == "建立账号"
    assert {"who": "sec-01", "what": "rev-01", "origin": "10.0.0.1"}.items() <= next(
        one for one in lines if one["what"] == "rev-01"
    ).items()
    more = auditor.ask("GET", f"/audit-log?after={lines[-1]['number']}").json()
    assert [one["act"] for one in more] == ["LOGBOOK_READ"]  # the reading itself
    created = auditor.ask("GET", "/audit-log?act=ACCOUNT_CREATED&limit=2").json()
    assert [one["what"] for one in created] == ["sec-01", "audit-01"]
    assert created[1]["detail"]["administrator"] == "AUDIT"


def test_a_bad_page_of_the_logbook_is_refused(house: House, security: Browser) -> None:
    auditor = house.employ(security, "audit-01", administrator="AUDIT")
    for query in ("after=-1", "limit=0", "limit=100000", "act=x", f"after={2**63}"):
        assert auditor.ask("GET", f"/audit-log?{query}").status_code == 422


def test_the_operator_lets_a_locked_out_administrator_in_again(
    house: House, security: Browser
) -> None:
    accounts, visit = house.access.accounts, house.access.visit("")
    house.run(accounts.lock(OPERATOR, "sec-01", visit))
    assert security.ask("GET", "/me").status_code == 401
    house.run(accounts.lock(OPERATOR, "sec-01", visit, locked=False))
    link = house.run(accounts.invite(OPERATOR, "sec-01", visit))
    body = {"link": link, "password": "another long password"}
    assert house.browser().ask("POST", "/passwords", body).status_code == 204
    assert security.sign_in("sec-01", "another long password").status_code == 200
