"""A campaign: other days for one project alone, key projects, tasks issued, and its end (HJ-19)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.screens.browser import Person
from tests.screens.dialogs import act, confirm
from tests.screens.story import WHERE, begin, command, targeted
from tests.services.api.house import HAILIN, House

THAT_YEAR = f"?division={HAILIN}&year=2024"
SignIn = Callable[[str], Person]


@pytest.mark.clause("HJ-19", "HJ-09", "LY-12")
def test_finance_runs_a_campaign_and_gives_one_project_other_days(
    home: House, person: SignIn
) -> None:
    late, usual = targeted(home, 2024), targeted(home, 2024)
    clerk = person("clerk")
    page = clerk.page
    clerk.open(f"/campaigns{THAT_YEAR}")
    card = page.locator("section", has_text="Q3 ")

    def step(title: str, **fields: str) -> None:
        card.get_by_role("button", name=title, exact=True).click()
        for label, value in fields.items():
            page.get_by_role("dialog").get_by_label(label, exact=False).fill(value)
        page.get_by_role("button", name="下一步").click()
        expect(page.get_by_text("确认后将在台账登记以下")).to_be_visible()
        clerk.picture(f"campaign-{len(fields)}")
        confirm(page)

    step("启动集中监控", 报送期限="2027-10-10", 审核期限="2027-10-20")
    step("确定重点监控项目", 项目=usual, 理由="审计指出进度慢")
    step("调整监控时间", 报送期限="2027-11-01", 理由="停工复工", 只调整这些项目=late)
    step("下达监控任务", 项目代码=f"{late}\n{usual}")
    expect(card.get_by_text("报送期限 2027-10-10，审核期限 2027-10-20")).to_be_visible()
    expect(card.get_by_role("row").filter(has_text=late)).to_contain_text("2027-11-01")
    expect(card.get_by_role("row").filter(has_text=usual)).to_contain_text("审计指出进度慢")
    clerk.picture("campaigns")
    for project, day in ((late, "2027-11-01"), (usual, "2027-10-10")):
        clerk.open(f"/projects/{project}{THAT_YEAR}")
        expect(page.get_by_role("row").filter(has_text="Q3")).to_contain_text(day)


def test_one_task_gets_other_days_and_another_is_taken_back(home: House, person: SignIn) -> None:
    project = begin(home)
    clerk = person("clerk")
    page = clerk.page
    clerk.open(f"/projects/{project}{WHERE}")
    clerk.picture("project-tasks")
    act(page, "调整报送期限", {"报送期限": "2027-07-31", "理由": "汛期"})
    confirm(page, "调整报送期限")
    expect(page.get_by_role("row").filter(has_text="H1")).to_contain_text("2027-07-31")
    act(page, "免于填报", {"理由": "项目未开工"})
    confirm(page, "免于填报")
    expect(page.get_by_role("row").filter(has_text="H1")).to_contain_text("免于填报")
    expect(page.get_by_role("button", name="调整报送期限")).to_have_count(0)


def test_a_unit_neither_sees_campaigns_nor_gives_tasks(home: House, person: SignIn) -> None:
    project = begin(home)
    command(
        home, "clerk", "SelectKeyProject", period="H1", project=project, source="AUDIT", reason="x"
    )
    filer = person("filer")
    filer.open(f"/projects/{project}{WHERE}")
    expect(filer.page.get_by_role("button", name="下达监控任务")).to_have_count(0)
    expect(filer.page.get_by_role("link", name="集中监控")).to_have_count(0)
    filer.open(f"/campaigns{WHERE}")
    expect(filer.page.get_by_text("集中监控由财政局组织")).to_be_visible()
    expect(filer.page.get_by_text(project)).to_have_count(0)
