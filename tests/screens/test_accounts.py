"""The security administrator makes an account at the page; its link opens the console."""

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.screens.browser import Person
from tests.services.api.house import SESAME, House

SignIn = Callable[[str], Person]


def test_an_account_is_made_at_the_page(home: House, browser: Browser, person: SignIn) -> None:
    security = person("security")
    security.page.get_by_role("link", name="账号").click()
    page = security.page
    expect(page.get_by_role("cell", name="officer")).to_be_visible()
    page.get_by_label("工号").fill("chief-02")
    page.get_by_label("单位", exact=True).fill("财政局")
    for label, choice in (("财政区划", "海林市"), ("业务角色", "财政局领导")):
        page.get_by_label(label).click()
        page.get_by_role("option", name=choice).click()
        page.keyboard.press("Escape")
    security.picture("accounts")
    page.get_by_role("button", name="新建").click()
    link = page.get_by_label("链接").input_value()
    page.get_by_role("button", name="已转交").click()
    expect(page.get_by_role("cell", name="chief-02")).to_be_visible()

    chief = Person(browser, home.http.url)
    chief.page.goto(link)
    chief.page.get_by_label("新口令").fill(SESAME)
    chief.page.get_by_label("再输一次").fill(SESAME)
    chief.page.get_by_role("button", name="设置").click()
    chief.page.wait_for_url("**/sign-in")
    chief.sign_in("chief-02")
    expect(chief.page.get_by_text("chief-02 · 财政局 · 财政局领导").first).to_be_visible()
    chief.leave()


def test_what_is_wrong_with_an_account_is_told(person: SignIn) -> None:
    security = person("security")
    security.open("/accounts")
    security.page.get_by_label("工号").fill("half-01")
    security.page.get_by_label("单位", exact=True).fill("财政局")
    security.page.get_by_role("button", name="新建").click()
    expect(security.page.get_by_text("须至少有一个角色")).to_be_visible()


def test_nobody_else_sees_the_accounts(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/accounts")
    expect(officer.page.get_by_text("须由安全管理员办理")).to_be_visible()
    expect(officer.page.get_by_role("link", name="账号")).to_have_count(0)
