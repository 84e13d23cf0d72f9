"""An assessment at the pages: scores, an appeal and its answer, publication, what follows."""

from collections.abc import Callable
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.screens.browser import Person
from tests.screens.dialogs import act, confirm, say
from tests.screens.people import happened, let_in
from tests.screens.story import WHERE
from tests.services.api.house import HAILIN, HOUSING, YEAR, House

SignIn = Callable[[str], Person]
CODE = "walk-appeal"
QIEMO = "652825"
SCORES = [
    {"department": name, "tasks_due": 10, "tasks_on_time": on_time}
    for name, on_time in (("交通运输局", 10), ("农业农村局", 8), ("教育局", 3))
]


def evidence(department: str, assessment: str, division: str = HAILIN, year: int = YEAR) -> str:
    asked = {"division": division, "year": year, "assessment": assessment}
    return f"/ranking/evidence?{urlencode({**asked, 'department': department})}"


def test_an_appeal_is_answered_and_the_ranking_published_once(person: SignIn) -> None:
    officer = person("officer")
    page = officer.page
    officer.open(f"/ranking{WHERE}")
    act(page, "启动绩效考核", {"考核代码": CODE})
    officer.picture("assessment-opening")
    confirm(page, "启动绩效考核")
    card = page.locator(".jx-card", has_text=f"考核 {CODE}")
    expect(card).to_contain_text("已评 0 个部门，尚未公布")
    card.get_by_role("button", name="部门考核评分").click()
    expect(page.get_by_text("确认后将在台账登记以下")).to_be_visible()
    officer.picture("assessment-scoring")
    confirm(page)

    housing = person("housing")
    housing.open(evidence(HOUSING, CODE))
    expect(housing.page.get_by_role("button", name="申诉成立")).to_have_count(0)
    say(housing.page, "考核申诉", "及时率漏计一项")
    housing.picture("assessment-appeal")
    confirm(housing.page, "考核申诉")
    expect(housing.page.get_by_text("申诉待处理：及时率漏计一项")).to_be_visible()

    officer.open(f"/ranking{WHERE}")
    card.get_by_role("button", name="公布考核排名").click()
    expect(page.get_by_text(f"尚有申诉未处理：{HOUSING}")).to_be_visible()
    page.get_by_role("button", name="取消").click()
    officer.open(evidence(HOUSING, CODE))
    act(page, "申诉成立", {"得分": "20", "理由": "核实后补记"})
    officer.picture("assessment-answer")
    confirm(page, "申诉处理", "部门考核评分")
    expect(page.get_by_text("申诉成立：及时率漏计一项")).to_be_visible()

    officer.open(f"/ranking{WHERE}")
    card.get_by_role("button", name="公布考核排名").click()
    confirm(page, "公布考核排名")
    expect(card).to_contain_text("排名已公布")
    with page.expect_download() as waiting:
        card.get_by_role("button", name="取通报").click()
    assert waiting.value.suggested_filename == "部门预算绩效管理工作考核结果通报.docx"
    expect(card.get_by_role("button", name="公布考核排名")).to_have_count(0)


def test_more_and_less_money_follow_with_their_decision(person: SignIn) -> None:
    officer = person("officer")
    page = officer.page
    officer.open(f"/ranking{WHERE}")
    page.locator("a[href*='assessment=2021&']").first.click()
    page.get_by_role("button", name="决定预算倾斜").click()
    page.get_by_label("决定文件文号").fill("海财预〔2022〕3号")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("须按决定文件写明比例或金额，二者取一")).to_be_visible()
    officer.picture("assessment-tilt-refused")
    page.get_by_role("dialog").last.get_by_role("button", name="取消").click()
    expect(page.get_by_label("决定文件文号")).to_have_value("海财预〔2022〕3号")
    page.get_by_label("比例%（与").fill("百分之五")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("“百分之五”不是数字")).to_be_visible()
    officer.picture("assessment-tilt-fault")
    page.get_by_label("比例%（与").fill("5")
    page.get_by_role("button", name="下一步").click()
    officer.picture("assessment-tilt")
    confirm(page, "决定预算倾斜")
    expect(page.get_by_role("cell", name="海财预〔2022〕3号")).to_be_visible()
    officer.picture("assessment-followed")

    officer.open(f"/ranking{WHERE}")
    page.locator("a[href*='assessment=2021&']").last.click()
    act(page, "决定预算扣减", {"决定文件文号": "海财预〔2022〕4号", "金额（与": "100000"})
    confirm(page, "决定预算扣减")
    expect(page.get_by_role("cell", name="100,000.00")).to_be_visible()


def test_a_clerk_decides_no_consequence(person: SignIn) -> None:
    clerk = person("clerk")
    clerk.open(evidence(HOUSING, "2021"))
    expect(clerk.page.get_by_text("各项得分")).to_be_visible()
    expect(clerk.page.get_by_role("button", name="决定预算倾斜")).to_have_count(0)


def test_a_circular_a_commendation_and_an_interview(home: House, person: SignIn) -> None:
    let_in(home, "qiemo-chief", "财政局", "FIN_APPROVER", divisions=[QIEMO])
    known: dict[str, object] = {"fiscal_year": 2020, "assessment": "A"}
    happened(
        home,
        QIEMO,
        "2020-12-18T09:00:00+08:00",
        ("FIN_APPROVER", "AdoptPolicy", {"edition": "qiemo@2020-01-01"}),
        ("PERF_SECTION_OFFICER", "OpenAssessment", known),
        ("PERF_SECTION_OFFICER", "ScoreDepartments", {**known, "evidence": SCORES}),
        ("FIN_APPROVER", "PublishRanking", known),
    )
    chief = person("qiemo-chief")
    page = chief.page
    chief.open(f"/ranking?division={QIEMO}&year=2020")
    act(page, "通报考核结果", {"决定文件文号": "且财发〔2020〕90号"})
    confirm(page, "通报考核结果")
    expect(page.get_by_text("通报考核结果：且财发〔2020〕90号")).to_be_visible()
    chief.picture("assessment-circular")

    chief.open(evidence("交通运输局", "A", QIEMO, 2020))
    act(page, "表彰", {"决定文件文号": "且财发〔2020〕91号"})
    confirm(page, "表彰")
    expect(page.get_by_role("cell", name="且财发〔2020〕91号")).to_be_visible()
    chief.open(evidence("教育局", "A", QIEMO, 2020))
    asked = {"整改要求": "限期补报", "决定文件文号": "且财发〔2020〕92号"}
    act(page, "约谈并责令整改", {**asked, "整改期限": "2099-01-31"})
    chief.picture("assessment-interview")
    confirm(page, "约谈并责令整改")
    expect(page.get_by_role("cell", name="且财发〔2020〕92号")).to_be_visible()
