"""What a project asks finance: targets graded and approved at its page."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.screens.browser import Person
from tests.screens.dialogs import confirm, say
from tests.screens.story import INDICATORS, WHERE, command, register
from tests.services.api.house import House

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
