"""Changing one's own password: the old one is asked, guesses are slow, other sessions end."""

import pytest

from services.access.throttle import ACCOUNT
from tests.services.access.at_provider import sign_in
from tests.services.access.house import REVIEWER, SESAME, Browser, House
from tests.services.access.issuer import Issuer

NEW = "a quite different sentence"


@pytest.fixture(name="reviewer")
def _reviewer(house: House, security: Browser) -> Browser:
    return house.employ(security, "rev-01", **REVIEWER)


def change(browser: Browser, old: str = SESAME, new: str = NEW) -> tuple[int, str]:
    """Ask for another password; says the status and the sentence of a refusal."""
    answer = browser.ask("PUT", "/me/password", {"old": old, "password": new})
    if answer.status_code == 200:
        browser.csrf = answer.json()["csrf_token"]
        return 200, ""
    return answer.status_code, answer.json()["detail"]


def knows(browser: Browser) -> bool:
    return browser.ask("GET", "/me").status_code == 200


def test_the_new_password_opens_and_the_old_one_does_not(house: House, reviewer: Browser) -> None:
    assert change(reviewer) == (200, "")
    assert house.browser().sign_in("rev-01", SESAME).status_code == 401
    assert house.browser().sign_in("rev-01", NEW).status_code == 200


def test_every_other_session_ends_and_this_one_goes_on_under_another_token(
    house: House, reviewer: Browser
) -> None:
    other, before = house.signed_in("rev-01"), reviewer.session
    assert change(reviewer) == (200, "")
    assert not knows(other)
    assert knows(reviewer)
    assert reviewer.session != before
    stolen = house.browser()
    stolen.http.cookies.set("jixiao", before, domain="jixiao.example")
    assert not knows(stolen)
    assert change(reviewer, NEW, "one more long sentence") == (200, "")  # its token is the new one


def test_a_link_issued_before_is_void(house: House, security: Browser, reviewer: Browser) -> None:
    link = security.ask("POST", "/accounts/rev-01/link").json()["link"]
    assert change(reviewer) == (200, "")
    body = {"link": link, "password": "an intruder's own words"}
    assert house.browser().ask("POST", "/passwords", body).status_code == 403


def test_the_old_password_is_guessed_no_faster_than_at_the_sign_in(
    house: House, reviewer: Browser
) -> None:
    for _ in range(ACCOUNT.free):
        assert change(reviewer, "a guess of an intruder") == (403, "原口令不正确")
    assert change(reviewer)[0] == 429
    assert house.browser("10.9.9.9").sign_in("rev-01").status_code == 429
    assert house.acts("rev-01").count("PASSWORD_REFUSED") == ACCOUNT.free
    assert house.acts("rev-01").count("LOCKED_OUT") == 1
    house.wait(seconds=ACCOUNT.first.total_seconds() + 1)
    assert change(reviewer) == (200, "")


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("short", "12"),
        ("aaaaaaaaaaaaaa", "不同的字符"),
        ("rev-01 and more", "工号"),
        (SESAME, "相同"),
    ],
)
def test_a_poor_password_is_refused_without_a_try(
    house: House, reviewer: Browser, new: str, says: str
) -> None:
    compared = house.hasher.compared
    status, told = change(reviewer, new=new)
    assert (status, says in told, house.hasher.compared) == (422, True, compared)
    assert knows(reviewer)


def test_the_change_and_no_secret_of_it_is_in_the_logbook(house: House, reviewer: Browser) -> None:
    change(reviewer, "a guess of an intruder")
    change(reviewer)
    assert house.acts("rev-01")[-2:] == ["PASSWORD_REFUSED", "PASSWORD_CHANGED"]
    told = str(house.log())
    assert not [word for word in (SESAME, NEW, "a guess") if word in told]


def test_nobody_without_a_session_and_no_other_site_changes_one(
    house: House, security: Browser, reviewer: Browser
) -> None:
    assert change(house.browser())[0] == 401
    reviewer.csrf = ""
    assert change(reviewer)[0] == 403
    terms = {
        "system": "treasury",
        "org": "国库",
        "purposes": ["INTAKE"],
        "scope": {"divisions": ["211382"]},
        "expires_at": "2021-12-31T00:00:00+08:00",
    }
    key = security.ask("POST", "/keys", terms).json()["key"]
    sent = {"Authorization": f"Bearer {key}"}
    body = {"old": SESAME, "password": NEW}
    answer = house.browser().ask("PUT", "/me/password", body, sent)
    assert (answer.status_code, answer.json()["detail"]) == (403, "接口密钥没有口令")


def test_who_signs_in_at_the_provider_changes_it_there(home: House, provider: Issuer) -> None:
    browser, answer = sign_in(home, provider)
    browser.csrf = browser.ask("GET", "/me").json()["csrf_token"]
    assert answer.status_code == 200
    status, told = change(browser)
    assert (status, "统一身份认证" in told) == (422, True)
