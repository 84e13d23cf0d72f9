"""The project page as of a moment: everything on it as it stood then, and nothing to be done."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from tests.screens.browser import Person
from tests.screens.dialogs import confirm, say
from tests.screens.story import INDICATORS, WHERE, command, register
from tests.services.api.house import YEAR, House

SignIn = Callable[[str], Person]


def versions(home: House, project: str) -> dict[str, int]:
    """Find the version of the last fact of each kind."""
    rows = home.signed_in("officer").get(
        "/api/v1/views/trail", params={"year": YEAR, "project": project, "limit": "100"}
    )
    return {row["title"]: row["version"] for row in rows.json()["rows"]}


def head(page: Page, words: str) -> None:
    expect(page.locator(".jx-facts").get_by_text(words, exact=True)).to_be_visible()


def test_the_whole_page_goes_back_to_a_moment(home: House, person: SignIn) -> None:
    project = register(home)
    proposal = {"overall_objective": "完成三十条背街小巷整治", "indicators": INDICATORS}
    command(home, "filer", "SetTarget", project_code=project, **proposal)
    officer = person("officer")
    page = officer.page
    officer.open(f"/projects/{project}{WHERE}")
    say(page, "评为“良”", "指标可衡量")
    confirm(page, "审核绩效目标")
    command(home, "clerk", "ApproveTarget", project_code=project)
    proposed = versions(home, project)["编报绩效目标"]

    officer.open(f"/projects/{project}{WHERE}")
    head(page, "目标版本：1")
    expect(page.get_by_text("编报的绩效目标")).to_have_count(0)
    page.get_by_role("slider").locator("[tabindex]").press("ArrowLeft")
    head(page, "目标版本：0")
    expect(page.get_by_text("编报的绩效目标（第 1 轮，审核等次：良）")).to_be_visible()
    expect(page.get_by_role("button", name="批复绩效目标")).to_be_disabled()
    officer.open(f"/projects/{project}{WHERE}&version={proposed}")
    expect(page.get_by_text("以下都是当时的状态，只供查阅，不能办理")).to_be_visible()
    expect(page.get_by_text("编报的绩效目标（第 1 轮，待审核）")).to_be_visible()
    expect(page.get_by_role("button", name="评为“良”")).to_be_disabled()
    expect(page.get_by_role("link", name="分类处置")).to_have_count(0)
    officer.picture("moment")
    page.get_by_role("tab", name="比较两个时点").click()
    changed = page.get_by_role("row").filter(has_text="目标版本")
    expect(changed.get_by_role("cell")).to_have_text(["目标版本", "0", "1"])
    officer.picture("moment-compared")
    page.get_by_role("button", name="回到现在").click()
    head(page, "目标版本：1")
    expect(page.get_by_text("只供查阅")).to_have_count(0)
    expect(page.get_by_role("link", name="分类处置")).to_be_visible()
    assert "version" not in page.url


def test_a_recorded_time_says_which_version_is_shown(person: SignIn) -> None:
    officer = person("officer")
    page = officer.page
    officer.open(f"/projects/HL01{WHERE}")
    field = page.get_by_label("或时间")
    field.fill("1990-01-01")
    page.get_by_role("button", name="看当时").click()
    expect(page.get_by_text("截至 1990-01-01 尚无登记")).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    field.fill(date.max.isoformat())
    page.get_by_role("button", name="看当时").click()
    expect(page.get_by_text("只供查阅")).to_have_count(0)
    field.fill("2021-03-31")
    field.press("Enter")
    expect(page.get_by_text("以下都是当时的状态")).to_be_visible()
    officer.picture("moment-of-a-day")
    faults = {
        f"version={'9' * 5000}": "位的数字",
        "as_of=昨天": "看不懂时间",
        "version=0": "没有版本 0",
        "version=x": "位的数字",
    }
    for asked, said in faults.items():
        officer.open(f"/projects/HL01{WHERE}&{asked}")
        expect(page.get_by_text(said)).to_be_visible()
