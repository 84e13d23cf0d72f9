"""Evidence files over HTTP: brought, listed, taken, taken back; and everything that is tried."""

from hashlib import sha256
from uuid import uuid4

import httpx
import msgspec
import pytest

from services.project.attachment import Attached
from services.project.evidence_file import LARGEST
from tests.screens.story import begin
from tests.services.api.house import HAILIN, LINGYUAN, ROADS, YEAR, House, code, registration
from tests.services.attachments.files import GOOD, MACROS, PDF, PROGRAM, photo


@pytest.fixture(scope="module")
def project(home: House) -> str:
    """A project whose form is being filled in."""
    return begin(home)


def files_of(project: str, attachment: str = "") -> str:
    path = f"/api/v1/histories/{HAILIN}-{YEAR}-{project}/attachments"
    return f"{path}/{attachment}" if attachment else path


def bring(
    home: House, project: str, content: bytes, file: str = "", who: str = "filer", **more: str
) -> httpx.Response:
    return home.signed_in(who).post(
        files_of(project),
        params={"file": file or f"{uuid4().hex}.jpg", **({"task": "H1"} | more)},
        content=content,
    )


def listed(home: House, project: str) -> list[Attached]:
    answer = home.signed_in("filer").get(files_of(project))
    assert answer.status_code == httpx.codes.OK, answer.text
    return msgspec.json.decode(answer.content, type=list[Attached])


def named(home: House, project: str, file: str) -> str:
    """Say under which name a file stands in the record."""
    return next(
        one.added.attachment
        for one in listed(home, project)
        if one.added.name == file and not one.withdrawn
    )


def faults(answer: httpx.Response) -> str:
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY, answer.text
    return answer.text


def held(home: House, content: bytes) -> bytes | None:
    digest = sha256(content).hexdigest()
    return home.run(home.office.attachments.read(digest, len(content)))


@pytest.mark.parametrize("file", GOOD)
def test_a_file_is_taken_as_it_was_brought(home: House, project: str, file: str) -> None:
    answer = bring(home, project, GOOD[file], file)
    assert answer.status_code == httpx.codes.OK, answer.text
    [fact] = answer.json()["facts"]
    assert fact["type"] == "project.attachment-added.v1"
    taken = home.signed_in("filer").get(files_of(project, named(home, project, file)))
    assert taken.content == GOOD[file]
    digest = sha256(GOOD[file]).hexdigest()
    assert taken.headers["etag"] == f'"sha256:{digest}"'
    assert taken.headers["x-content-type-options"] == "nosniff"
    assert taken.headers["cache-control"] == "no-store"
    assert taken.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert "default-src 'none'" in taken.headers["content-security-policy"]


