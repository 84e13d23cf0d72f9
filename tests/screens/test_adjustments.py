"""Targets adjusted by 附件3: faults by their cell, then right; each step until it is decided."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect

from services.policies.calendar import local_day
from tests.screens.browser import Person
from tests.screens.dialogs import act, confirm
from tests.screens.story import targeted
from tests.services.api.house import HAILIN, House
from tests.services.forms.edited import edited

SignIn = Callable[[str], Person]
YEAR = local_day(datetime.now(UTC)).year  # targets are adjusted only in their own year
WHERE = f"?division={HAILIN}&year={YEAR}"
CAUSE = "政策变化、突发事件等客观因素"


def taken(page: Page, place: str = "登记为申请") -> bytes:
    with page.expect_download() as waiting:
        page.locator("section", has_text=place).get_by_role("button", name="附件3 调整表").click()
    return Path(waiting.value.path()).read_bytes()


def brought(page: Page, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "附件3.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )


def proposed(home: House, unit: Person) -> str:
    """Have a unit ask for fewer streets; returns the project."""
    project = targeted(home, YEAR)
    unit.open(f"/projects/{project}{WHERE}")
    unit.page.get_by_role("link", name="调整绩效目标（附件3）").click()
    expect(unit.page.get_by_text("还没有目标调整申请")).to_be_visible()
    form = taken(unit.page)
    wrong = edited(form, B8="天气", B9="汛期", E18="许多条", A15="清淤", D15="一百")
    brought(unit.page, wrong)
    told = unit.page.get_by_role("alert").filter(has_text="B8：没有原因类别“天气”")
    for fault in ("B10：须填调整依据", "D15：“一百”不是数字", "E18："):
        expect(told).to_contain_text(fault)
    assert len(told.inner_text().splitlines()) > 5, "a line for each"
    unit.picture("adjustment-faults")
    unit.page.get_by_role("button", name="知道了").click()
    right = {"B8": CAUSE, "B9": "汛期延长", "B10": "气象公告", "E18": "≥25条", "A15": "清淤"}
    money = {"D15": "300", "E15": "260", "F15": f"{YEAR}-06-01", "G15": f"{YEAR}-12-01"}
    brought(unit.page, edited(form, **right, **money))
    expect(unit.page.get_by_role("dialog").get_by_text("申请调整绩效目标").first).to_be_visible()
    unit.picture("adjustment-proposing")
    confirm(unit.page, "申请调整绩效目标")
    expect(unit.page.get_by_text("T1：待主管部门审核人审核（对第 1 版）")).to_be_visible()
    expect(unit.page.get_by_text("由 3,000,000.00 元调整为 2,600,000.00 元")).to_be_visible()
    unit.picture("adjustment-waiting")
    return project


def test_an_adjustment_is_proposed_reviewed_and_approved(home: House, person: SignIn) -> None:
    project = proposed(home, person("filer"))
    department, officer, clerk = person("housing"), person("officer"), person("clerk")
    for step, opinion in ((department, "情况属实"), (officer, "理由充分")):
        step.open(f"/projects/{project}{WHERE}")
        act(step.page, "审核目标调整", {"审核意见": opinion})
        confirm(step.page, "审核目标调整")
    officer.open(f"/projects/{project}/adjustments{WHERE}")
    expect(officer.page.get_by_text("T1：待批准（对第 1 版）")).to_be_visible()
    expect(officer.page.get_by_role("button", name="撤回目标调整")).to_have_count(0)
    clerk.open(f"/projects/{project}{WHERE}")
    clerk.picture("adjustment-deciding")
    act(clerk.page, "批准目标调整")
    clerk.picture("adjustment-approving")
    confirm(clerk.page, "调整绩效目标")
    expect(clerk.page.get_by_text("目标版本：2")).to_be_visible()
    clerk.open(f"/projects/{project}/adjustments{WHERE}")
    expect(clerk.page.get_by_text("T1：调整绩效目标（对第 1 版）")).to_be_visible()


def test_an_adjustment_is_returned_refused_or_taken_back(home: House, person: SignIn) -> None:
    unit, department = person("filer"), person("housing")
    project = proposed(home, unit)
    department.open(f"/projects/{project}{WHERE}")
    act(department.page, "退回目标调整", {"退回理由": "原因不清"})
    confirm(department.page, "退回目标调整")
    unit.open(f"/projects/{project}/adjustments{WHERE}")
    expect(unit.page.get_by_text("取出此表修改后传回，即重新申请")).to_be_visible()
    unit.picture("adjustment-returned")
    brought(unit.page, edited(taken(unit.page, "T1：已退回：原因不清"), B9="汛期延长两个月"))
    confirm(unit.page, "申请调整绩效目标")
    expect(unit.page.get_by_text("T1：待主管部门审核人审核（对第 1 版）")).to_be_visible()
    department.open(f"/projects/{project}{WHERE}")
    act(department.page, "否决目标调整", {"否决理由": "依据不足"})
    confirm(department.page, "否决目标调整")
    unit.open(f"/projects/{project}/adjustments{WHERE}")
    expect(unit.page.get_by_text("T1：否决目标调整（对第 1 版）")).to_be_visible()
    expect(unit.page.get_by_text("登记为申请 T2")).to_be_visible()
    right = {"B8": CAUSE, "B9": "汛期延长", "B10": "气象公告", "E18": "≥25条"}
    brought(unit.page, edited(taken(unit.page), **right))
    confirm(unit.page, "申请调整绩效目标")
    act(unit.page, "撤回目标调整")
    confirm(unit.page, "撤回目标调整")
    expect(unit.page.get_by_text("T2：撤回目标调整（对第 1 版）")).to_be_visible()
