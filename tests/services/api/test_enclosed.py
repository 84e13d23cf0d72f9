"""Attachments in an evidence bundle: there, left out on demand, and every change is found."""

import io
import json
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from events.subjects import project_id
from services.audit.bundle_check import examine
from services.audit.enclosed import enclosed
from services.audit.evidence_check import check
from services.audit.replay import replay
from services.refusal import Refused
from tests.screens.story import begin
from tests.services.api.house import HAILIN, YEAR, House
from tests.services.api.test_attachments import bring, files_of
from tests.services.api.test_histories import read, rewritten
from tests.services.attachments.files import JPG, PDF, photo

FIRST, SECOND = photo(uuid4().hex), PDF + uuid4().bytes


@pytest.fixture(scope="module")
def project(home: House) -> str:
    project = begin(home)
    for file, content in (("照片.JPG", FIRST), ("合同.pdf", SECOND)):
        assert bring(home, project, content, file).status_code == httpx.codes.OK
    path = f"/api/v1/divisions/{HAILIN}/years/{YEAR}/projects/{project}/attachments/F1/withdrawals"
    home.signed_in("filer").post(path, json={"reason": "拍错了"})
    return project


def taken(home: House, project: str, **asked: str) -> httpx.Response:
    path = files_of(project).removesuffix("attachments")
    return home.signed_in("officer").get(f"{path}bundle", params=asked)


@pytest.fixture(scope="module")
def bundle(home: House, project: str) -> bytes:
    return taken(home, project).content


def refiled(bundle: bytes, name: str, content: bytes) -> bytes:
    """Put other bytes in the place of a file, and make the manifest say so."""
    manifest = json.loads(read(bundle, "manifest.json"))
    manifest["files"][name] = f"sha256:{sha256(content).hexdigest()}"
    told = {name.replace(".", "_"): content, "manifest_json": json.dumps(manifest).encode()}
    return rewritten(bundle, **told)


def test_every_file_is_in_the_bundle_withdrawn_ones_too(bundle: bytes, tmp_path: Path) -> None:
    assert read(bundle, "attachments/F1.jpg") == FIRST
    assert read(bundle, "attachments/F2.pdf") == SECOND
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundle)
    verdict = examine(file)
    assert verdict.whole, verdict.findings
    assert "附件 2 份与事实相符" in verdict.sentences[0]
    script = tmp_path / "verify.py"
    script.write_bytes(read(bundle, "verify.py"))
    alone = [sys.executable, "-I", "-S", str(script), str(file)]
    done = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert (done.returncode, "附件 2 份与事实相符" in done.stdout) == (0, True)


def test_a_bundle_without_its_files_says_so(home: House, project: str) -> None:
    content = taken(home, project, attachments="false").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert [name for name in archive.namelist() if "attachments" in name] == []
    report = check(io.BytesIO(content))
    assert (report.findings, report.enclosed) == ([], "附件 2 份未随包")


def test_every_change_to_a_file_is_found(bundle: bytes) -> None:
    changed = {"attachments/F1_jpg": JPG}
    assert check(io.BytesIO(rewritten(bundle, **changed))).findings == [
        "attachments/F1.jpg 与清单中的摘要不符",
        "attachments/F1.jpg 与事实所记的摘要不符",
    ]
    gone: dict[str, bytes | None] = {"attachments/F2_pdf": None}
    assert check(io.BytesIO(rewritten(bundle, **gone))).findings == ["缺少 attachments/F2.pdf"]
    refiled_findings = check(io.BytesIO(refiled(bundle, "attachments/F2.pdf", PDF))).findings
    assert refiled_findings == [
        "attachments/F2.pdf 与事实所记的摘要不符",
        "清单的签名不符",
    ]


def test_a_file_that_no_fact_knows_is_found(bundle: bytes) -> None:
    file = io.BytesIO(bundle)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("attachments/../../F9.pdf", PDF)
    assert "attachments/../../F9.pdf 没有相应的事实" in check(file).findings


def test_what_says_it_has_no_files_has_none(bundle: bytes) -> None:
    manifest = json.loads(read(bundle, "manifest.json"))
    told = json.dumps({**manifest, "attachments": False}).encode()
    findings = check(io.BytesIO(rewritten(bundle, manifest_json=told))).findings
    assert "attachments/F1.jpg 不在清单所说之内" in findings


def test_a_bundle_has_all_its_files_or_none(home: House, project: str) -> None:
    office, all_of_them = home.office, len(FIRST) + len(SECOND)
    past = replay(office.desk, project_id(HAILIN, YEAR, project))
    found = home.run(enclosed(office.attachments, past, all_of_them))
    assert found == {"attachments/F1.jpg": FIRST, "attachments/F2.pdf": SECOND}
    with pytest.raises(Refused, match="attachments=false"):
        home.run(enclosed(office.attachments, past, all_of_them - 1))


def test_a_bundle_of_before_there_were_files_is_still_read(home: House) -> None:
    content = taken(home, begin(home)).content
    manifest = json.loads(read(content, "manifest.json"))
    del manifest["attachments"]
    older = json.dumps({**manifest, "format": "jixiao-evidence/1"}).encode()
    found = check(io.BytesIO(rewritten(content, manifest_json=older))).findings
    assert found == ["清单的签名不符"]  # it was signed as it is today
