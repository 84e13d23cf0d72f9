"""附件1 as a file: taken away at the page, filled in, brought back; faults come by their cell."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.screens.browser import Person
from tests.screens.story import WHERE, begin
from tests.services.api.house import HAILIN, YEAR, House
from tests.services.forms.edited import edited

SignIn = Callable[[str], Person]


def taken(page: Page, button: str) -> bytes:
    """Take a form away."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return Path(waiting.value.path()).read_bytes()


def brought(page: Page, content: bytes) -> None:
    """Bring a filled form back."""
    page.locator("input[type=file]").set_input_files(
        {"name": "附件1.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )


def test_a_form_filled_in_offline_becomes_a_draft(home: House, person: SignIn) -> None:
    project = begin(home)
    unit = person("filer")
    unit.open(f"/projects/{project}/tasks/H1/fill{WHERE}")
    form = taken(unit.page, "附件1 情况表")
    brought(unit.page, edited(form, E13="很多", M13="√"))
    expect(unit.page.get_by_text("E13：“很多”不是数字")).to_be_visible()
    unit.picture("upload-faults")
    unit.page.get_by_role("button", name="知道了").click()

    brought(unit.page, edited(form, E13="20", M13="√"))
    dialog = unit.page.get_by_role("dialog")
    expect(dialog.get_by_text("保存草稿").first).to_be_visible()
    dialog.get_by_role("button", name="确认办理").click()
    dialog.get_by_role("button", name="完成").click()
    streets = unit.page.locator("section", has_text="整治街巷")
    expect(streets.get_by_label("1-6月执行情况")).to_have_value("20")


def test_a_form_of_another_project_is_not_taken(home: House, person: SignIn) -> None:
    mine, other = begin(home), begin(home)
    unit = person("filer")
    unit.open(f"/projects/{other}/tasks/H1/fill{WHERE}")
    form = taken(unit.page, "附件1 情况表")
    unit.open(f"/projects/{mine}/tasks/H1/fill{WHERE}")
    brought(unit.page, form)
    expect(unit.page.get_by_text(f"不是 {HAILIN}-{YEAR}-{mine} 的表")).to_be_visible()


def test_a_report_is_taken_away_as_a_document(home: House, person: SignIn) -> None:
    project = begin(home)
    unit = person("filer")
    unit.open(f"/projects/{project}/tasks/H1/fill{WHERE}")
    assert taken(unit.page, "附件4 监控报告").startswith(b"PK")
