"""Signing in at a provider: what it says is believed only when every check holds."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import jwt
import pytest

from services.access.oidc.flow import LASTS
from services.access.oidc.settings import OidcSettings, read, trusted
from services.runtime.trouble import BadSetting
from tests.services.access.house import REVIEWER, Browser, House, house
from tests.services.access.issuer import BACK, CLIENT, SECRET, Claims, Issuer, issuer, told

SETTINGS = """
issuer = "{issuer}"
client_id = "{client}"
client_secret_file = "{secret}"
redirect_uri = "{back}"

[[grant]]
claim = "groups"
value = "绩效管理科"
org = "财政局绩效管理科"
roles = ["PERF_SECTION_OFFICER"]
scope.divisions = ["211382"]

[[grant]]
claim = "groups"
value = "部门审核"
org_from = "department"
departments_from = "department"
roles = ["DEPT_REVIEWER"]
scope.divisions = ["211382"]

[[grant]]
claim = "groups"
value = "两头"
org = "财政局"
roles = ["FIN_APPROVER"]
administrator = "SECURITY"
scope.divisions = ["211382"]
"""


@pytest.fixture(name="provider")
def _provider() -> Iterator[Issuer]:
    with issuer() as serving:
        yield serving


def settings(provider: Issuer, folder: Path, **changed: str) -> OidcSettings:
    secret = folder / "secret"
    secret.write_text(SECRET)
    named = {"issuer": provider.url, "client": CLIENT, "secret": str(secret), "back": BACK}
    file = folder / "oidc.toml"
    file.write_text(SETTINGS.format(**(named | changed)), "utf-8")
    return read(file)


@pytest.fixture(name="home")
def _home(provider: Issuer, nats_url: str, tmp_path: Path) -> Iterator[House]:
    with house(nats_url, settings(provider, tmp_path)) as opened:
        yield opened


def begin(browser: Browser) -> str:
    answer = browser.ask("GET", "/sign-in/oidc")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def back(browser: Browser, sent: dict[str, str]) -> httpx.Response:
    question = "&".join(f"{name}={value}" for name, value in sent.items())
    return browser.ask("GET", f"/sign-in/oidc/callback?{question}")


def sign_in(home: House, provider: Issuer) -> tuple[Browser, httpx.Response]:
    browser = home.browser()
    return browser, back(browser, provider.authorize(begin(browser)))


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


def spoiled(**changes: object) -> Callable[[Issuer, Claims], str]:
    return lambda provider, claims: provider.signed(claims | changes)


def lacking(name: str) -> Callable[[Issuer, Claims], str]:
    return lambda provider, claims: provider.signed(
        {key: value for key, value in claims.items() if key != name}
    )


def unsigned(_: Issuer, claims: Claims) -> str:
    return jwt.encode(claims, "", "none", headers={"kid": "k1"})


def confused(provider: Issuer, claims: Claims) -> str:
    """Sign with the public key as if it were a shared secret."""
    head, body = (
        base64.urlsafe_b64encode(json.dumps(part, default=datetime.timestamp).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "typ": "JWT", "kid": "k1"}, claims)
    )
    signer = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    mark = base64.urlsafe_b64encode(signer.sign(head + b"." + body, provider.public_pem()))
    return (head + b"." + body + b"." + mark.rstrip(b"=")).decode()


def by_a_stranger(provider: Issuer, claims: Claims) -> str:
    return jwt.encode(claims, provider.stranger, "RS256", headers={"kid": "k1"})


def with_own_key(provider: Issuer, claims: Claims) -> str:
    key = jwt.algorithms.RSAAlgorithm.to_jwk(provider.stranger.public_key(), as_dict=True)
    return jwt.encode(claims, provider.stranger, "RS256", headers={"kid": "k1", "jwk": key})


def edited(provider: Issuer, claims: Claims) -> str:
    head, _, mark = provider.signed(claims).split(".")
    other = json.dumps(claims | {"preferred_username": "chief"}, default=datetime.timestamp)
    return f"{head}.{base64.urlsafe_b64encode(other.encode()).rstrip(b'=').decode()}.{mark}"


def of_an_unknown_key(provider: Issuer, claims: Claims) -> str:
    return jwt.encode(claims, provider.key, "RS256", headers={"kid": "k2"})


def of_no_key(provider: Issuer, claims: Claims) -> str:
    return jwt.encode(claims, provider.key, "RS256")


PAST = datetime(2020, 1, 1, tzinfo=UTC)
FUTURE = datetime.now(UTC) + timedelta(days=1)
ATTACKS: dict[str, Callable[[Issuer, Claims], str]] = {
    "alg none": unsigned,
    "HS256 with the public key": confused,
    "another's key": by_a_stranger,
    "a key of its own": with_own_key,
    "edited": edited,
    "unknown key": of_an_unknown_key,
    "no key": of_no_key,
    "expired": spoiled(exp=PAST),
    "not yet": spoiled(nbf=FUTURE),
    "issued tomorrow": spoiled(iat=FUTURE),
    "another audience": spoiled(aud="other"),
    "for another among several": spoiled(aud=[CLIENT, "other"], azp="other"),
    "for nobody among several": spoiled(aud=[CLIENT, "other"]),
    "another issuer": spoiled(iss="https://evil.example"),
    "another nonce": spoiled(nonce="replayed"),
    "no expiry": lacking("exp"),
    "no nonce": lacking("nonce"),
    "no subject": lacking("sub"),
    "no audience": lacking("aud"),
    "no token": lambda _provider, _claims: "not.a.token",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_bad_token_lets_nobody_in(home: House, provider: Issuer, attack: str) -> None:
    provider.mint = lambda claims: ATTACKS[attack](provider, claims)
    browser, answer = sign_in(home, provider)
    assert answer.status_code == 401, answer.text
    assert browser.ask("GET", "/me").status_code == 401
    assert home.acts() == ["SIGN_IN_FAILED"]
    provider.mint = provider.signed  # and the very same way works with a good one
    assert sign_in(home, provider)[1].status_code == 200


def test_several_audiences_are_fine_when_we_are_the_party(home: House, provider: Issuer) -> None:
    provider.mint = lambda claims: provider.signed(claims | {"aud": [CLIENT, "x"], "azp": CLIENT})
    assert sign_in(home, provider)[1].status_code == 200


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


def test_a_new_key_is_asked_for_but_not_all_the_time(home: House, provider: Issuer) -> None:
    assert sign_in(home, provider)[1].status_code == 200
    provider.mint = lambda claims: of_an_unknown_key(provider, claims)
    provider.answers["/jwks"] = lambda: told({"keys": [provider.jwk() | {"kid": "k2"}]})
    for _ in range(3):
        assert sign_in(home, provider)[1].status_code == 401
    assert provider.asked.count("/jwks") == 1
    home.wait(minutes=1)
    assert sign_in(home, provider)[1].status_code == 200
    assert provider.asked.count("/jwks") == 2


def test_a_shared_secret_is_no_key_of_a_provider(home: House, provider: Issuer) -> None:
    secret = base64.urlsafe_b64encode(b"x" * 32).decode()
    shared = {"kty": "oct", "k": secret, "kid": "k1", "alg": "HS256"}
    provider.answers["/jwks"] = lambda: told({"keys": [shared]})
    provider.mint = lambda claims: jwt.encode(claims, b"x" * 32, "HS256", headers={"kid": "k1"})
    assert sign_in(home, provider)[1].status_code == 401


@pytest.mark.parametrize("field", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    "elsewhere",
    ["http://169.254.169.254/meta", "https://evil.example/x", "file:///etc/passwd", "x"],
)
def test_a_description_cannot_send_us_elsewhere(
    home: House, provider: Issuer, field: str, elsewhere: str
) -> None:
    spoilt = provider.description() | {field: elsewhere}
    provider.answers["/.well-known/openid-configuration"] = lambda: told(spoilt)
    assert home.browser().ask("GET", "/sign-in/oidc").status_code == 401
    assert provider.asked == ["/.well-known/openid-configuration"]


def test_no_redirect_is_followed(home: House, provider: Issuer) -> None:
    with issuer() as other:
        target = f"{other.url}/.well-known/openid-configuration"
        provider.answers["/.well-known/openid-configuration"] = lambda: (
            302,
            {"Location": target},
            b"",
        )
        assert home.browser().ask("GET", "/sign-in/oidc").status_code == 401
        assert other.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"[]"),
        (200, {}, b"\xff"),
        (500, {}, b"{}"),
        (200, {}, b" " * (2 << 20)),
        told({"issuer": "https://other.example"}),
    ],
)
def test_a_bad_description_says_that_the_provider_is_not_usable(
    home: House, provider: Issuer, answer: tuple[int, dict[str, str], bytes]
) -> None:
    provider.answers["/.well-known/openid-configuration"] = lambda: answer
    said = home.browser().ask("GET", "/sign-in/oidc")
    assert (said.status_code, "联系系统管理员" in said.json()["detail"]) == (401, True)


def test_a_provider_that_is_away_says_so(home: House, provider: Issuer) -> None:
    away = home.access.oidc
    assert away is not None
    provider.answers.clear()
    assert home.browser().ask("GET", "/sign-in/oidc").status_code == 401


@pytest.mark.parametrize(
    "url",
    [
        "http://sso.example",
        "http://10.0.0.1/realm",
        "http://localhost.evil.example",
        "https://user:pw@sso.example",
        "https://sso.example/?next=x",
        "https://sso.example/#x",
        "ftp://127.0.0.1",
        "https://",
        "https://x:0",
        "https://x:99999",
    ],
)
def test_an_issuer_that_could_be_anybody_is_refused(
    provider: Issuer, tmp_path: Path, url: str
) -> None:
    assert not trusted(url)
    with pytest.raises(BadSetting, match="issuer"):
        settings(provider, tmp_path, issuer=url)
    with pytest.raises(BadSetting, match="redirect_uri"):
        settings(provider, tmp_path, back=url)


def test_settings_that_cannot_be_read_say_why(provider: Issuer, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="读不懂"):
        settings(provider, tmp_path, secret=str(tmp_path / "missing"))
    file = tmp_path / "oidc.toml"
    file.write_text(file.read_text("utf-8") + "\nunknown = 1\n", "utf-8")
    with pytest.raises(BadSetting, match="unknown"):
        read(file)


@pytest.mark.parametrize(
    "url", ["https://sso.example/realms/x", "http://127.0.0.1:8080", "http://[::1]"]
)
def test_https_and_this_machine_are_trusted(url: str) -> None:
    assert trusted(url)
