"""Tables at hand are searched, sorted and taken away as files; taking one away is noted."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from services.workbook import sheets
from tests.screens.browser import Person
from tests.screens.story import WHERE
from tests.services.api.house import House

SignIn = Callable[[str], Person]


def taken(page: Page, within: str, button: str) -> bytes:
    card = page.locator(".jx-card", has_text=within).first
    with page.expect_download() as waiting:
        card.get_by_role("button", name=button).click()
    return Path(waiting.value.path()).read_bytes()


def test_the_evidence_of_points_is_taken_away(home: House, person: SignIn) -> None:
    officer = person("officer")
    officer.open(f"/ranking{WHERE}")
    officer.page.locator("a[href*='assessment=2021&']").first.click()
    expect(officer.page.get_by_text("各项得分")).to_be_visible()
    text = taken(officer.page, "各项得分", "导出 CSV").decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert head[:4] == ["项目", "代码", "满分", "得分"]
    assert [line[1] for line in lines[:2]] == ["TARGETS", "TIMELINESS"]
    [rows] = sheets(taken(officer.page, "各项得分", "导出 Excel"))
    assert rows[1][2] == float(lines[0][2])
    officer.picture("evidence-export")
    log = home.signed_in("auditing").get("/api/v1/audit-log", params={"act": "EXPORTED"})
    assert "各项得分" in log.text


def test_editions_are_searched_sorted_and_taken_away(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/policies?left=qiemo@2020-01-01&right=hailin@2021-01-01&section=warnings")
    page = officer.page
    rows = page.locator("tbody tr")
    expect(rows.first).to_be_visible()
    everything = rows.count()
    page.get_by_label("查找").fill("RATE_GAP")
    expect(rows.first).to_contain_text("RATE_GAP")
    expect(rows).not_to_have_count(everything)
    text = taken(page, "RATE_GAP", "导出 CSV").decode("utf-8-sig")
    assert len([*csv.reader(io.StringIO(text))]) == everything + 1


def test_figures_are_sorted_by_their_amount(person: SignIn) -> None:
    officer = person("officer")
    officer.open(f"/health{WHERE}")
    page = officer.page
    table = page.locator(".jx-card", has_text="个视图")
    table.get_by_role("columnheader", name="已到位置数").click()
    cells = table.locator("tbody tr td:nth-child(2)").all_inner_texts()
    amounts = [int(cell.replace(",", "")) for cell in cells]
    assert amounts == sorted(amounts)
