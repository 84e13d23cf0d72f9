"""A clawback with an objection, money moved in the next year, and what is corrected afterwards."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.screens.browser import Person
from tests.screens.dialogs import act, confirm
from tests.screens.story import WHERE, begin, command
from tests.services.api.house import House

SignIn = Callable[[str], Person]
ROUND = "R3"


def listed(home: House) -> str:
    """List a project that is behind its schedule in a round of its own; returns its code."""
    project = begin(home)
    chief = {"role": "FIN_APPROVER", "round": ROUND}
    command(home, "officer", "OpenRound", **chief)
    command(home, "officer", "FreezeCandidates", **chief)
    named = {**chief, "project_code": project}
    command(home, "officer", "NotifyDepartment", **named)
    return project


def test_a_department_objects_and_the_money_is_put_right(home: House, person: SignIn) -> None:
    project = listed(home)
    department, officer = person("housing"), person("officer")
    page = department.page
    department.open(f"/clawback/{ROUND}/{project}{WHERE}")
    act(page, "部门提出异议", {"理由": "年底前可全部支付"})
    department.picture("objection")
    confirm(page, "部门提出异议")
    expect(page.get_by_role("cell", name="年底前可全部支付").first).to_be_visible()

    page = officer.page
    officer.open(f"/{WHERE}")
    expect(page.get_by_role("row", name=project).get_by_text("答复收回异议")).to_be_visible()
    officer.open(f"/projects/{project}{WHERE}")
    expect(page.get_by_text(f"收回异议（批次 {ROUND}）：年底前可全部支付")).to_be_visible()
    officer.picture("objection-deciding")
    act(page, "维持原金额", {"答复理由": "未见合同"})
    confirm(page, "答复部门异议")

    officer.open(f"/clawback/{ROUND}/{project}{WHERE}")
    act(page, "确认收回金额", {})
    confirm(page, "确认收回金额")
    page.get_by_role("button", name="执行收回", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("文号").fill("海财收〔2021〕10号")
    dialog.get_by_role("checkbox", name="项目确需继续").click()
    officer.picture("clawback-must-continue")
    dialog.get_by_role("button", name="下一步").click()
    confirm(page, "执行收回", "下年度部门预算内调剂")
    expect(page.get_by_role("cell", name="2022年度部门预算内调剂")).to_be_visible()
    officer.picture("clawback-next-year")

    act(page, "更正收回金额", {"退回金额": "100000", "文号": "海财收〔2021〕11号"})
    confirm(page)
    expect(page.get_by_role("row", name="更正").get_by_text("-100,000.00")).to_be_visible()
    officer.picture("clawback-corrected")

    officer.open(f"/clawback/{ROUND}{WHERE}")
    asked = {"用于项目": "HL01", "用途": "管网应急", "文号": "海财统〔2021〕1号", "金额": "1000"}
    act(page, "统筹使用收回资金", asked)
    officer.picture("pool-given")
    confirm(page, "统筹使用收回资金")
