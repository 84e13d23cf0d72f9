"""Signing in at a provider: who it lets in has the duties of the claims, once, in one browser."""

import pytest

from services.access.oidc.flow import LASTS
from services.access.throttle import ADDRESS
from tests.services.access.at_provider import back, begin, sign_in
from tests.services.access.house import REVIEWER, House
from tests.services.access.issuer import Claims, Issuer


def test_who_comes_from_the_provider_has_the_duties_of_the_claims(
    home: House, provider: Issuer
) -> None:
    browser, answer = sign_in(home, provider)
    assert answer.status_code == 200, answer.text
    assert 'url=/"' in answer.text
    me = browser.ask("GET", "/me").json()
    assert (me["id"], me["org"]) == ("oidc-01", "财政局绩效管理科")
    assert list(me["roles"]) == ["PERF_SECTION_OFFICER"]
    assert home.acts("oidc-01") == ["ACCOUNT_CREATED", "SIGNED_IN"]


def test_a_scope_can_come_from_a_claim(home: House, provider: Issuer) -> None:
    provider.person = {
        "preferred_username": "oidc-02",
        "groups": ["别的", "部门审核"],
        "department": "农业农村局",
    }
    browser, _ = sign_in(home, provider)
    me = browser.ask("GET", "/me").json()
    assert (me["org"], me["scope"]["departments"]) == ("农业农村局", ["农业农村局"])


@pytest.mark.parametrize(
    "person",
    [
        {"groups": []},
        {"groups": "别的"},
        {"groups": ["部门审核"]},
        {"groups": ["部门审核"], "department": ""},
        {"groups": ["两头"]},
        {"preferred_username": "not a name"},
        {"preferred_username": None},
        {"preferred_username": "operator"},
    ],
)
def test_claims_that_give_nothing_let_nobody_in(
    home: House, provider: Issuer, person: Claims
) -> None:
    provider.person |= person
    _, answer = sign_in(home, provider)
    assert answer.status_code == 403
    assert "SIGNED_IN" not in home.acts()


def test_other_claims_end_the_sessions_of_before(home: House, provider: Issuer) -> None:
    before, _ = sign_in(home, provider)
    again, _ = sign_in(home, provider)
    assert before.ask("GET", "/me").status_code == 200
    provider.person |= {"groups": ["部门审核"], "department": "农业农村局"}
    sign_in(home, provider)
    assert (before.ask("GET", "/me").status_code, again.ask("GET", "/me").status_code) == (401, 401)


def test_a_provider_cannot_take_over_an_account_with_a_password(
    home: House, provider: Issuer
) -> None:
    security = home.begin()
    home.invite(security, "oidc-01", **REVIEWER)
    _, answer = sign_in(home, provider)
    assert answer.status_code == 403
    sign_in(home, provider)


def test_a_locked_account_stays_out_and_gets_no_password(home: House, provider: Issuer) -> None:
    security = home.begin()
    browser, _ = sign_in(home, provider)
    assert security.ask("POST", "/accounts/oidc-01/link").status_code == 422
    security.ask("POST", "/accounts/oidc-01/lock")
    assert browser.ask("GET", "/me").status_code == 401
    _, answer = sign_in(home, provider)
    assert answer.status_code == 403


def test_a_return_works_once(home: House, provider: Issuer) -> None:
    browser = home.browser()
    sent = provider.authorize(begin(browser))
    assert back(browser, sent).status_code == 200
    assert back(browser, sent).status_code == 401


def test_a_return_is_for_the_browser_that_began(home: House, provider: Issuer) -> None:
    attacker = home.browser()
    sent = provider.authorize(begin(attacker))  # the attacker's own sign-in
    victim = home.browser()
    begin(victim)
    answer = back(victim, sent)
    assert (answer.status_code, "此浏览器" in answer.json()["detail"]) == (401, True)
    assert victim.ask("GET", "/me").status_code == 401


def test_a_return_is_not_made_up_nor_late(home: House, provider: Issuer) -> None:
    browser = home.browser()
    sent = provider.authorize(begin(browser))
    for bad in (sent | {"state": "x"}, {"code": "x"}, {"state": sent["state"]}):
        assert back(browser, bad).status_code == 401
    home.wait(seconds=LASTS.total_seconds())
    assert back(browser, sent).status_code == 401
    wrong = provider.authorize(begin(browser)) | {"code": "guessed"}
    assert back(browser, wrong).status_code == 401
    denied = {"error": "access_denied", "state": sent["state"]}
    assert back(browser, denied).status_code == 401


def test_an_address_that_only_begins_is_slowed_down(home: House) -> None:
    attacker = home.browser("10.6.6.6")
    for _ in range(ADDRESS.free):
        assert attacker.ask("GET", "/sign-in/oidc").status_code == 303
    answer = attacker.ask("GET", "/sign-in/oidc")
    assert (answer.status_code, "再试" in answer.json()["detail"]) == (429, True)
    assert home.browser("10.0.0.9").ask("GET", "/sign-in/oidc").status_code == 303
    home.wait(seconds=ADDRESS.first.total_seconds() + 1)
    assert attacker.ask("GET", "/sign-in/oidc").status_code == 303


def test_a_provider_that_is_down_is_not_asked_for_every_start(
    home: House, provider: Issuer
) -> None:
    provider.answers["/.well-known/openid-configuration"] = lambda: (500, {}, b"")
    attacker = home.browser("10.6.6.6")
    codes = [attacker.ask("GET", "/sign-in/oidc").status_code for _ in range(ADDRESS.free + 5)]
    assert codes == [401] * ADDRESS.free + [429] * 5
    assert len(provider.asked) == ADDRESS.free


def test_people_of_one_address_who_come_back_well_are_not_slowed_down(
    home: House, provider: Issuer
) -> None:
    for _ in range(ADDRESS.free // 2):
        assert home.browser().ask("GET", "/sign-in/oidc").status_code == 303
    assert sign_in(home, provider)[1].status_code == 200
    for _ in range(ADDRESS.free // 2 + 1):
        assert home.browser().ask("GET", "/sign-in/oidc").status_code == 303


def test_made_up_returns_slow_an_address_down_like_wrong_passwords(
    home: House, provider: Issuer
) -> None:
    attacker = home.browser("10.6.6.6")
    for number in range(ADDRESS.free):
        assert back(attacker, {"state": f"s{number}", "code": "x"}).status_code == 401
    sent = provider.authorize(begin(home.browser()))
    assert back(attacker, sent).status_code == 429
    assert attacker.ask("GET", "/sign-in/oidc").status_code == 429
    assert attacker.sign_in("nobody", "guess").status_code == 429
    assert home.acts().count("SIGN_IN_FAILED") == ADDRESS.free