def test_a_file_one_has_already_is_not_sent_again(home: House, project: str) -> None:
    content = photo(uuid4().hex)
    bring(home, project, content, "再取.jpg")
    where = files_of(project, named(home, project, "再取.jpg"))
    tag = home.signed_in("filer").get(where).headers["etag"]
    again = home.signed_in("filer").get(where, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (httpx.codes.NOT_MODIFIED, b"")


def test_the_largest_file_passes_and_one_byte_more_does_not(home: House, project: str) -> None:
    largest = photo(uuid4().hex, LARGEST)
    assert bring(home, project, largest, "最大.jpg").status_code == httpx.codes.OK
    where = files_of(project, named(home, project, "最大.jpg"))
    assert home.signed_in("filer").get(where).content == largest
    more = largest + b"x"
    assert bring(home, project, more).status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    filer = home.signed_in("filer")
    unannounced = filer.post(
        files_of(project), params={"file": "a.jpg", "task": "H1"}, content=iter([more])
    )
    assert unannounced.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert held(home, more) is None


@pytest.mark.parametrize(
    ("file", "content", "why"),
    [
        ("照片.jpg", PROGRAM, "文件内容不是 jpg 格式"),
        ("说明.docx", MACROS, "文件含有宏或程序"),
        ("程序.exe", PROGRAM, "不收这种文件"),
        ("网页.html", b"<script>alert(1)</script>", "不收这种文件"),
        ("合同.pdf", b"", "文件是空的"),
        ("../../etc/passwd.pdf", PDF, "文件名不能含路径"),
        ("..\\a.pdf", PDF, "文件名不能含路径"),
        ("a\r\nSet-Cookie: x=1.pdf", PDF, "文件名不能含路径、控制字符"),
        ('a"; filename="b.pdf', PDF, "文件名不能含路径"),
        ("a\u202efdp.jpg", PDF, "控制字符"),
        ("长" * 200 + ".pdf", PDF, "文件名须为 1 至 100 个字"),
    ],
)
def test_disguises_and_names_that_lead_elsewhere(
    home: House, project: str, file: str, content: bytes, why: str
) -> None:
    before = listed(home, project)
    said = faults(bring(home, project, content, file))
    assert why in said
    assert listed(home, project) == before


def test_a_name_with_separators_of_headers_stays_one_name(home: House, project: str) -> None:
    file = "说明; filename=evil.exe; 100%.pdf"
    assert bring(home, project, PDF + uuid4().bytes, file).status_code == httpx.codes.OK
    taken = home.signed_in("filer").get(files_of(project, named(home, project, file)))
    disposition = taken.headers["content-disposition"]
    assert disposition.count(";") == 1
    assert "evil.exe%3B%20100%25.pdf" in disposition


def test_nobody_gets_a_file_by_its_digest(home: House, project: str) -> None:
    """A digest of another's file, told as a command, would make it one's own."""
    content = photo(uuid4().hex)
    assert bring(home, project, content).status_code == httpx.codes.OK
    command = {
        "command": "AttachEvidence",
        "division": HAILIN,
        "data": {
            "fiscal_year": YEAR,
            "project_code": begin(home),
            "task": "H1",
            "name": "别人的.jpg",
            "size": len(content),
            "sha256": sha256(content).hexdigest(),
        },
    }
    for body in (command, [command]):
        said = faults(home.signed_in("filer").post("/api/v1/commands", json=body))
        assert "附件须随文件上传" in said
    listing = home.signed_in("filer").get("/openapi.json").json()["paths"]["/api/v1/commands"]
    assert "附上附件" not in str(listing)


def test_files_out_of_reach(home: House, project: str) -> None:
    other = code()
    asked = registration(other, department=ROADS, unit="公路段")
    officer = home.signed_in("officer")
    asked["actor"] = {"role": "PERF_SECTION_OFFICER"}
    assert officer.post("/api/v1/commands", json=asked).status_code == httpx.codes.OK
    bring(home, project, PDF + uuid4().bytes, "内部.pdf")
    mine = named(home, project, "内部.pdf")
    for who, whose, out in (
        ("lingyuan", project, 403),
        ("system", project, 403),
        ("filer", other, 403),
        ("housing", other, 403),
        ("filer", code(), 403),
    ):
        browser = home.signed_in(who)
        assert browser.get(files_of(whose)).status_code == out
        assert browser.get(files_of(whose, mine)).status_code == out
        assert bring(home, whose, PDF, who=who).status_code == out
    for name in ("F99", "..%2F..", "F1%00", sha256(PDF).hexdigest()):
        missing = home.signed_in("filer").get(files_of(project, name))
        assert missing.status_code in (httpx.codes.NOT_FOUND, httpx.codes.UNPROCESSABLE_ENTITY)
    nobody = home.anybody()
    assert nobody.get(files_of(project, mine)).status_code == httpx.codes.UNAUTHORIZED
    assert nobody.post(files_of(project), content=PDF).status_code == httpx.codes.UNAUTHORIZED
    nowhere = f"/api/v1/histories/{LINGYUAN}.assessment.{LINGYUAN}-2021-A/attachments"
    assert home.signed_in("lingyuan").get(nowhere).status_code == httpx.codes.NOT_FOUND


def test_keys_that_may_not_export_take_nothing(home: House, project: str) -> None:
    bring(home, project, PDF + uuid4().bytes, "审计用.pdf")
    where = files_of(project, named(home, project, "审计用.pdf"))
    assert home.key("READ").get(where).status_code == httpx.codes.FORBIDDEN
    assert home.key("AUDIT").get(where).status_code == httpx.codes.OK


def test_a_cookie_alone_brings_nothing(home: House, project: str) -> None:
    answer = home.signed_in("filer").post(
        files_of(project), content=PDF, params={"file": "a.pdf"}, headers={"X-CSRF-Token": ""}
    )
    assert answer.status_code == httpx.codes.FORBIDDEN


def exported(home: House, after: str) -> list[dict[str, str]]:
    asked = {"act": "EXPORTED", "after": after}
    answer = home.signed_in("auditing").get("/api/v1/audit-log", params=asked)
    assert answer.status_code == httpx.codes.OK, answer.text
    found: list[dict[str, str]] = answer.json()
    return found


def test_who_took_a_file_is_in_the_logbook(home: House, project: str) -> None:
    content = photo(uuid4().hex)
    bring(home, project, content, "留痕.jpg")
    name = named(home, project, "留痕.jpg")
    home.signed_in("housing").get(files_of(project, name))
    digest = sha256(content).hexdigest()
    what = f"attachment {HAILIN}.project.{HAILIN}-{YEAR}-{project} {name} {digest}"
    lines = list[dict[str, str]]()
    while page := exported(home, after=lines[-1]["number"] if lines else "0"):
        lines += page
    assert [one["who"] for one in lines if one["what"] == what] == ["housing"]


def test_a_repeated_request_is_one_file(home: House) -> None:
    mine, content = begin(home), photo(uuid4().hex)
    filer = home.signed_in("filer")

    def again() -> httpx.Response:
        return filer.post(
            files_of(mine),
            params={"file": "一份.jpg", "task": "H1"},
            content=content,
            headers={"Idempotency-Key": mine},
        )

    first, second = again(), again()
    assert first.json()["facts"] == second.json()["facts"]
    path = f"/api/v1/divisions/{HAILIN}/years/{YEAR}/projects/{mine}"
    taken_back = filer.post(f"{path}/attachments/F1/withdrawals", json={"reason": "拍错了"})
    assert taken_back.status_code == httpx.codes.OK, taken_back.text
    assert again().json()["facts"] == first.json()["facts"]
    [one] = listed(home, mine)
    assert one.withdrawn == "拍错了"
    assert filer.get(files_of(mine, "F1")).content == content


def test_what_is_refused_leaves_no_bytes(home: House) -> None:
    mine, content = begin(home), photo(uuid4().hex)
    assert "没有监控任务 Q9" in faults(bring(home, mine, content, task="Q9"))
    assert "只属于一项" in faults(bring(home, mine, content, case="H1-R1"))
    role = {"role": "FIN_APPROVER"}
    assert "须由" in faults(bring(home, mine, content, who="officer", **role))
    assert held(home, content) is None


def test_the_same_bytes_of_two_projects_are_kept_once(home: House) -> None:
    content = photo(uuid4().hex)
    for project in (begin(home), begin(home)):
        assert bring(home, project, content, "同一张.jpg").status_code == httpx.codes.OK
        taken = home.signed_in("filer").get(files_of(project, "F1"))
        assert taken.content == content


def test_bytes_that_are_gone_are_told_and_not_made_up(home: House) -> None:
    """Somebody wrote other bytes under the digest before: the file is not taken."""
    content = photo(uuid4().hex)
    subject = f"jx.attachments.{sha256(content).hexdigest()}.0"
    home.run(home.office.client.jetstream().publish(subject, b"MZ"))
    answer = bring(home, begin(home), content)
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
