"""Evidence files at the pages: what is typed stays, what is agreed to is kept, nothing else is."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

from services.project.evidence_file import LARGEST
from tests.screens.browser import PATIENCE, Person
from tests.screens.dialogs import act, confirm, confirm_here, say
from tests.screens.story import WHERE, begin, command
from tests.services.api.house import House
from tests.services.attachments.files import PDF, PROGRAM, photo

SignIn = Callable[[str], Person]


def choose(page: Page, name: str, content: bytes) -> None:
    """Ask to add a file, and choose it."""
    page.get_by_role("button", name="附上附件").click()
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def taken(page: Page, name: str) -> bytes:
    """Take a file away by its name."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    assert waiting.value.suggested_filename == name
    return Path(waiting.value.path()).read_bytes()


def held(home: House, content: bytes) -> bytes | None:
    digest = sha256(content).hexdigest()
    return home.run(home.office.attachments.read(digest, len(content)))


def hand_in(home: House, project: str) -> None:
    lines = [
        {"indicator": "整治街巷", "actual": "20"},
        {"indicator": "居民满意度", "not_due": True},
    ]
    command(home, "filer", "Submit", project_code=project, task="H1", lines=lines)


def test_a_file_is_added_while_one_fills_in(home: House, person: SignIn) -> None:
    project, content = begin(home), photo(uuid4().hex, 1_500_000)
    unit = person("filer")
    unit.open(f"/projects/{project}/tasks/H1/fill{WHERE}")
    streets = unit.page.locator("section", has_text="整治街巷").get_by_label("1-6月执行情况")
    streets.fill("20")

    choose(unit.page, "现场照片.jpg", content)
    dialog = unit.page.get_by_role("dialog")
    expect(dialog.get_by_text("为任务H1附上F1《现场照片.jpg》，1500000字节")).to_be_visible()
    assert held(home, content) is None
    unit.picture("attach-dialog")
    confirm_here(unit.page, "附上附件")
    assert held(home, content) == content
    expect(unit.page.get_by_text("F1，1465 KB")).to_be_visible()
    expect(streets).to_have_value("20")
    assert taken(unit.page, "现场照片.jpg") == content

    say(unit.page, "撤回附件", "拍错了地方")
    confirm_here(unit.page, "撤回附件")
    expect(unit.page.get_by_text("已撤回：拍错了地方")).to_be_visible()
    expect(streets).to_have_value("20")
    choose(unit.page, "合同.pdf", PDF + content[-300_000:])
    confirm_here(unit.page, "附上附件")
    expect(unit.page.get_by_text("连接丢失")).to_be_hidden()
    unit.picture("attachments")


def test_what_is_not_agreed_to_or_not_taken_is_not_kept(
    home: House, person: SignIn, tmp_path: Path
) -> None:
    project, content = begin(home), photo(uuid4().hex)
    unit = person("filer")
    unit.open(f"/projects/{project}/tasks/H1/fill{WHERE}")
    choose(unit.page, "私人照片.jpg", content)
    expect(unit.page.get_by_text("确认后将在台账登记以下")).to_be_visible()
    unit.page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(unit.page.get_by_role("dialog")).to_have_count(0)
    assert held(home, content) is None

    choose(unit.page, "照片.jpg", PROGRAM)
    expect(unit.page.get_by_text("文件内容不是 jpg 格式")).to_be_visible()
    unit.page.get_by_role("button", name="知道了").click()
    large = tmp_path / "太大.jpg"
    large.write_bytes(photo("大", LARGEST + 1))
    unit.page.get_by_role("button", name="附上附件").click()
    unit.page.get_by_role("dialog").locator("input[type=file]").set_input_files(large)
    expect(unit.page.get_by_text("文件未上传")).to_be_visible(timeout=PATIENCE)


def test_a_reviewer_reads_what_was_handed_in(home: House, person: SignIn) -> None:
    project, content = begin(home), photo(uuid4().hex)
    unit, department = person("filer"), person("housing")
    unit.open(f"/projects/{project}/tasks/H1/fill{WHERE}")
    choose(unit.page, "现场照片.jpg", content)
    confirm_here(unit.page, "附上附件")
    hand_in(home, project)
    department.open(f"/projects/{project}/tasks/H1/review{WHERE}")
    assert taken(department.page, "现场照片.jpg") == content
    expect(department.page.get_by_role("button", name="附上附件")).to_have_count(0)
    department.picture("review-attachments")
    unit.open(f"/projects/{project}/tasks/H1/fill{WHERE}")
    expect(unit.page.get_by_role("button", name="现场照片.jpg")).to_be_visible()
    expect(unit.page.get_by_role("button", name="附上附件")).to_have_count(0)


def test_evidence_of_a_case_is_added_at_its_page(home: House, person: SignIn) -> None:
    project = begin(home)
    told = {"project_code": project, "task": "H1", "ground": "SITE_VISIT"}
    command(home, "officer", "IssueNotice", role="PERF_SECTION_OFFICER", **told)
    unit = person("filer")
    unit.open(f"/projects/{project}/cases/H1-R1{WHERE}")
    act(unit.page, "签收整改通知")
    confirm(unit.page, "签收整改通知")
    choose(unit.page, "验收单.pdf", PDF + uuid4().bytes)
    dialog = unit.page.get_by_role("dialog")
    expect(dialog.get_by_text("为整改事项H1-R1附上F1《验收单.pdf》")).to_be_visible()
    confirm_here(unit.page, "附上附件")
    expect(unit.page.get_by_role("button", name="验收单.pdf")).to_be_visible()
    unit.picture("case-attachments")
    officer = person("clerk")
    officer.open(f"/projects/{project}/cases/H1-R1{WHERE}")
    expect(officer.page.get_by_role("button", name="验收单.pdf")).to_be_visible()
    expect(officer.page.get_by_role("button", name="附上附件")).to_have_count(0)
