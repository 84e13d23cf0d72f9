"""Dispositions: proposed, decided, carried out; a project stands still and goes on again."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.screens.browser import Person
from tests.screens.dialogs import act, confirm
from tests.screens.story import WHERE, begin
from tests.services.api.house import House

SignIn = Callable[[str], Person]


def chosen(page: Page, label: str, *options: str) -> None:
    """Choose in a list of the dialog."""
    page.get_by_role("dialog").get_by_label(label).click()
    for option in options:
        page.get_by_role("option", name=option).click()
    if len(options) > 1:
        page.get_by_role("listbox").press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


def next_step(page: Page) -> None:
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("确认后将在台账登记以下")).to_be_visible()


def test_a_budget_is_cut_with_a_decision_of_the_register(home: House, person: SignIn) -> None:
    project = begin(home)
    department, officer = person("housing"), person("officer")
    page = department.page
    department.open(f"/projects/{project}{WHERE}")
    page.get_by_role("link", name="分类处置").click()
    page.get_by_role("button", name="提出分类处置意见").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("处置代码").fill("CUT-1")
    chosen(page, "情形", "偏离目标或慢于目标进度：")
    dialog.get_by_label("拟采取的措施").click()
    page.get_by_role("option", name="调减预算").click()
    page.keyboard.press("Escape")
    dialog.get_by_label("理由").fill("征地未完成")
    dialog.get_by_label("金额").fill("500000")
    department.picture("disposition-asking")
    next_step(page)
    confirm(page, "提出分类处置意见")
    expect(page.get_by_text("CUT-1：已提出，待决定")).to_be_visible()

    page = officer.page
    officer.open(f"/projects/{project}/dispositions{WHERE}")
    act(page, "同意处置", {"决定意见": "同意调减", "文号": "海财预〔2021〕7号"})
    confirm(page, "决定分类处置")
    expect(page.get_by_text("CUT-1：已决定，待执行")).to_be_visible()
    officer.picture("disposition-decided")
    page.get_by_role("button", name="调减预算", exact=True).click()
    chosen(page, "情形", "偏离目标或慢于目标进度：")
    page.get_by_role("dialog").get_by_label("理由").fill("按决定调减")
    page.get_by_role("dialog").get_by_label("金额").fill("500000")
    page.get_by_role("dialog").get_by_label("执行的分类处置").fill("CUT-1")
    next_step(page)
    confirm(page, "调减预算", "执行分类处置")
    expect(page.get_by_text("CUT-1：已执行")).to_be_visible()
    officer.picture("disposition-executed")
    officer.open(f"/accountability{WHERE}")
    page.get_by_role("tab", name="分类处置").click()
    expect(page.get_by_role("row", name=project)).to_be_visible()
    officer.picture("dispositions-register")


def test_a_project_is_suspended_and_lifted(home: House, person: SignIn) -> None:
    project = begin(home)
    department, officer = person("housing"), person("officer")
    page = department.page
    department.open(f"/projects/{project}/dispositions{WHERE}")
    page.get_by_role("button", name="暂停项目实施").click()
    chosen(page, "情形", "偏离目标或慢于目标进度：")
    page.get_by_role("dialog").get_by_label("理由").fill("慢于目标进度")
    next_step(page)
    department.picture("suspension")
    confirm(page, "暂停项目实施")
    expect(page.get_by_text("起暂停实施")).to_be_visible()
    expect(page.get_by_role("button", name="恢复项目实施")).to_have_count(0)

    page = officer.page
    officer.open(f"/projects/{project}/dispositions{WHERE}")
    act(page, "恢复项目实施", {"理由": "问题已解决"})
    confirm(page, "恢复项目实施")
    expect(page.get_by_role("button", name="恢复项目实施")).to_have_count(0)
    officer.picture("suspension-lifted")


def test_an_execution_rate_is_disputed_and_answered(home: House, person: SignIn) -> None:
    project = begin(home)
    unit, clerk = person("filer"), person("clerk")
    unit.open(f"/projects/{project}{WHERE}")
    unit.picture("dispute-asking")
    asked = {"实际执行数": "1,600,000", "理由": "六月一笔未入账"}
    act(unit.page, "提出执行率异议（H1）", asked)
    confirm(unit.page, "执行率异议")
    expect(unit.page.get_by_role("button", name="提出执行率异议（H1）")).to_have_count(0)
    clerk.open(f"/{WHERE}")
    expect(clerk.page.get_by_role("link", name="办结执行率异议").first).to_be_visible()
    clerk.open(f"/projects/{project}{WHERE}")
    expect(clerk.page.get_by_text("主张 1,600,000.00 元")).to_be_visible()
    clerk.page.get_by_role("button", name="上游数据已更正").click()
    clerk.page.get_by_role("dialog").get_by_label("办结说明").fill("已更正")
    clerk.page.get_by_role("button", name="下一步").click()
    expect(clerk.page.get_by_text("上游数据尚未更正")).to_be_visible()
    clerk.picture("dispute-refused")
    clerk.page.get_by_role("dialog").last.get_by_role("button", name="取消").click()
    clerk.page.get_by_role("dialog").get_by_role("button", name="取消").click()
    act(clerk.page, "数据无误", {"办结说明": "支付在七月"})
    confirm(clerk.page, "执行率异议办结")
    expect(clerk.page.get_by_text("主张 1,600,000.00 元")).to_have_count(0)
