"""Everybody opens everything the menu offers to the own role, and every tab, without error."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.screens.browser import Person, alive
from tests.screens.people import let_in
from tests.services.api.house import HAILIN, HOUSING, House

SignIn = Callable[[str], Person]
UNIT = "市政工程管理处"
OF_DEPARTMENT = {"departments": [HOUSING]}
OF_UNIT = {**OF_DEPARTMENT, "units": [UNIT]}
PEOPLE: dict[str, tuple[str, str, dict[str, list[str]]]] = {
    "menu-filer": (UNIT, "UNIT_FILER", OF_UNIT),
    "menu-head": (UNIT, "UNIT_HEAD", OF_UNIT),
    "menu-collector": (UNIT, "REVENUE_COLLECTOR", OF_UNIT),
    "menu-department": (HOUSING, "DEPT_REVIEWER", OF_DEPARTMENT),
    "menu-section": ("经建科", "FIN_SECTION_REVIEWER", {"sections": ["经建科"]}),
    "menu-performance": ("财政局", "PERF_SECTION_OFFICER", {}),
    "menu-chief": ("财政局", "FIN_APPROVER", {}),
    "menu-superior": ("牡丹江市财政局", "SUPERIOR_REVIEWER", {}),
    "menu-expert": ("某咨询公司", "THIRD_PARTY_EXPERT", OF_DEPARTMENT),
    "menu-auditor": ("审计局", "AUDITOR", {}),
}
WHERE = f"?division={HAILIN}&year=2021"


def walked(person: Person) -> int:
    """Open all that the menu offers; returns how many pages that were."""
    page = person.page
    menu = page.get_by_role("navigation", name="主菜单").get_by_role("link")
    expect(menu.first).to_be_visible()
    names = menu.all_inner_texts()
    for name in names:
        menu.get_by_text(name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        alive(page)
        tabs = page.get_by_role("tab")
        for tab in tabs.all():
            tab.click()
            expect(tab).to_have_attribute("aria-selected", "true")
        expect(page.locator(".jx-page > .jx-fault")).to_have_count(0)
        expect(page.get_by_role("alert")).to_have_count(0)
    return len(names)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_role_opens_everything_its_menu_offers(home: House, person: SignIn, name: str) -> None:
    org, role, scope = PEOPLE[name]
    let_in(home, name, org, role, **scope)
    somebody = person(name)
    somebody.open(f"/{WHERE}")
    assert walked(somebody) >= 9
    somebody.picture(name)


@pytest.mark.parametrize(
    ("name", "registers", "opens"),
    [("menu-chief", True, True), ("menu-auditor", False, False), ("menu-filer", False, False)],
)
def test_only_who_may_do_it_is_offered_it(
    home: House, person: SignIn, name: str, *, registers: bool, opens: bool
) -> None:
    who, (org, role, scope) = f"{name}-offered", PEOPLE[name]
    let_in(home, who, org, role, **scope)
    somebody = person(who)
    for path, offered, able in (
        ("/obligations", "登记报送公开义务", registers),
        ("/clawback", "启动盘活收回", opens),
        ("/clawback/2021", "冻结候选清单", opens),
    ):
        if path == "/clawback/2021" and scope:
            continue
        somebody.open(path)
        expect(somebody.page.locator("table").first).to_be_visible()
        button = somebody.page.get_by_role("button", name=offered)
        expect(button).to_have_count(int(able))


def test_an_administrator_opens_the_own_pages_only(person: SignIn) -> None:
    assert walked(person("security")) == 1
