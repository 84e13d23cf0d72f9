"""Something wrong at one place of the stream."""

from msgspec import Struct


class Finding(Struct, frozen=True, kw_only=True):
    """Something wrong at one place of the stream, in Chinese for people."""

    sequence: int
    aggregate: str = ""
    version: int | None = None
    what: str


def describe(finding: Finding) -> str:
    """Say in a sentence what is wrong where."""
    where = f" {finding.aggregate} 版本 {finding.version}" if finding.aggregate else ""
    return f"台账第 {finding.sequence} 条{where}：{finding.what}"
