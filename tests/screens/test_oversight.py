"""Oversight: accountability, obligations, the year's summary, editions, what-if and health."""

import json
from collections.abc import Callable

from playwright.sync_api import expect

from services.access.logbook import Act
from services.intake.handing_in import hand_in
from tests.screens.browser import Person
from tests.screens.dialogs import act, confirm
from tests.services.api.house import HAILIN, SESAME, House

SignIn = Callable[[str], Person]


def test_cases_clues_and_the_trail_stand_under_their_tabs(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/accountability")
    page = officer.page
    expect(page.get_by_role("cell", name="A1", exact=True)).to_be_visible()
    officer.picture("accountability")
    page.get_by_role("tab", name="问责线索").click()
    expect(page.get_by_text("涉嫌暂停期间支付").first).to_be_visible()
    page.get_by_role("tab", name="全部经办轨迹").click()
    expect(page.locator("tbody tr").nth(10)).to_be_visible()
    officer.picture("accountability-trail")


def test_an_obligation_is_registered_and_fulfilled(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/obligations")
    page = officer.page
    page.get_by_role("button", name="登记报送公开义务").click()
    expect(page.get_by_label("义务", exact=True)).to_be_visible()
    officer.picture("obligations-asking")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("确认后将在台账登记以下")).to_be_visible()
    confirm(page)
    expect(page.locator("tbody a").first).to_be_visible()
    officer.picture("obligations")
    page.locator("tbody a").first.click()
    act(page, "履行报送公开义务", {"文号或公开网址": "海财报〔2021〕40号"})
    confirm(page)
    expect(page.get_by_text("海财报〔2021〕40号 送达")).to_be_visible()
    officer.picture("obligation")


def test_the_year_in_figures(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/summary")
    page = officer.page
    expect(page.get_by_text("2021 年度双监控")).to_be_visible()
    page.get_by_role("tab", name="人大提取数据").click()
    expect(page.get_by_role("cell", name="市区老旧管网改造").first).to_be_visible()
    officer.picture("summary")


def test_editions_stand_side_by_side(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/policies?left=qiemo@2020-01-01&right=hailin@2021-01-01&section=warnings")
    expect(officer.page.get_by_text("RATE_GAP.threshold")).to_be_visible()
    expect(officer.page.locator("td.jx-mark").first).to_be_visible()
    officer.picture("policies")


def test_what_another_threshold_would_have_decided(home: House, person: SignIn) -> None:
    officer = person("officer")
    before = home.run(home.office.position())
    officer.open("/policies/what-if")
    page = officer.page
    page.get_by_label("试改").fill("warnings.RATE_GAP.threshold=15.00")
    page.get_by_role("button", name="重新判定").click()
    expect(page.get_by_text("重判")).to_be_visible()
    warned = page.locator("tbody tr").filter(has_text="HL0").filter(has_text="预警")
    expect(warned).to_have_count(4)
    officer.picture("what-if")
    page.get_by_label("试改").fill("assessment.front=2")
    page.get_by_role("button", name="重新判定").click()
    moved = page.locator("tbody tr").filter(has_text="考核后果")
    expect(moved.get_by_role("link", name="（部门考核）").first).to_be_visible()
    expect(moved.get_by_text("靠前，可预算倾斜").first).to_be_visible()
    officer.picture("what-if-ranking")
    page.get_by_label("试改").fill("warnings.GAP.threshold=15.00")
    page.get_by_role("button", name="重新判定").click()
    expect(page.get_by_text("政策中没有 warnings.GAP.threshold 这一项")).to_be_visible()
    assert home.run(home.office.position()) == before


def test_who_sees_a_part_may_not_ask_about_the_whole(person: SignIn) -> None:
    housing = person("housing")
    for path in ("/policies/what-if", "/health"):
        housing.open(path)
        expect(housing.page.get_by_text("没有权限")).to_be_visible()


def test_a_parked_message_is_answered_by_a_corrected_one(home: House, person: SignIn) -> None:
    message = {
        "source_system": "treasury",
        "document_no": "2021-77777",
        "line_no": 1,
        "kind": "paid",
        "fiscal_year": 2021,
        "project_code": "HL05",
        "amount_fen": "一万元",
        "occurred_on": "2021-12-20",
        "published_at": "2021-12-20T10:00:00+08:00",
    }
    body = json.dumps(message, ensure_ascii=False).encode()
    sent = home.run(hand_in(home.office.client, HAILIN, [body], 20))
    assert [one.outcome for one in sent.receipts] == ["parked"]
    officer = person("officer")
    officer.open("/health")
    page = officer.page
    expect(page.get_by_text("2021-77777")).to_be_visible()
    officer.picture("health")
    number = str(sent.receipts[0].received)
    page.get_by_role("link", name=number, exact=True).click()
    field = page.get_by_label("改正后的报文")
    expect(field).to_be_visible()
    page.get_by_role("button", name="原样重放").click()
    expect(page.get_by_text("amount_fen").last).to_be_visible()
    page.get_by_role("button", name="取消").click()
    mended = json.dumps(message | {"amount_fen": 1_000_000}, ensure_ascii=False)
    field.fill(mended)
    page.get_by_role("button", name="报送改正后的报文").click()
    expect(page.get_by_text("确认后将在台账登记以下事实")).to_be_visible()
    officer.picture("parked")
    page.get_by_role("button", name="确认报送").click()
    expect(page.get_by_text("已登记", exact=False).last).to_be_visible()
    officer.open("/health")
    expect(page.get_by_text("officer 于")).to_be_visible()
    log = home.signed_in("auditing").get("/api/v1/audit-log", params={"act": Act.MESSAGE_MENDED})
    assert f"parked {HAILIN}/{number}" in log.text
    assert "officer" in log.text


def test_an_auditor_reads_parked_messages_and_answers_none(home: House, person: SignIn) -> None:
    sent = home.run(hand_in(home.office.client, HAILIN, [b'{"document_no": "2021-66666"}'], 20))
    assert [one.outcome for one in sent.receipts] == ["parked"]
    duties = {"roles": ["AUDITOR"], "scope": {"divisions": [HAILIN]}}
    account = {"id": "county-auditor", "org": "审计局", **duties}
    made = home.signed_in("security").post("/api/v1/accounts", json=account)
    link = {"link": made.json()["link"], "password": SESAME}
    assert home.anybody().post("/api/v1/passwords", json=link).status_code == 204
    auditor = person("county-auditor")
    auditor.open("/health")
    page = auditor.page
    page.get_by_role("link", name=str(sent.receipts[0].received), exact=True).click()
    page.get_by_role("button", name="原样重放").click()
    expect(page.get_by_text("改正搁置报文须由")).to_be_visible()
    expect(page.get_by_role("button", name="确认报送")).to_have_count(0)
