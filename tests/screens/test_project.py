"""The project page: pictures, targets, every fact as of a version, two moments compared."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.screens.browser import Person
from tests.screens.story import WHERE
from tests.services.api.house import YEAR, House

SignIn = Callable[[str], Person]


def test_a_project_shows_its_money_against_the_year(person: SignIn) -> None:
    officer = person("officer")
    officer.open(f"/projects/HL01{WHERE}")
    expect(officer.page.get_by_text("主管部门：住房和城乡建设局")).to_be_visible()
    picture = officer.page.get_by_role("img", name="序时进度")
    expect(picture.locator("canvas, svg").first).to_be_visible()
    assert "6月 50.0%" in (picture.get_attribute("aria-label") or "")
    officer.picture("project")
    officer.page.get_by_role("tab", name="绩效目标").click()
    expect(officer.page.get_by_role("cell", name="建设数量")).to_be_visible()
    officer.picture("project-targets")


def test_the_timeline_goes_back_to_a_version(person: SignIn) -> None:
    officer = person("officer")
    officer.open(f"/projects/HL01{WHERE}")
    officer.page.get_by_role("tab", name="事实时间线").click()
    rows = officer.page.get_by_role("tabpanel").locator("tbody tr")
    expect(rows.first).to_be_visible()
    officer.picture("project-timeline")
    newest = int(rows.first.locator("td").first.inner_text())
    officer.page.get_by_role("slider").locator("[tabindex]").press("ArrowLeft")
    expect(rows.first.locator("td").first).to_have_text(str(newest - 1))
    expect(officer.page.get_by_text(f"（版本 {newest - 1}，共 {newest}）")).to_be_visible()


def test_a_ledger_position_opens_the_timeline_at_its_fact(home: House, person: SignIn) -> None:
    trail = home.signed_in("officer").get(
        "/api/v1/views/trail", params={"year": YEAR, "project": "HL01", "version": "9"}
    )
    [row] = trail.json()["rows"]
    officer = person("officer")
    officer.open(f"/projects/HL01{WHERE}&position={row['sequence']}")
    expect(officer.page.get_by_text("（版本 9，")).to_be_visible()
    facts = officer.page.get_by_role("tabpanel").locator("tbody tr")
    expect(facts.first.locator("td").nth(2)).to_have_text(row["title"])


def test_two_moments_are_compared(person: SignIn) -> None:
    officer = person("officer")
    officer.open(f"/projects/HL01{WHERE}")
    officer.page.get_by_role("tab", name="比较两个时点").click()
    expect(officer.page.get_by_text("项不同")).to_be_visible()
    officer.picture("project-compare")


def test_a_project_out_of_reach_is_not_shown(person: SignIn) -> None:
    housing = person("housing")
    housing.open(f"/projects/HL02{WHERE}")
    expect(housing.page.get_by_text("不在您的权限范围内")).to_be_visible()
    assert "农村公路" not in housing.page.inner_text("body")
