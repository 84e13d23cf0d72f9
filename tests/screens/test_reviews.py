"""Many submissions at once, a submission taken back, and what one did."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.screens.browser import Person
from tests.screens.story import WHERE, begin, command
from tests.services.api.house import House

SignIn = Callable[[str], Person]
LINES = [
    {"indicator": "整治街巷", "actual": "16"},
    {"indicator": "居民满意度", "not_due": True},
]


def handed_in(home: House) -> str:
    """Hand a form in, as the unit does."""
    project = begin(home)
    command(home, "filer", "Submit", project_code=project, task="H1", lines=LINES)
    return project


def test_a_department_passes_several_at_once(home: House, person: SignIn) -> None:
    first, second = handed_in(home), handed_in(home)
    department = person("housing")
    department.open(f"/reviews{WHERE}")
    for project in (first, second):
        row = department.page.get_by_role("row", name=project)
        row.get_by_role("checkbox").click()
    department.page.get_by_label("统一意见").fill("情况属实")
    department.picture("reviews")
    department.page.get_by_role("button", name="批量通过所选").click()
    dialog = department.page.get_by_role("dialog")
    expect(dialog.get_by_text("将登记 审核通过")).to_have_count(2)
    department.picture("reviews-dialog")
    dialog.get_by_role("button", name="确认办理").click()
    expect(department.page.get_by_role("row", name=first)).to_have_count(0)
    expect(department.page.get_by_role("row", name=second)).to_have_count(0)


def test_a_unit_takes_a_submission_back(home: House, person: SignIn) -> None:
    project = handed_in(home)
    unit = person("filer")
    unit.open(f"/projects/{project}/tasks/H1/fill{WHERE}")
    unit.page.get_by_role("button", name="撤回填报").press("Enter")
    dialog = unit.page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="确认办理")).to_be_focused()
    dialog.get_by_role("button", name="确认办理").press("Enter")
    dialog.get_by_role("button", name="完成").press("Enter")
    expect(unit.page.get_by_role("button", name="保存草稿")).to_be_visible()


def test_what_one_did_is_listed(home: House, person: SignIn) -> None:
    project = handed_in(home)
    unit = person("filer")
    unit.open(f"/{WHERE}")
    unit.page.get_by_role("tab", name="已办").click()
    expect(unit.page.get_by_role("cell", name=project).first).to_be_visible()
    unit.picture("done")


def test_a_review_prints_without_menu_and_buttons(home: House, person: SignIn) -> None:
    project = handed_in(home)
    department = person("housing")
    department.open(f"/projects/{project}/tasks/H1/review{WHERE}")
    department.page.emulate_media(media="print")
    expect(department.page.get_by_role("button", name="审核通过")).to_be_hidden()
    expect(department.page.get_by_role("navigation")).to_be_hidden()
    expect(department.page.get_by_role("cell", name="整治街巷")).to_be_visible()
    department.picture("review-print")
