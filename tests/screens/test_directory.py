"""The directory of what is monitored: who sees what, sorted and filtered on the server."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.screens.browser import Person

SignIn = Callable[[str], Person]


def test_the_directory_lists_what_is_within_reach(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/projects")
    rows = officer.page.locator("tbody tr")
    expect(rows.first).to_be_visible()
    everything = rows.count()
    officer.picture("directory")

    housing = person("housing")
    housing.open("/projects")
    expect(housing.page.locator("tbody tr").first).to_be_visible()
    departments = housing.page.locator("tbody tr td:nth-child(4)").all_inner_texts()
    assert {*departments} == {"住房和城乡建设局"}
    assert len(departments) < everything


def test_a_column_sorts_at_the_keyboard(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/projects")
    expect(officer.page.locator("tbody tr").first).to_be_visible()
    head = officer.page.get_by_role("columnheader", name="项目", exact=True)
    head.press("Enter")
    expect(officer.page.locator("th[aria-sort=ascending]")).to_have_count(1)
    expect(head).to_be_focused()
    codes = officer.page.locator("tbody tr td:nth-child(1)").all_inner_texts()
    assert codes == sorted(codes)


def test_rows_are_filtered_and_taken_away_as_they_are_shown(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/projects?division=231083&year=2021")
    page = officer.page
    page.get_by_label("筛选").first.click()
    page.get_by_role("option", name="阶段", exact=True).click()
    page.get_by_label("等于").click()
    page.get_by_role("option", name="暂停", exact=True).click()
    expect(page.get_by_role("link", name="HL04")).to_be_visible()
    expect(page.get_by_role("link", name="HL02")).to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出 CSV").click()
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines] == ["项目", "HL04"]
