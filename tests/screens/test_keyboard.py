"""Every page at the keyboard: all of it within reach of Tab, in order, seen; dialogs hold focus."""

import subprocess
from collections.abc import Callable
from urllib.parse import urlencode

from playwright.sync_api import expect

from services.console.pages import PAGES
from services.intake.handing_in import hand_in
from tests.screens.browser import PICTURES, Person
from tests.screens.keyboard import audited
from tests.screens.story import begin, command
from tests.services.api.house import HAILIN, HOUSING, YEAR, House

SignIn = Callable[[str], Person]
# After the last of a dialog Tab comes to the browser's own bar, and never to the page behind.
ASTRAY = """() => {
  const here = document.activeElement;
  return here === document.body || here.closest('[role=dialog]') ? '' : here.outerHTML;
}"""
LINES = [
    {"indicator": "整治街巷", "actual": "16"},
    {"indicator": "居民满意度", "not_due": True},
]


def addresses(home: House) -> dict[str, tuple[str, str]]:
    """Say for every page who opens it, and where."""
    filled, handed_in = begin(home), begin(home)
    command(home, "filer", "Submit", project_code=handed_in, task="H1", lines=LINES)
    sent = home.run(hand_in(home.office.client, HAILIN, [b'{"document_no": "2021-55555"}'], 20))
    assert [one.outcome for one in sent.receipts] == ["parked"]
    answer = home.signed_in("officer").get("/api/v1/views/board", params={"year": YEAR})
    case = next(row for row in answer.json()["rows"] if row["case_id"])
    scored = {"assessment": "2021", "department": HOUSING}
    return {
        "/": ("officer", "/"),
        "/reviews": ("housing", "/reviews"),
        "/projects": ("officer", "/projects"),
        "/projects/{code}": ("filer", f"/projects/{filled}"),
        "/projects/{code}/tasks/{task}/fill": ("filer", f"/projects/{filled}/tasks/H1/fill"),
        "/projects/{code}/tasks/{task}/review": (
            "housing",
            f"/projects/{handed_in}/tasks/H1/review",
        ),
        "/projects/{code}/cases/{case}": (
            "officer",
            f"/projects/{case['project']}/cases/{case['case_id']}",
        ),
        "/projects/{code}/adjustments": ("filer", f"/projects/{filled}/adjustments"),
        "/projects/{code}/dispositions": ("officer", f"/projects/{filled}/dispositions"),
        "/projects/{code}/evaluations": ("filer", f"/projects/{filled}/evaluations"),
        "/campaigns": ("officer", "/campaigns"),
        "/board": ("officer", "/board"),
        "/ranking": ("officer", "/ranking"),
        "/ranking/evidence": ("officer", f"/ranking/evidence?{urlencode(scored)}"),
        "/clawback": ("officer", "/clawback"),
        "/clawback/{round}": ("officer", "/clawback/2021"),
        "/clawback/{round}/{project}": ("officer", "/clawback/2021/HL01"),
        "/accountability": ("officer", "/accountability"),
        "/obligations": ("officer", "/obligations"),
        "/summary": ("officer", "/summary"),
        "/policies": ("officer", "/policies?section=warnings"),
        "/policies/what-if": ("officer", "/policies/what-if"),
        "/health": ("officer", "/health"),
        "/health/{number}": ("officer", "/health/1"),
        "/accounts": ("security", "/accounts"),
    }


def test_tab_reaches_everything_of_every_page_in_its_order(home: House, person: SignIn) -> None:
    known = addresses(home)
    assert {*known} == {page.path for page in PAGES}
    people: dict[str, Person] = {}
    wrong: dict[str, list[str]] = {}
    for who, address in known.values():
        if who not in people:
            people[who] = person(who)
        people[who].open(address)
        page = people[who].page
        refused = page.locator(".jx-page > .jx-fault:not(:empty)").all_inner_texts()
        if found := [*refused, *audited(page)]:
            wrong[address] = found
    assert wrong == {}


def test_a_dialog_holds_the_focus_and_gives_it_back(person: SignIn) -> None:
    officer = person("officer")
    officer.open("/projects/HL01/dispositions")
    page = officer.page
    opener = page.get_by_role("button", name="停止拨付资金")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("情形")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(ASTRAY) == ""
    officer.picture("keyboard-dialog")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()

    officer.open("/clawback/2021")
    opener = page.get_by_role("button", name="冻结候选清单")
    opener.focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="取消")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_page_prints_from_its_first_sheet_on_and_to_its_last_column(person: SignIn) -> None:
    officer = person("officer")
    for name, address, first, last in (
        ("directory", "/projects", "名称", "待配对"),
        ("policies", "/policies?section=warnings", "规则", "说明"),
    ):
        officer.open(address)
        expect(officer.page.locator("tbody tr").first).to_be_visible()
        PICTURES.mkdir(parents=True, exist_ok=True)
        paper = PICTURES / f"print-{name}.pdf"
        officer.page.pdf(path=paper, prefer_css_page_size=True)
        text = subprocess.run(
            ["pdftotext", "-l", "1", "-layout", paper, "-"],
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout
        assert first in text
        assert last in text
        assert "导出" not in text
