"""A provider's token is believed only when every check holds."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from tests.services.access.at_provider import sign_in
from tests.services.access.house import House
from tests.services.access.issuer import CLIENT, Claims, Issuer, told


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
