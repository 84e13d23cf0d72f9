"""Which form of an answer a client prefers, and the name of a file for people."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from services.api.faulty import NotAcceptable
from services.forms.catalogue import DOCX, XLSX

CSV: Final = "text/csv"
_ENDINGS: Final = {CSV: "csv", XLSX: "xlsx", DOCX: "docx"}


def chosen(accept: str, offered: Sequence[str]) -> str:
    """Choose by an ``Accept`` header; the first offer where anything goes. Raises NotAcceptable."""
    best, weight = "", 0.0
    for media in offered:
        found = max((_weight(part, media) for part in accept.split(",")), default=0.0)
        if found > weight:
            best, weight = media, found
    if best or not accept.strip():
        return best or offered[0]
    raise NotAcceptable(f"可用的格式：{'、'.join(offered)}")


def _weight(part: str, media: str) -> float:
    name, *parameters = (one.strip().lower() for one in part.split(";"))
    if name not in (media, "*/*", f"{media.partition('/')[0]}/*"):
        return 0.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def file_name(title: str, media: str) -> dict[str, str]:
    """Name a download; titles are our own, and still only quoted into the header."""
    name = quote(f"{title}.{_ENDINGS[media]}", safe="")
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
