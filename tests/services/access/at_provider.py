"""The way to the provider and back, as a browser goes it."""

from pathlib import Path

import httpx

from services.access.oidc.settings import OidcSettings, read
from tests.services.access.house import Browser, House
from tests.services.access.issuer import BACK, CLIENT, SECRET, Issuer

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


def settings(provider: Issuer, folder: Path, **changed: str) -> OidcSettings:
    secret = folder / "secret"
    secret.write_text(SECRET)
    named = {"issuer": provider.url, "client": CLIENT, "secret": str(secret), "back": BACK}
    file = folder / "oidc.toml"
    file.write_text(SETTINGS.format(**(named | changed)), "utf-8")
    return read(file)


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
