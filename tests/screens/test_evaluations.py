"""Evaluations: a self-evaluation goes up three times, past those above, and is graded (QM-10)."""

from collections.abc import Callable
from typing import Final

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.screens.browser import Person, alive
from tests.screens.dialogs import act, confirm, say
from tests.screens.people import happened, let_in
from tests.services.api.house import House

SignIn = Callable[[str], Person]
QIEMO: Final = "652825"
YEAR: Final = 2020
WHERE: Final = f"?division={QIEMO}&year={YEAR}"
UNIT, DEPARTMENT, ABOVE = "乡村道路管理站", "交通运输局", "自治州财政局"
OF: Final = {"fiscal_year": YEAR, "project_code": "QE1"}
PAGE: Final = f"/projects/QE1/evaluations{WHERE}"
KINDS: Final = {
    **{f"道路{n}": ("OUTPUT", kind) for n, kind in enumerate(("QUANTITY", "QUALITY", "COST"))},
    **{f"效益{n}": ("OUTCOME", kind) for n, kind in enumerate(("SOCIAL", "ECONOMIC"))},
    "及时": ("OUTPUT", "TIMELINESS"),
    "满意度": ("SATISFACTION", "BENEFICIARY_SATISFACTION"),
}
SEVEN: Final = [
    {
        "name": name,
        "level1": level1,
        "level2": level2,
        "unit": "%",
        "direction": "AT_LEAST",
        "annual_value": "90",
    }
    for name, (level1, level2) in KINDS.items()
]


def let_a_county_in(home: House) -> None:
    """Let the unit, the department, finance, the prefecture and another superior in."""
    here = {"divisions": [QIEMO]}
    of_department = {**here, "departments": [DEPARTMENT]}
    let_in(home, "qm-filer", UNIT, "UNIT_FILER", **of_department, units=[UNIT])
    let_in(home, "qm-head", DEPARTMENT, "DEPT_REVIEWER", **of_department)
    let_in(home, "qm-finance", "财政局", "PERF_SECTION_OFFICER", **here)
    let_in(home, "qm-above", ABOVE, "SUPERIOR_REVIEWER", **here)
    let_in(home, "qm-elsewhere", "自治区审计厅", "SUPERIOR_REVIEWER", **here)


def give(home: House, who: str, what: str, /, **data: object) -> None:
    asked = {"command": what, "division": QIEMO, "actor": {}, "data": {**OF, **data}}
    answer = home.signed_in(who).post("/api/v1/commands", json=asked)
    assert answer.status_code == httpx.codes.OK, answer.text


def duty(person: Person, what: str) -> None:
    """Find something among what waits, and go there."""
    person.open(f"/{WHERE}")
    person.page.get_by_role("link", name=what).click()
    person.page.wait_for_url("**/projects/QE1**")
    alive(person.page)


def report(page: Page, last: str) -> None:
    """Report every indicator of the year."""
    for name in KINDS:
        page.get_by_label(f"{name}（").fill(last if name == "满意度" else "90")
    act(page, "报送绩效自评")
    confirm(page, "评价打分")


def begin(home: House) -> None:
    """Adopt the rules of the county and register a project of poverty funds."""
    edition: dict[str, object] = {"edition": "qiemo@2020-01-01"}
    adopted = ("PERF_SECTION_OFFICER", "AdoptPolicy", edition)
    happened(home, QIEMO, "2020-01-05T09:00:00+08:00", adopted)
    let_a_county_in(home)
    project = {"name": "通村道路", "department": DEPARTMENT, "unit": UNIT}
    give(home, "qm-finance", "RegisterProject", **project, fund_tags=["POVERTY_ALLEVIATION"])


def targets(home: House, above: Person, elsewhere: Person) -> None:
    """Have the targets sent back by those above, then graded by them after three rounds."""
    asked = {"overall_objective": "道路通畅", "indicators": SEVEN}
    give(home, "qm-filer", "SetTarget", **asked)
    elsewhere.open(f"/{WHERE}")
    expect(elsewhere.page.get_by_text("没有待办事项")).to_be_visible()
    elsewhere.open(f"/projects/QE1{WHERE}")
    expect(elsewhere.page.get_by_role("button", name="退回绩效目标")).to_have_count(0)
    duty(above, "审核绩效目标")
    above.picture("targets-above")
    say(above.page, "退回绩效目标", "指标不够细")
    confirm(above.page, "退回绩效目标")
    give(home, "qm-filer", "SetTarget", **asked)
    give(home, "qm-finance", "ReturnTarget", reason="再改")
    give(home, "qm-filer", "SetTarget", **asked)
    duty(above, "审核绩效目标")
    say(above.page, "评为“良”", "可以")
    confirm(above.page, "审核绩效目标")
    expect(above.page.get_by_role("button", name="批复绩效目标")).to_have_count(0)
    give(home, "qm-finance", "ApproveTarget")


@pytest.mark.clause("QM-10", "HL-09")
def test_those_above_return_targets_and_a_self_evaluation(home: House, person: SignIn) -> None:
    begin(home)
    above = person("qm-above")
    targets(home, above, person("qm-elsewhere"))
    unit, head, finance = person("qm-filer"), person("qm-head"), person("qm-finance")
    unit.open(PAGE)
    act(unit.page, "启动绩效评价", {"评价代码": "SELF-2020"})
    confirm(unit.page, "启动绩效评价")
    duty(unit, "报送绩效自评（SELF-2020）")
    unit.page.get_by_role("button", name="报送绩效自评").click()
    expect(unit.page.get_by_text("不是数").first).to_be_visible()
    report(unit.page, "80")
    unit.picture("self-evaluation-reported")
    duty(above, "审核绩效自评（第 1 轮，须 3 轮）（SELF-2020）")
    above.picture("self-evaluation-above")
    say(above.page, "退回绩效自评", "佐证不足")
    confirm(above.page, "退回绩效自评")
    duty(unit, "修改后重新报送绩效自评（SELF-2020）")
    report(unit.page, "90")
    give(home, "qm-head", "ReturnSelfEvaluation", evaluation="SELF-2020", reason="再核")
    unit.open(PAGE)
    report(unit.page, "90")
    duty(head, "评价意见反馈（SELF-2020）")
    say(head.page, "评价意见反馈", "属实")
    confirm(head.page, "评价意见反馈")
    duty(finance, "评价定级（SELF-2020）")
    act(finance.page, "评价定级")
    confirm(finance.page, "评价定级")
    expect(finance.page.get_by_text("SELF-2020 单位自评：已定级")).to_be_visible()
    finance.picture("self-evaluation-graded")
