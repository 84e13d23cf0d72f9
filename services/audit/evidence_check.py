"""Checks an evidence bundle with nothing but Python's own library: ``python verify.py BUNDLE``.

Every file against its digest in the manifest, every fact against the hash chain, the chain's end
against the manifest, every attachment against its fact. The signature needs the package
`cryptography`, and is left open without it.
"""

import base64
import hashlib
import json
import sys
import zipfile
import zlib
from typing import BinaryIO, NamedTuple

FORMAT = "jixiao-evidence/2"
OLDER = ("jixiao-evidence/1",)  # without attachments
FILES = ("facts.jsonl", "state.json", "public.pem", "verify.py", "README.txt")
LARGEST = 256 << 20  # bytes, all files together
LABEL = b',"prevhash":"'
ADDED = "project.attachment-added.v1"
ENCLOSED = "attachments/"
# Whatever a file that somebody else made can bring about while it is read.
UNREADABLE = (
    *(OSError, EOFError, zlib.error, RuntimeError),
    *(ValueError, KeyError, TypeError, AttributeError),
)


class Report(NamedTuple):
    """What was found; ``signed`` is None where it could not be checked."""

    findings: "list[str]"
    facts: int
    head: str
    aggregate: str
    fingerprint: str
    signed: "bool | None"
    enclosed: str = ""


def check(bundle: "str | BinaryIO") -> Report:
    """Check a bundle; whatever is wrong is a finding, in Chinese."""
    try:
        with zipfile.ZipFile(bundle) as archive:
            return _checked(_read(archive))
    except zipfile.BadZipFile:
        return Report(["证据包不是完整的 zip 文件"], 0, "", "", "", None)
    except UNREADABLE as error:
        return Report([f"证据包无法读取：{error}"], 0, "", "", "", None)


def _read(archive: zipfile.ZipFile) -> "dict[str, bytes]":
    """Read the files by their names; nothing is ever written anywhere."""
    wanted = {*FILES, "manifest.json", "manifest.sig"}
    names = [entry.filename for entry in archive.infolist()]
    if sorted(name for name in names if not name.startswith(ENCLOSED)) != sorted(wanted):
        raise ValueError("其中的文件不是应有的那些")
    if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
        raise ValueError("解压后过大")
    found = {}
    for entry in archive.infolist():
        with archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
        if len(content) != entry.file_size:
            raise ValueError(f"{entry.filename} 的大小与目录不符")
        found[entry.filename] = content
    return found


def _checked(files: "dict[str, bytes]") -> Report:
    manifest = json.loads(files["manifest.json"])
    findings = [] if manifest["format"] in (FORMAT, *OLDER) else [f"格式不是 {FORMAT}"]
    enclosed = [name for name in files if name.startswith(ENCLOSED)]
    findings += [
        f"{name} 与清单中的摘要不符"
        for name in (*FILES, *enclosed)
        if manifest["files"].get(name) != f"sha256:{hashlib.sha256(files[name]).hexdigest()}"
    ]
    bodies = files["facts.jsonl"].splitlines()
    aggregate, head = str(manifest["aggregate"]), str(manifest["head"])
    findings += _chain(bodies, aggregate, head)
    told, missed = _enclosed(bodies, files, with_files=bool(manifest.get("attachments")))
    findings += missed
    if manifest["version"] != len(bodies):
        findings.append(f"清单所载版本 {manifest['version']}，实有 {len(bodies)} 条")
    public = files["public.pem"]
    signed = _signed(public, files["manifest.sig"], files["manifest.json"])
    if signed is False:
        findings.append("清单的签名不符")
    return Report(findings, len(bodies), head, aggregate, fingerprint(public), signed, told)


def _enclosed(
    bodies: "list[bytes]", files: "dict[str, bytes]", *, with_files: bool
) -> "tuple[str, list[str]]":
    """Compare the attachments with the facts that added them."""
    facts = [json.loads(body) for body in bodies]
    added = {}
    for fact in facts:
        if fact["type"] == ADDED:
            suffix = fact["data"]["name"].rpartition(".")[2].lower()
            added[f"{ENCLOSED}{fact['data']['attachment']}.{suffix}"] = fact["data"]
    there = {name for name in files if name.startswith(ENCLOSED)}
    findings = [f"{name} 没有相应的事实" for name in sorted(there - added.keys())]
    if not with_files:
        findings += [f"{name} 不在清单所说之内" for name in sorted(there & added.keys())]
        return (f"附件 {len(added)} 份未随包" if added else ""), findings
    findings += [f"缺少 {name}" for name in sorted(added.keys() - there)]
    findings += [
        f"{name} 与事实所记的摘要不符"
        for name in sorted(there & added.keys())
        if hashlib.sha256(files[name]).hexdigest() != added[name]["sha256"]
    ]
    return (f"附件 {len(added)} 份与事实相符" if added else ""), findings


def _chain(bodies: "list[bytes]", aggregate: str, head: str) -> "list[str]":
    """Follow the chain from the first fact to the last."""
    findings = []
    algorithm, previous = "sha256", None
    for number, body in enumerate(bodies, 1):
        fact = json.loads(body)
        told = str(fact["prevhash"])
        algorithm = told.partition(":")[0]
        expected = _digest(previous, algorithm)
        if told != expected or not body.endswith(LABEL + expected.encode() + b'"}'):
            findings.append(f"第 {number} 条与前一条的哈希链不符")
        if fact["version"] != number or fact["subject"] != aggregate:
            findings.append(f"第 {number} 条不是 {aggregate} 的版本 {number}")
        previous = body
    if head != _digest(previous, algorithm):
        findings.append("最后一条与清单所载的链尾不符")
    return findings


def _digest(body: "bytes | None", algorithm: str) -> str:
    """Name and digest of a body; zeros before the first."""
    if body is None:
        return f"{algorithm}:{'0' * 64}"
    return f"{algorithm}:{hashlib.new(algorithm, body).hexdigest()}"


def _signed(public: bytes, signature: bytes, content: bytes) -> "bool | None":
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - may be missing
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - the same
            Ed25519PublicKey,
        )
        from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - the same
            load_pem_public_key,
        )
    except ImportError:
        return None
    try:
        key = load_pem_public_key(public)
        if not isinstance(key, Ed25519PublicKey):
            return False
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Name a public key by the digest of its PEM text, as people compare it."""
    return f"sha256:{hashlib.sha256(public).hexdigest()}"


def told(report: Report) -> "list[str]":
    """Say what was found."""
    lines = list(report.findings)
    if not lines:
        enclosed = f"，{report.enclosed}" if report.enclosed else ""
        lines.append(
            f"{report.aggregate}：{report.facts} 条事实，摘要与哈希链完整，链尾 {report.head}"
            f"{enclosed}"
        )
    words = {True: "签名有效", False: "签名无效", None: "签名未检查（缺少 cryptography）"}
    if report.fingerprint:
        lines.append(f"{words[report.signed]}；公钥指纹 {report.fingerprint}，请与财政局公布的核对")
    return lines


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and its argument
        sys.exit("用法：python verify.py 证据包.zip")
    found = check(sys.argv[1])
    sys.stdout.write("\n".join(told(found)) + "\n")
    sys.exit(1 if found.findings else 0)
