"""What a project asks finance: targets graded and approved at its page."""

import json
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import expect

from services.importing import play
from tests.screens.browser import Person
from tests.screens.dialogs import confirm, say
from tests.screens.story import INDICATORS, WHERE, begin, command, register
from tests.services.api.house import HAILIN, YEAR, House

SignIn = Callable[[str], Person]


def test_targets_are_graded_and_approved(home: House, person: SignIn) -> None:
    project = register(home)
    command(
        home,
        "filer",
        "SetTarget",
        project_code=project,
        overall_objective="完成三十条背街小巷整治",
        indicators=INDICATORS,
    )
    section, clerk = person("officer"), person("clerk")
    section.open(f"/{WHERE}")
    expect(section.page.get_by_role("link", name="审核绩效目标").first).to_be_visible()
    section.open(f"/projects/{project}{WHERE}")
    section.picture("targets-proposed")
    say(section.page, "评为“良”", "指标可衡量")
    confirm(section.page, "审核绩效目标")
    clerk.open(f"/projects/{project}{WHERE}")
    clerk.page.get_by_role("button", name="批复绩效目标").click()
    confirm(clerk.page, "批复绩效目标")
    clerk.open(f"/projects/{project}{WHERE}")
    expect(clerk.page.get_by_text("目标版本：1")).to_be_visible()


def test_an_adjustment_goes_from_the_department_to_the_section(home: House, person: SignIn) -> None:
    project = begin(home)
    home.run(_in_its_year(home, project))
    section, department = person("officer"), person("housing")
    where = f"/projects/{project}{WHERE}"
    section.open(where)
    expect(section.page.get_by_text("待主管部门审核人审核")).to_be_visible()
    expect(section.page.get_by_role("button", name="审核目标调整")).to_have_count(0)
    department.open(f"/{WHERE}")
    duty = department.page.get_by_role("row").filter(has_text=project)
    expect(duty.filter(has_text="审核目标调整")).to_be_visible()
    department.open(where)
    expect(department.page.get_by_role("button", name="退回目标调整")).to_be_visible()
    department.picture("adjustment-department")
    say(department.page, "审核目标调整", "属实")
    confirm(department.page, "审核目标调整")
    expect(department.page.get_by_text("待财政业务科室审核人审核")).to_be_visible()
    expect(department.page.get_by_role("button", name="审核目标调整")).to_have_count(0)
    section.open(where)
    say(section.page, "退回目标调整", "依据不全")
    confirm(section.page, "退回目标调整")
    expect(section.page.get_by_text("已退回：依据不全")).to_be_visible()


async def _in_its_year(home: House, project: str) -> None:
    """Ask for an adjustment on a day of the year, as a history that is brought in does."""
    line = {
        "command": "ProposeAdjustment",
        "id": str(uuid4()),
        "at": f"{YEAR}-07-16T09:00:00+08:00",
        "actor": {"id": "filer", "role": "UNIT_FILER", "org": "市政工程管理处"},
        "division": HAILIN,
        "data": {
            "fiscal_year": YEAR,
            "project_code": project,
            "adjustment": "T1",
            "cause": "CONTENT_CHANGE",
            "reason": "整治范围变化",
            "basis": "会议纪要",
            "indicators": INDICATORS,
        },
    }
    lines = [json.dumps(line).encode()]
    assert [one async for one in play(home.office, lines, "adjustment") if one.is_finding] == []
