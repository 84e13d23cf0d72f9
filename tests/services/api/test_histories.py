import hashlib
import io
import json
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from services.audit.bundle_check import examine
from services.audit.evidence_check import check
from tests.services.api.house import HAILIN, House

PROJECT = f"{HAILIN}-2021-HL01"
OTHER = f"{HAILIN}-2021-HL02"
ROOT = "/api/v1/histories"


@pytest.fixture(scope="module")
def bundle(home: House) -> bytes:
    answer = home.signed_in("officer").get(f"{ROOT}/{PROJECT}/bundle")
    assert answer.status_code == httpx.codes.OK, answer.text
    return answer.content


def rewritten(bundle: bytes, **changes: bytes | None) -> bytes:
    """Write the bundle anew with files changed, or left out where they are None."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as old, zipfile.ZipFile(file, "w") as new:
        content = {name.replace(".", "_"): (name, old.read(name)) for name in old.namelist()}
        for key, (name, body) in content.items():
            told = changes.get(key, body)
            if told is not None:
                new.writestr(name, told)
    return file.getvalue()


def read(bundle: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return archive.read(name)


def test_a_history_comes_in_pages_with_words_for_people(home: House) -> None:
    officer = home.signed_in("officer")
    whole = officer.get(f"{ROOT}/{PROJECT}").json()
    assert [one["envelope"]["version"] for one in whole["facts"]] == [
        *range(1, whole["version"] + 1)
    ]
    assert whole["facts"][0]["title"] == "项目登记"
    page = officer.get(f"{ROOT}/{PROJECT}", params={"limit": 3, "after": 2}).json()
    assert [one["envelope"]["version"] for one in page["facts"]] == [3, 4, 5]
    assert page["next"] == 5


def test_a_state_as_of_a_day_and_what_changed_since(home: House) -> None:
    officer, path = home.signed_in("officer"), f"{ROOT}/{PROJECT}"
    early = officer.get(f"{path}/state", params={"as_of": "2021-06-30"}).json()
    late = officer.get(f"{path}/state").json()
    assert early["version"] < late["version"]
    told = officer.get(f"{path}/diff", params={"from": "2021-06-30", "to": "2031-01-01"}).json()
    assert (told["before"], told["after"]) == (early["version"], late["version"])
    assert {change["path"].partition(".")[0] for change in told["changes"]} <= late["state"].keys()
    assert officer.get(f"{path}/state", params={"as_of": "2001-01-01"}).status_code == 404
    odd = officer.get(f"{path}/diff", params={"from": "gestern"})
    assert [one["path"] for one in odd.json()["errors"]] == ["to"]


def test_a_proof_can_be_recomputed_by_anybody(home: House) -> None:
    proof = home.signed_in("officer").get(f"{ROOT}/{PROJECT}/proof/2").json()
    bodies = [body.encode() for body in proof["bodies"]]
    assert json.loads(bodies[0])["version"] == 2
    for body, following in pairwise(bodies):
        told = json.loads(following)["prevhash"]
        assert told == f"sha256:{hashlib.sha256(body).hexdigest()}"
    assert proof["head"] == f"sha256:{hashlib.sha256(bodies[-1]).hexdigest()}"
    assert json.loads(proof["statement"])["head"] == proof["head"]
    key = home.signed_in("officer").get("/api/v1/signing-key").json()
    assert key["fingerprint"] == proof["fingerprint"]
    assert home.signed_in("officer").get(f"{ROOT}/{PROJECT}/proof/9999").status_code == 404


def test_a_bundle_is_whole_and_signed_and_adds_up(bundle: bytes, tmp_path: Path) -> None:
    report = check(io.BytesIO(bundle))
    assert (report.findings, report.signed) == ([], True)
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundle)
    key = tmp_path / "key.pem"
    key.write_bytes(read(bundle, "public.pem"))
    assert examine(file, key).whole
    key.write_bytes(b"another")
    assert examine(file, key).findings == ("证据包所附的公钥不是所给的公钥",)


def test_its_verifier_needs_nothing_but_python(bundle: bytes, tmp_path: Path) -> None:
    script, file = tmp_path / "verify.py", tmp_path / "bundle.zip"
    script.write_bytes(read(bundle, "verify.py"))
    file.write_bytes(bundle)
    alone = [sys.executable, "-I", "-S", str(script), str(file)]
    done = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "哈希链完整" in done.stdout
    assert "签名未检查" in done.stdout
    file.write_bytes(rewritten(bundle, state_json=b"{}"))
    done = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert (done.returncode, "state.json 与清单中的摘要不符" in done.stdout) == (1, True)


def test_every_change_to_a_bundle_is_found(bundle: bytes) -> None:
    facts = read(bundle, "facts.jsonl")
    lines = facts.splitlines(keepends=True)
    manifest = read(bundle, "manifest.json")
    forgeries = {
        "一个金额": rewritten(bundle, facts_jsonl=facts.replace(b"0000", b"1000", 1)),
        "少一条": rewritten(bundle, facts_jsonl=b"".join(lines[:-1])),
        "换次序": rewritten(bundle, facts_jsonl=b"".join([lines[1], lines[0], *lines[2:]])),
        "清单": rewritten(bundle, manifest_json=manifest.replace(b'"version":', b'"version": ')),
        "签名": rewritten(bundle, manifest_sig=b"AAAA"),
        "缺文件": rewritten(bundle, README_txt=None),
        "不是压缩文件": b"PK",
        "清单不是对象": rewritten(bundle, manifest_json=b"[]"),
    }
    missed = [name for name, forged in forgeries.items() if not check(io.BytesIO(forged)).findings]
    assert missed == []


def test_facts_left_out_with_a_manifest_to_match_break_the_signature(bundle: bytes) -> None:
    lines = read(bundle, "facts.jsonl").splitlines(keepends=True)[:-1]
    facts = b"".join(lines)
    manifest = json.loads(read(bundle, "manifest.json"))
    manifest["files"]["facts.jsonl"] = f"sha256:{hashlib.sha256(facts).hexdigest()}"
    manifest["version"] = len(lines)
    manifest["head"] = f"sha256:{hashlib.sha256(lines[-1].rstrip()).hexdigest()}"
    forged = rewritten(bundle, facts_jsonl=facts, manifest_json=json.dumps(manifest).encode())
    assert check(io.BytesIO(forged)).findings == ["清单的签名不符"]


@pytest.mark.parametrize(
    ("name", "history", "status"),
    [
        ("housing", PROJECT, 200),
        ("housing", OTHER, 403),
        ("housing", f"{HAILIN}-2021-NOSUCH", 403),
        ("housing", f"{HAILIN}.assessment.{HAILIN}-2021-2021", 403),
        ("officer", f"{HAILIN}-2021-NOSUCH", 404),
        ("officer", "231083-2021-*", 404),
        ("officer", "231083.project.>", 404),
        ("officer", f"211382.project.{PROJECT}", 404),
        ("lingyuan", PROJECT, 403),
        ("system", PROJECT, 403),
    ],
)
def test_a_history_is_for_those_it_concerns(
    home: House, name: str, history: str, status: int
) -> None:
    for rest in ("", "/state", "/proof/1", "/bundle"):
        answer = home.signed_in(name).get(f"{ROOT}/{history}{rest}")
        assert answer.status_code == status, answer.text


def test_looking_and_taking_away_are_in_the_logbook(home: House, bundle: bytes) -> None:
    assert bundle
    home.signed_in("officer").get(f"{ROOT}/{OTHER}/state")
    auditing = home.signed_in("auditing")
    for act, history in (("READ", OTHER), ("EXPORTED", PROJECT)):
        lines = auditing.get("/api/v1/audit-log", params={"act": act}).json()
        named = f"history {HAILIN}.project.{history}"
        assert ("officer", named) in [(one["who"], one["what"]) for one in lines]


def test_the_signing_key_is_for_its_owner_only(home: House) -> None:
    data = home.data
    assert (data / "signing.key").stat().st_mode & 0o777 == 0o600
    assert b"PUBLIC" in (data / "signing.pub").read_bytes()
