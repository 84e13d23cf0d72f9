"""Signing in with a password: slow after failures, the same answer to all of them."""

import asyncio

import httpx
import pytest

from services.access.throttle import ACCOUNT, ADDRESS
from tests.services.access.house import REVIEWER, SESAME, Browser, House


def test_who_signed_in_is_told_who_they_are(house: House, security: Browser) -> None:
    browser = house.employ(security, "rev-01", **REVIEWER)
    me = browser.ask("GET", "/me").json()
    assert (me["id"], me["org"], list(me["roles"])) == (
        "rev-01",
        REVIEWER["org"],
        ["DEPT_REVIEWER"],
    )
    assert me["scope"]["departments"] == ["住房和城乡建设局"]
    assert me["csrf_token"] == browser.csrf


def test_nobody_is_told_nothing(house: House) -> None:
    assert house.browser().ask("GET", "/me").status_code == 401
    assert house.browser().ask("GET", "/accounts").status_code == 401
    assert house.browser().ask("GET", "/audit-log").status_code == 401


def test_the_cookie_is_for_this_site_and_no_script(house: House, security: Browser) -> None:
    cookie = security.sign_in("sec-01").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie  # this house speaks no TLS
    assert house.acts("sec-01").count("SIGNED_IN") == 2


@pytest.mark.parametrize("name", ["sec-01", "nobody", "没有", "rev-01", "../x"])
def test_every_failure_gets_the_same_answer(house: House, security: Browser, name: str) -> None:
    house.invite(security, "rev-01", **REVIEWER)  # has no password yet
    answer = house.browser().sign_in(name, "wrong password 123")
    assert (answer.status_code, answer.json()["detail"]) == (401, "账号或口令不正确")


def test_a_locked_account_gets_that_answer_to_its_right_password(
    house: House, security: Browser
) -> None:
    house.employ(security, "rev-01", **REVIEWER)
    security.ask("POST", "/accounts/rev-01/lock")
    before = house.acts("rev-01").count("SIGNED_IN")
    answer = house.browser().sign_in("rev-01")
    assert (answer.status_code, answer.json()["detail"]) == (401, "账号或口令不正确")
    assert house.acts("rev-01").count("SIGNED_IN") == before


@pytest.mark.usefixtures("security")
def test_an_unknown_account_costs_the_same_work(house: House) -> None:
    for name in ("nobody", "sec-01"):
        before = house.hasher.compared
        house.browser().sign_in(name, "wrong")
        assert house.hasher.compared == before + 1


def test_an_account_is_locked_out_longer_each_time(house: House, security: Browser) -> None:
    house.employ(security, "rev-01", **REVIEWER)
    attacker = house.browser("10.6.6.6")
    for _ in range(ACCOUNT.free):
        assert attacker.sign_in("rev-01", "guess").status_code == 401
    first = attacker.sign_in("rev-01", SESAME)
    assert first.status_code == 429
    house.wait(seconds=ACCOUNT.first.total_seconds() + 1)
    assert attacker.sign_in("rev-01", "guess").status_code == 401
    house.wait(seconds=ACCOUNT.first.total_seconds() + 1)
    assert attacker.sign_in("rev-01", "guess").status_code == 429
    house.wait(seconds=ACCOUNT.first.total_seconds())
    assert house.browser().sign_in("rev-01").status_code == 200
    assert house.acts("rev-01").count("LOCKED_OUT") == 2


def test_a_lock_out_is_not_left_by_another_address_or_a_restart(
    house: House, security: Browser
) -> None:
    house.employ(security, "rev-01", **REVIEWER)
    for _ in range(ACCOUNT.free):
        house.browser().sign_in("rev-01", "guess")
    assert house.browser("10.7.7.7").sign_in("rev-01").status_code == 429
    again = House(house.runner, house.client)
    assert again.browser("10.8.8.8").sign_in("rev-01").status_code == 429


def test_guesses_side_by_side_all_count(house: House, security: Browser) -> None:
    house.employ(security, "rev-01", **REVIEWER)
    attacker = house.browser("10.6.6.6")

    async def storm() -> list[int]:
        body = {"id": "rev-01", "password": "guess"}
        posts = [attacker.http.post("/api/v1/sessions", json=body) for _ in range(20)]
        return [answer.status_code for answer in await asyncio.gather(*posts)]

    assert house.run(storm()).count(401) == ACCOUNT.free


def test_unknown_accounts_are_locked_out_like_known_ones(house: House) -> None:
    codes = [house.browser().sign_in("nobody", "guess").status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]


@pytest.mark.usefixtures("security")
def test_an_address_that_tries_many_accounts_is_slowed_down(house: House) -> None:
    attacker = house.browser("10.6.6.6")
    for number in range(ADDRESS.free):
        assert attacker.sign_in(f"name-{number}", "guess").status_code == 401
    answer = attacker.sign_in("sec-01")
    assert answer.status_code == 429
    assert house.browser("10.0.0.9").sign_in("sec-01").status_code == 200


def test_the_logbook_has_no_password(house: House, security: Browser) -> None:
    house.employ(security, "rev-01", **REVIEWER)
    house.browser().sign_in("rev-01", "a wrong secret!")
    told = str(house.log())
    assert SESAME not in told
    assert "a wrong secret!" not in told
    assert security.session not in told
    assert "SIGN_IN_FAILED" in told
    assert "10.0.0.1" in told


@pytest.mark.usefixtures("security")
def test_a_page_of_another_site_cannot_sign_anybody_in(house: House) -> None:
    body = {"id": "sec-01", "password": SESAME}
    for header in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = house.browser().ask("POST", "/sessions", body, header)
        assert answer.status_code == 403
    own = {"Origin": "http://jixiao.example", "Sec-Fetch-Site": "same-origin"}
    assert house.browser().ask("POST", "/sessions", body, own).status_code == httpx.codes.OK
