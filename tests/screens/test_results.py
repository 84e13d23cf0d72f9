"""Results: lights by department, the ranking with its evidence, drill-down to the facts."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.screens.browser import Person

SignIn = Callable[[str], Person]


def test_the_board_goes_from_departments_to_indicators(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/board")
    page = officer.page
    expect(page.get_by_role("cell", name="住房和城乡建设局")).to_be_visible()
    expect(page.get_by_text("偏差分布")).to_be_visible()
    expect(page.locator("canvas").first).to_be_visible()
    officer.picture("board")
    page.get_by_role("link", name="住房和城乡建设局").click()
    expect(page.get_by_role("link", name="HL01").first).to_be_visible()
    officer.picture("board-department")
    page.get_by_role("link", name="HL01").first.click()
    expect(page.get_by_role("cell", name="建设数量").first).to_be_visible()
    officer.picture("board-indicators")


def test_a_department_sees_only_its_own_light(person: SignIn) -> None:
    housing = person("housing")
    housing.open("/board")
    cells = housing.page.locator("tbody tr td:first-child")
    expect(cells.first).to_be_visible()
    assert {*cells.all_inner_texts()} == {"住房和城乡建设局"}


def test_every_point_of_the_ranking_names_its_facts(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/ranking")
    page = officer.page
    expect(page.locator("canvas").first).to_be_visible()
    housing = page.locator("a[href*='assessment=2021&']").filter(has_text="住房和城乡建设局")
    expect(housing).to_be_visible()
    officer.picture("ranking")
    housing.click()
    expect(page.get_by_text("各项得分")).to_be_visible()
    expect(page.get_by_role("link", name="HL04").first).to_be_visible()
    officer.picture("ranking-evidence")
    page.locator("a[href*='/projects/HL'][href*='position=']").last.click()
    expect(page.get_by_text("事实时间线")).to_be_visible()
    expect(page.get_by_text("截至 2021")).to_be_visible()
    officer.picture("ranking-fact")
