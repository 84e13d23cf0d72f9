"""A clawback round in the browser, from its opening and freeze to the money taken back (HL-07)."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.screens.browser import Person
from tests.screens.dialogs import act, confirm

SignIn = Callable[[str], Person]
ROUND = "R2"


def test_a_round_from_the_freeze_to_the_execution(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/clawback")
    page = officer.page
    expect(page.get_by_role("link", name="2021", exact=True)).to_be_visible()
    officer.picture("clawback-rounds")
    act(page, "启动盘活收回", {"批次代码": ROUND})
    officer.picture("clawback-opening")
    confirm(page)

    page.get_by_role("link", name=ROUND, exact=True).click()
    expect(page.get_by_text("清单尚未冻结")).to_be_visible()
    act(page, "冻结候选清单")
    officer.picture("clawback-freezing")
    confirm(page)
    expect(page.get_by_text(re.compile("冻结，核查 [0-9]+ 个项目"))).to_be_visible()
    officer.picture("clawback-round")
    page.get_by_role("link", name="HL07", exact=True).click()
    expect(page.get_by_text("计算依据")).to_be_visible()

    act(page, "告知部门")
    confirm(page)
    act(page, "部门提出异议", {"理由": "部分资金已签合同"})
    confirm(page)
    act(page, "答复部门异议", {"理由": "合同金额已扣除"})
    officer.picture("clawback-answering")
    confirm(page)
    act(page, "确认收回金额", {})
    confirm(page)
    page.get_by_role("button", name="告知部门", exact=True).click()
    expect(page.get_by_text("已是如此，不会登记新的事实")).to_be_visible()
    page.get_by_role("button", name="取消").click()
    act(page, "执行收回", {"文号": "海财收〔2021〕9号"})
    confirm(page)
    expect(page.get_by_text("已收回", exact=True)).to_be_visible()
    expect(page.get_by_text("海财收〔2021〕9号").first).to_be_visible()
    officer.picture("clawback-item")

    page.get_by_role("button", name="执行收回", exact=True).click()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("已是如此，不会登记新的事实")).to_be_visible()


def test_a_refusal_is_told_in_chinese_with_its_clause(person: SignIn) -> None:
    clerk = person("clerk")
    clerk.open("/clawback/2021")
    page = clerk.page
    page.get_by_role("button", name="结束盘活收回", exact=True).click()
    expect(page.get_by_text("上游尚未核减预算").first).to_be_visible()
    expect(page.get_by_text("依据：LY-21")).to_be_visible()
    clerk.picture("clawback-refused")
    page.get_by_role("button", name="取消").click()


def test_a_department_sees_its_own_items_and_waives_none(person: SignIn) -> None:
    housing = person("housing")
    housing.open("/clawback")
    page = housing.page
    expect(page.get_by_role("link", name="HL01").first).to_be_visible()
    assert {*page.locator("tbody tr td:nth-child(4)").all_inner_texts()} == {"住房和城乡建设局"}
    housing.picture("clawback-department")
    page.get_by_role("link", name="HL01").first.click()
    page.get_by_role("button", name="免予收回", exact=True).click()
    page.get_by_label("理由").fill("合同已签")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("免予收回须由财政局领导办理")).to_be_visible()
    page.get_by_role("button", name="取消").click()
