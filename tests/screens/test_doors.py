"""The doors: the first administrator, a password by link, wrong words, and the way out."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.screens.browser import Person
from tests.services.api.house import SESAME, House

NEWCOMER = {"id": "newcomer", "org": "财政局", "administrator": "AUDIT"}


@pytest.fixture
def somebody(home: House, browser: Browser) -> Iterator[Person]:
    person = Person(browser, home.http.url)
    yield person
    person.leave()


def test_a_link_sets_a_password_that_opens_the_console(home: House, somebody: Person) -> None:
    made = home.signed_in("security").post("/api/v1/accounts", json=NEWCOMER)
    link = made.json()["link"]
    page = somebody.page
    page.goto(f"/set-password#{link}")
    page.get_by_label("新口令").fill(SESAME)
    page.get_by_label("再输一次").fill("another word")
    page.get_by_role("button", name="设置").click()
    expect(page.get_by_role("alert")).to_have_text("两次输入的口令不一致")
    somebody.picture("set-password")
    page.get_by_label("再输一次").fill(SESAME)
    page.get_by_role("button", name="设置").click()
    page.wait_for_url("**/sign-in")
    somebody.sign_in("newcomer")
    expect(page.get_by_text("审计管理员不能查看业务数据").first).to_be_visible()
    somebody.picture("administrator")
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in")
    page.goto("/console/projects")
    page.wait_for_url(re.compile(r"/sign-in\?next="))


def test_wrong_words_are_told_and_open_nothing(home: House, browser: Browser) -> None:
    stranger = Person(browser, home.http.url)
    stranger.page.goto("/sign-in")
    stranger.page.get_by_label("工号").fill("officer")
    stranger.page.get_by_label("口令").fill("wrong words")
    stranger.page.get_by_label("口令").press("Enter")
    expect(stranger.page.get_by_role("alert")).to_contain_text("口令")
    stranger.picture("sign-in")
    assert stranger.page.url.endswith("/sign-in")


def test_the_first_link_works_once(home: House, browser: Browser) -> None:
    late = Person(browser, home.http.url)
    late.page.goto(f"/first-administrator#{home.http.first_link.partition('#')[2]}")
    for label, words in (("工号", "second"), ("单位", "信息中心")):
        late.page.get_by_label(label).fill(words)
    late.page.get_by_label("新口令").fill(SESAME)
    late.page.get_by_label("再输一次").fill(SESAME)
    late.page.get_by_role("button", name="建立").click()
    expect(late.page.get_by_role("alert")).to_contain_text("链接无效、已使用或已过期")
    late.picture("first-administrator")


def test_after_signing_in_one_is_where_one_wanted(somebody: Person) -> None:
    somebody.page.goto("/console/projects/HL01?division=231083&year=2021")
    somebody.page.get_by_label("工号").fill("officer")
    somebody.page.get_by_label("口令").fill(SESAME)
    somebody.page.get_by_label("口令").press("Enter")
    expect(somebody.page.get_by_text("HL01 市区老旧管网改造")).to_be_visible()


def employ(home: House, name: str) -> None:
    """Let somebody in who is an auditor."""
    duties = {"org": "财政局", "roles": ["AUDITOR"], "scope": {"divisions": ["231083"]}}
    made = home.signed_in("security").post("/api/v1/accounts", json={"id": name, **duties})
    set_word = {"link": made.json()["link"], "password": SESAME}
    done = home.anybody().post("/api/v1/passwords", json=set_word)
    assert done.is_success, done.text


def test_one_changes_ones_own_password_at_the_page(home: House, browser: Browser) -> None:
    employ(home, "changing")
    somebody = Person(browser, home.http.url)
    somebody.sign_in("changing")
    page = somebody.page
    page.get_by_role("button", name="修改口令").click()
    page.wait_for_url("**/change-password")
    words = "a quite different sentence"
    for label, typed in (("原口令", "not the old one"), ("新口令", words), ("再输一次", words)):
        page.get_by_label(label).fill(typed)
    page.get_by_role("button", name="修改").click()
    expect(page.get_by_role("alert")).to_have_text("原口令不正确")
    somebody.picture("change-password")
    assert [trouble for trouble in somebody.troubles if "403" not in trouble] == []
    somebody.troubles.clear()  # a no is an error to a browser
    page.get_by_label("原口令").fill(SESAME)
    page.get_by_role("button", name="修改").click()
    page.wait_for_url("**/console/**")
    expect(page.get_by_text("changing · 财政局 · 审计人员").first).to_be_visible()
    somebody.leave()
    late = {"id": "changing", "password": SESAME}
    assert home.anybody().post("/api/v1/sessions", json=late).status_code == 401


def test_a_page_left_open_leaves_by_itself_once_the_account_is_locked(
    home: House, somebody: Person
) -> None:
    employ(home, "leaving")
    security = home.signed_in("security")
    somebody.sign_in("leaving")
    somebody.open("/projects?division=231083&year=2021")
    head = somebody.page.get_by_role("columnheader", name="项目", exact=True)
    head.press("Enter")
    expect(somebody.page.locator("th[aria-sort=ascending]")).to_have_count(1)
    locked = security.post("/api/v1/accounts/leaving/lock")
    assert locked.is_success, locked.text
    somebody.page.wait_for_url(re.compile(r"/sign-in\?next=%2Fconsole%2Fprojects%3Fdivision"))
