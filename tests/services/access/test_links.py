"""A one-time link works once, in time, and for the account it was made for."""

import asyncio

import pytest

from services.access.account import LINK_LASTS
from services.access.links import FIRST_LASTS
from services.access.throttle import ADDRESS
from tests.services.access.house import REVIEWER, SESAME, Browser, House

REFUSED = "链接无效、已使用或已过期"


def first_link(house: House) -> str | None:
    return house.run(house.access.links.first(house.access.visit("")))


def first(house: House, link: object, name: str = "sec-01", *, address: str = "10.0.0.1") -> int:
    body = {"link": link, "id": name, "org": "信息中心", "password": SESAME}
    return house.browser(address).ask("POST", "/first-administrator", body).status_code


def set_password(house: House, link: str, password: str = SESAME) -> int:
    body = {"link": link, "password": password}
    return house.browser().ask("POST", "/passwords", body).status_code


def test_there_is_no_account_before_the_first_link_is_used(house: House) -> None:
    for name in ("admin", "root", "jixiao", "sec-01"):
        assert house.browser().sign_in(name, name).status_code == 401
    assert first(house, first_link(house)) == 204
    house.signed_in("sec-01")


def test_the_first_link_works_once(house: House) -> None:
    link = first_link(house)
    assert first(house, link) == 204
    assert first(house, link, "sec-02") == 403
    assert first_link(house) is None


def test_a_later_first_link_ends_the_earlier(house: House) -> None:
    earlier, later = first_link(house), first_link(house)
    assert first(house, earlier) == 403
    assert first(house, later) == 204


def test_the_first_link_expires(house: House) -> None:
    link = first_link(house)
    house.wait(seconds=FIRST_LASTS.total_seconds())
    assert first(house, link) == 403


def test_of_two_who_use_the_first_link_at_once_one_gets_in(house: House) -> None:
    link = first_link(house)
    browser = house.browser()

    async def both() -> list[int]:
        bodies = [
            {"link": link, "id": name, "org": "x", "password": SESAME}
            for name in ("sec-01", "sec-02")
        ]
        posts = [browser.http.post("/api/v1/first-administrator", json=one) for one in bodies]
        return [answer.status_code for answer in await asyncio.gather(*posts)]

    assert sorted(house.run(both())) == [204, 403]


def test_a_refused_password_leaves_the_first_link_usable(house: House) -> None:
    link = first_link(house)
    body = {"link": link, "id": "sec-01", "org": "信息中心", "password": "short"}
    answer = house.browser().ask("POST", "/first-administrator", body)
    assert "12" in answer.json()["detail"]
    assert first(house, link) == 204


def test_a_link_works_once_and_only_unedited(house: House, security: Browser) -> None:
    link = house.invite(security, "rev-01", **REVIEWER)
    other = house.invite(security, "rev-02", **REVIEWER)
    mixed = f"rev-02.{link.partition('.')[2]}"
    for bad in (link[:-1], link + "A", mixed, "rev-01", "rev-01.", "没有.x", ""):
        assert set_password(house, bad) == 403
    assert set_password(house, link) == 204
    assert set_password(house, link) == 403
    assert set_password(house, other) == 204


def test_a_link_expires_and_a_new_one_ends_it(house: House, security: Browser) -> None:
    link = house.invite(security, "rev-01", **REVIEWER)
    house.wait(seconds=LINK_LASTS.total_seconds())
    assert set_password(house, link) == 403
    security.sign_in("sec-01")
    first_again = security.ask("POST", "/accounts/rev-01/link").json()["link"]
    second = security.ask("POST", "/accounts/rev-01/link").json()["link"]
    assert set_password(house, first_again) == 403
    assert set_password(house, second) == 204


def test_a_locked_account_has_no_link(house: House, security: Browser) -> None:
    link = house.invite(security, "rev-01", **REVIEWER)
    security.ask("POST", "/accounts/rev-01/lock")
    assert set_password(house, link) == 403
    assert security.ask("POST", "/accounts/rev-01/link").status_code == 422


@pytest.mark.parametrize(
    ("password", "says"),
    [("short", "12"), ("aaaaaaaaaaaaab", "种不同"), ("my-Rev-01-word-x", "工号")],
)
def test_a_simple_password_is_refused_and_says_why(
    house: House, security: Browser, password: str, says: str
) -> None:
    link = house.invite(security, "rev-01", **REVIEWER)
    body = {"link": link, "password": password}
    assert says in house.browser().ask("POST", "/passwords", body).json()["detail"]
    assert set_password(house, link) == 204


def test_links_are_not_guessed_for_long(house: House) -> None:
    first_link(house)
    codes = [first(house, "guess", address="10.6.6.6") for _ in range(ADDRESS.free + 1)]
    assert codes == [403] * ADDRESS.free + [429]


def test_links_are_kept_as_digests_only(house: House, security: Browser) -> None:
    link = house.invite(security, "rev-01", **REVIEWER)
    secret = link.partition(".")[2]
    bucket = house.run(house.client.jetstream().key_value("JX_ACCESS"))
    entry = house.run(bucket.get("account.rev-01"))
    assert secret.encode() not in (entry.value or b"")
    assert secret not in str(house.log())
