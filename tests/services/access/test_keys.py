"""API keys: shown once, for what and as long as they were made for."""

import pytest

from services.access.throttle import ADDRESS
from tests.services.access.house import Browser, House

TERMS: dict[str, object] = {
    "system": "treasury",
    "org": "国库",
    "purposes": ["INTAKE"],
    "scope": {"divisions": ["211382"]},
    "expires_at": "2021-12-31T00:00:00+08:00",
}


def issue(security: Browser, **terms: object) -> str:
    answer = security.ask("POST", "/keys", TERMS | terms)
    assert answer.status_code == 201, answer.text
    key: str = answer.json()["key"]
    return key


def asked(house: House, written: str, address: str = "10.0.0.5") -> int:
    headers = {"Authorization": written}
    return house.browser(address).ask("GET", "/me", None, headers).status_code


def test_a_key_says_which_system_asks(house: House, security: Browser) -> None:
    key = issue(security)
    headers = {"Authorization": f"Bearer {key}"}
    me = house.browser().ask("GET", "/me", None, headers).json()
    assert (me["id"], me["kind"], me["purposes"]) == ("treasury", "system", ["INTAKE"])
    assert me["csrf_token"] == ""


def test_a_key_is_shown_once_and_kept_as_a_digest(house: House, security: Browser) -> None:
    key = issue(security)
    secret = key.rpartition(".")[2]
    assert secret not in security.ask("GET", "/keys").text
    assert secret not in str(house.log())
    bucket = house.run(house.client.jetstream().key_value("JX_ACCESS"))
    entry = house.run(bucket.get(f"key.{key.split('.')[1]}"))
    assert secret.encode() not in (entry.value or b"")


def test_a_key_expires(house: House, security: Browser) -> None:
    key = issue(security, expires_at="2021-09-02T00:00:00+08:00")
    assert asked(house, f"Bearer {key}") == 200
    house.wait(days=1)
    assert asked(house, f"Bearer {key}") == 401


def test_a_revoked_key_is_dead_at_once(house: House, security: Browser) -> None:
    key = issue(security)
    number = key.split(".")[1]
    assert security.ask("DELETE", f"/keys/{number}").status_code == 200
    assert asked(house, f"Bearer {key}") == 401
    when = security.ask("DELETE", f"/keys/{number}").json()["revoked_at"]
    house.wait(minutes=5)
    assert security.ask("DELETE", f"/keys/{number}").json()["revoked_at"] == when
    assert house.acts("sec-01")[-3:] == ["KEY_REVOKED"] * 3


def test_an_edited_or_mixed_key_is_refused(house: House, security: Browser) -> None:
    one, two = issue(security), issue(security)
    mixed = ".".join([*one.split(".")[:2], two.split(".")[2]])
    for bad in (one[:-1], one + "A", mixed, "jx", "jx..", one.replace("jx", "jy"), "jx.>.x"):
        assert asked(house, f"Bearer {bad}") == 401
    for scheme in (f"Basic {one}", one, "Bearer", ""):
        assert asked(house, scheme) == 401
    assert asked(house, f"bearer {one}") == 200


def test_keys_are_not_guessed_for_long(house: House, security: Browser) -> None:
    key = issue(security)
    number = key.split(".")[1]
    codes = [asked(house, f"Bearer jx.{number}.guess", "10.6.6.6") for _ in range(ADDRESS.free)]
    assert codes == [401] * ADDRESS.free
    assert asked(house, f"Bearer {key}", "10.6.6.6") == 429
    assert house.browser("10.6.6.6").sign_in("sec-01").status_code == 200
    assert asked(house, f"Bearer {key}") == 200


@pytest.mark.parametrize(
    "terms",
    [
        {"purposes": []},
        {"purposes": ["COMMAND"]},
        {"scope": {}},
        {"expires_at": "2021-08-01T00:00:00+08:00"},
        {"expires_at": "2031-08-01T00:00:00+08:00"},
        {"expires_at": "2021-12-31T00:00:00"},
        {"system": "a b"},
    ],
)
def test_a_key_without_bounds_is_refused(security: Browser, terms: dict[str, object]) -> None:
    assert security.ask("POST", "/keys", TERMS | terms).status_code == 422


def test_a_key_beside_a_cookie_counts_alone(house: House, security: Browser) -> None:
    headers = {"Authorization": f"Bearer {issue(security)}"}
    assert security.ask("GET", "/accounts", None, headers).status_code == 403
    assert security.ask("GET", "/me", None, headers).json()["csrf_token"] == ""
    assert house.access.now() == house.now
