"""Sessions end by time, by hand and by any change of the account, and cannot be made up."""

import httpx
import pytest

from services.access.http.guard import Guard
from services.access.streams import LONGEST_SESSION
from tests.services.access.house import REVIEWER, SESAME, Browser, House, application


def knows(browser: Browser) -> bool:
    return browser.ask("GET", "/me").status_code == 200


def with_cookie(house: House, token: str) -> Browser:
    browser = house.browser()
    browser.http.cookies.set("jixiao", token, domain="jixiao.example")
    return browser


def test_a_session_left_idle_ends(house: House, security: Browser) -> None:
    for _ in range(3):
        house.wait(minutes=20)
        assert knows(security)
    house.wait(minutes=31)
    assert not knows(security)


def test_looking_whether_a_session_lives_keeps_it_alive_no_longer(
    house: House, security: Browser
) -> None:
    sessions, token = house.access.sessions, security.session
    for _ in range(29):
        house.wait(minutes=1)
        assert not house.run(sessions.over(token, house.now))
    house.wait(minutes=2)
    assert house.run(sessions.over(token, house.now))
    assert not knows(security)


def test_what_was_used_meanwhile_lives_on(house: House, security: Browser) -> None:
    for _ in range(3):
        house.wait(minutes=20)
        assert not house.run(house.access.sessions.over(security.session, house.now, used=True))
    assert knows(security)


def test_a_session_in_use_ends_all_the_same(house: House, security: Browser) -> None:
    for _ in range(int(LONGEST_SESSION.total_seconds()) // 60 // 20 - 1):
        house.wait(minutes=20)
        assert knows(security)
    house.wait(minutes=20)
    assert not knows(security)


def test_a_token_is_dead_after_signing_out(house: House, security: Browser) -> None:
    token = security.session
    assert security.ask("DELETE", "/sessions/current").status_code == 204
    assert not knows(with_cookie(house, token))
    assert house.acts("sec-01")[-1] == "SIGNED_OUT"


def test_an_edited_or_guessed_token_is_nobodys(house: House, security: Browser) -> None:
    token = security.session
    assert knows(with_cookie(house, token))
    for bad in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[::-1], "x", "a.b>", ""):
        assert not knows(with_cookie(house, bad))


def test_a_session_brought_along_is_not_taken_over(house: House, security: Browser) -> None:
    planted = security.session  # as an attacker would plant it in the victim's browser
    house.employ(security, "rev-01", **REVIEWER)
    victim = with_cookie(house, planted)
    victim.http.cookies.clear()
    victim.http.cookies.set("jixiao", planted, domain="jixiao.example", path="/")
    assert victim.sign_in("rev-01").status_code == 200
    fresh = {cookie.value for cookie in victim.http.cookies.jar}
    assert fresh - {planted}
    assert not knows(with_cookie(house, planted))


def test_sessions_end_with_the_password_the_duties_and_the_lock(
    house: House, security: Browser
) -> None:
    reviewer = house.employ(security, "rev-01", **REVIEWER)

    link = security.ask("POST", "/accounts/rev-01/link").json()["link"]
    assert knows(reviewer)
    body = {"link": link, "password": "another long password"}
    assert house.browser().ask("POST", "/passwords", body).status_code == 204
    assert not knows(reviewer)
    assert reviewer.sign_in("rev-01", "another long password").status_code == 200

    less = REVIEWER | {"roles": ["AUDITOR"]}
    assert security.ask("PUT", "/accounts/rev-01/duties", less).status_code == 200
    assert not knows(reviewer)
    assert reviewer.sign_in("rev-01", "another long password").status_code == 200

    assert security.ask("POST", "/accounts/rev-01/lock").status_code == 200
    assert not knows(reviewer)
    assert reviewer.sign_in("rev-01", "another long password").status_code == 401
    assert security.ask("POST", "/accounts/rev-01/unlock").status_code == 200
    assert reviewer.sign_in("rev-01", "another long password").status_code == 200


@pytest.mark.parametrize("sent", ["", "0" * 64, "é".encode()])
def test_a_change_without_the_pages_token_is_refused(
    house: House, security: Browser, sent: str | bytes
) -> None:
    own = security.csrf
    security.csrf = sent
    answer = security.ask("POST", "/accounts", {"id": "rev-01", **REVIEWER})
    assert answer.status_code == 403
    assert "X-CSRF-Token" in answer.json()["detail"]
    security.csrf = own
    house.invite(security, "rev-01", **REVIEWER)


def test_another_sessions_token_does_not_do(house: House, security: Browser) -> None:
    other = house.signed_in("sec-01")
    security.csrf = other.csrf
    assert security.ask("POST", "/accounts", {"id": "a", **REVIEWER}).status_code == 403


def test_a_change_from_another_sites_page_is_refused(security: Browser) -> None:
    for header in ({"Origin": "http://evil.example"}, {"Origin": "null"}):
        answer = security.ask("POST", "/accounts", {"id": "a", **REVIEWER}, header)
        assert (answer.status_code, answer.json()["detail"]) == (403, "请求来自其他网站")


def test_a_restart_ends_no_session(house: House, security: Browser) -> None:
    again = House(house.runner, house.client)
    assert knows(with_cookie(again, security.session))
    assert SESAME not in security.session


def test_over_tls_the_cookie_is_for_tls_only(house: House, security: Browser) -> None:
    assert security.session
    guard = Guard(house.access, secure=True)
    transport = httpx.ASGITransport(application(guard))
    http = httpx.AsyncClient(transport=transport, base_url="https://jixiao.example")
    body = {"id": "sec-01", "password": SESAME}
    answer = house.run(http.post("/api/v1/sessions", json=body))
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-jixiao=")
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= set(cookie.lower().split("; "))
    assert "domain" not in cookie.lower()
    assert house.run(http.get("/api/v1/me")).status_code == 200
