"""A transfer payment as a whole: its department sums what the regions reported (LY-11)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.screens.browser import Person, alive
from tests.screens.dialogs import confirm
from tests.screens.story import WHERE, command
from tests.services.api.house import HOUSING, House, code

SignIn = Callable[[str], Person]
LINE = {
    "indicator": "道路",
    "causes": [{"cause": "FUNDING", "explanation": "晚"}],
    "improvement_measure": "加快",
}
INDICATOR = {
    "name": "道路",
    "level1": "OUTPUT",
    "level2": "QUANTITY",
    "direction": "AT_LEAST",
    "unit": "公里",
    "annual_value": "100",
    "period_plan": {"H1": "40"},
}


def subject(home: House, kind: str, **of: object) -> str:
    """Register a transfer payment with targets and a task; returns its code."""
    project = code()
    command(
        home,
        "clerk",
        "RegisterProject",
        project_code=project,
        name="危房改造补助",
        subject_kind=kind,
        **{"department": HOUSING, "unit": "市政工程管理处", **of},
    )
    known: dict[str, object] = {"project_code": project}
    asked: dict[str, object] = {"overall_objective": "路", "indicators": [INDICATOR]}
    command(home, "filer", "SetTarget", **known, **asked)
    command(home, "officer", "ReviewTarget", grade="GOOD", role="FIN_SECTION_REVIEWER", **known)
    command(home, "clerk", "ApproveTarget", **known)
    command(home, "clerk", "IssueTask", period="H1", **known)
    return project


@pytest.mark.clause("LY-11")
def test_the_department_sums_the_regions_at_the_page(home: House, person: SignIn) -> None:
    whole = subject(home, "TRANSFER_OVERALL")
    regions = [subject(home, "TRANSFER_REGION", parent=whole) for _ in range(2)]
    form: dict[str, object] = {"task": "H1", "lines": [{**LINE, "actual": "10"}]}
    command(home, "filer", "Submit", project_code=regions[0], **form)
    housing = person("housing")
    page = housing.page
    housing.open(f"/{WHERE}")
    row = page.get_by_role("row").filter(has_text=whole)
    row.get_by_role("link", name="填报监控情况（H1）").click()
    page.wait_for_url("**/fill**")
    alive(page)
    expect(page.get_by_text("由各区域的填报相加")).to_be_visible()
    expect(page.get_by_text("以下区域尚未报送")).to_be_visible()
    command(home, "filer", "Submit", project_code=regions[1], **form)
    page.get_by_label("偏差：经费保障").fill("拨付晚")
    page.get_by_label("改进措施").fill("加快拨付")
    expect(page.get_by_text("可以报送：总体完成率 20.00%，执行率不可评价")).to_be_visible()
    housing.picture("regions-summed")
    page.get_by_role("button", name="报送", exact=True).click()
    confirm(page, "汇总区域绩效监控", "报送监控情况")
    expect(page.get_by_text("第 1 次填报已报送")).to_be_visible()
