"""Nobody but the provider of the settings is asked, and not even it can send us elsewhere."""

from pathlib import Path

import pytest

from services.access.oidc.settings import read, trusted
from services.runtime.trouble import BadSetting
from tests.services.access.at_provider import settings
from tests.services.access.house import House
from tests.services.access.issuer import Issuer, issuer, told


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
