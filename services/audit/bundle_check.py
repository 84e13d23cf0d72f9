"""A bundle checked with all we know: also that its facts add up to the state it states."""

from pathlib import Path

import msgspec
from msgspec import Struct

from events.envelope import UnknownFactError
from services.audit import evidence_check
from services.audit.bundle import same_state
from services.refusal import Refused


class Verdict(Struct, frozen=True, kw_only=True):
    """What a check of a bundle came to, for machines and in sentences."""

    whole: bool
    aggregate: str
    facts: int
    head: str
    fingerprint: str
    findings: tuple[str, ...]
    sentences: tuple[str, ...]


def examine(bundle: Path, key: Path | None = None) -> Verdict:
    """Check a bundle; with a published ``key`` also that it was signed with that one."""
    for file in (bundle, *((key,) if key else ())):
        if not file.is_file():
            raise Refused(f"没有文件 {file}")
    report = evidence_check.check(str(bundle))
    findings = list(report.findings)
    if key is not None and evidence_check.fingerprint(key.read_bytes()) != report.fingerprint:
        findings.append("证据包所附的公钥不是所给的公钥")
    if not findings:
        findings += _state(bundle)
    report = report._replace(findings=findings)
    return Verdict(
        whole=not findings,
        aggregate=report.aggregate,
        facts=report.facts,
        head=report.head,
        fingerprint=report.fingerprint,
        findings=tuple(findings),
        sentences=tuple(evidence_check.told(report)),
    )


def _state(bundle: Path) -> list[str]:
    try:
        with bundle.open("rb") as file:
            return [] if same_state(file) else ["事实重放的结果与所载状态不同"]
    except (UnknownFactError, msgspec.DecodeError) as error:
        return [f"有事实无法解读，可能由较新的版本写入：{error}"]
