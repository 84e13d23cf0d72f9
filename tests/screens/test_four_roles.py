"""Four roles walk one task to its end: unit, department, finance section, performance section."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.screens.browser import Person
from tests.screens.dialogs import confirm, confirm_here, say
from tests.screens.story import WHERE, begin, points
from tests.services.api.house import House

SignIn = Callable[[str], Person]


def test_four_roles_bring_a_task_to_its_end(home: House, person: SignIn) -> None:
    project = begin(home)
    before = points(home, "walk-before")
    unit, department = person("filer"), person("housing")
    fill = f"/projects/{project}/tasks/H1/fill{WHERE}"
    review = f"/projects/{project}/tasks/H1/review{WHERE}"

    fill_in(unit, fill)
    return_it(department, review)
    correct(unit, fill)
    pass_it(department, review)
    score_it(person("officer"), review)
    case = f"/projects/{project}/cases/H1-R1{WHERE}"
    answer_the_notice(unit, case)
    accept(person("clerk"), case)
    assert points(home, "walk-after") != before


def fill_in(unit: Person, fill: str) -> None:
    """Every fault stands at its line until it is mended; a draft is kept; the form goes in."""
    unit.open(f"/{WHERE}")
    expect(unit.page.get_by_role("link", name="填报监控情况（H1）").first).to_be_visible()
    unit.picture("todo-unit")
    unit.open(fill)
    streets = unit.page.locator("section", has_text="整治街巷")
    people = unit.page.locator("section", has_text="居民满意度")
    expect(streets.get_by_role("alert")).to_have_text("未填报")
    streets.get_by_label("1-6月执行情况").fill("十二")
    expect(streets.get_by_role("alert")).to_contain_text("不是数字")
    streets.get_by_label("1-6月执行情况").fill("12")
    expect(streets.get_by_role("alert")).to_contain_text("须填偏差原因和改进措施")
    streets.evaluate("one => one.scrollIntoView({block: 'center'})")
    unit.picture("fill-faults")
    people.get_by_label("1-6月执行情况").fill("尚未到期")
    streets.get_by_label("偏差：经费保障").fill("资金到位晚")
    streets.get_by_label("改进措施").fill("加快拨付")
    expect(unit.page.get_by_text("可以报送")).to_be_visible()
    unit.page.get_by_role("button", name="保存草稿").click()
    confirm_here(unit.page, "保存草稿")
    unit.page.get_by_role("button", name="报送", exact=True).click()
    expect(unit.page.get_by_role("dialog").get_by_text("确认后将在台账登记")).to_be_visible()
    unit.picture("submit-dialog")
    confirm(unit.page, "报送监控情况")
    expect(unit.page.get_by_role("button", name="撤回填报")).to_be_visible()


def return_it(department: Person, review: str) -> None:
    department.open(f"/{WHERE}")
    waiting = department.page.get_by_role("link", name="审核填报（主管部门审核人）")
    expect(waiting.first).to_be_visible()
    department.open(review)
    department.picture("review-department")
    department.page.get_by_label("审核意见；退回时为退回理由").fill("请核实完成数量")
    department.page.get_by_role("button", name="退回修改").click()
    confirm(department.page, "退回修改")


def correct(unit: Person, fill: str) -> None:
    unit.open(fill)
    unit.page.locator("section", has_text="整治街巷").get_by_label("1-6月执行情况").fill("9")
    expect(unit.page.get_by_text("可以报送")).to_be_visible()
    unit.page.get_by_role("button", name="报送", exact=True).click()
    confirm(unit.page, "报送监控情况")


def pass_it(department: Person, review: str) -> None:
    department.open(review)
    department.page.get_by_role("button", name="审核通过").click()
    confirm(department.page, "审核通过")


def score_it(section: Person, review: str) -> None:
    """58 points end the task and open a case, and the dialog says so beforehand."""
    section.open(review)
    section.page.get_by_label("审核得分（0–100）").fill("58")
    section.page.get_by_role("button", name="审核通过").click()
    expect(
        section.page.get_by_role("dialog").get_by_text("下发整改通知", exact=True)
    ).to_be_visible()
    section.picture("score-58-dialog")
    confirm(section.page, "监控任务办结", "下发整改通知")


def answer_the_notice(unit: Person, case: str) -> None:
    unit.open(case)
    unit.page.get_by_role("button", name="签收整改通知").click()
    confirm(unit.page, "签收整改通知")
    unit.open(case)
    say(unit.page, "报送整改方案", "增加作业面\n按周报送进度")
    confirm(unit.page, "报送整改方案")
    unit.open(case)
    say(unit.page, "报送整改结果", "已恢复进度")
    confirm(unit.page, "报送整改结果")


def accept(officer: Person, case: str) -> None:
    officer.open(f"/{WHERE}")
    expect(officer.page.get_by_role("link", name="验收整改结果（H1）").first).to_be_visible()
    officer.picture("todo-finance")
    officer.open(case)
    officer.picture("case")
    say(officer.page, "整改验收通过", "现场核对属实")
    expect(officer.page.get_by_role("dialog").get_by_text("确认后将在台账登记")).to_be_visible()
    officer.picture("accept-dialog")
    confirm(officer.page, "整改验收通过")
    officer.open(case)
    expect(officer.page.get_by_text("状态：验收通过")).to_be_visible()
