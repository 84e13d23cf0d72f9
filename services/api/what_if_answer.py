"""Differences under another edition as they are answered: a page, or a whole file."""

import io
from collections.abc import Sequence
from typing import Final

from fastapi import Response
from msgspec import Struct

from services.answers.difference import Difference
from services.answers.spreadsheet import csv_text, write_xlsx
from services.api.media import CSV, file_name
from services.audit.what_if.what_if import Judged, WhatIf

TITLE: Final = "另一政策版本下的差异"
ROWS: Final = 100_000  # of a file


class Otherwise(Struct, frozen=True, kw_only=True):
    """What differs about some projects; ``next`` asks for those after them."""

    edition: str
    projects: int
    differences: Sequence[Difference]
    next: str | None


def otherwise(trial: WhatIf, judged: Judged, limit: int) -> Otherwise:
    """Answer with a page."""
    return Otherwise(
        edition=trial.rules.edition,
        projects=judged.projects,
        differences=judged.differences,
        next=judged.last if judged.projects == limit else None,
    )


async def file(trial: WhatIf, media: str) -> Response:
    """Answer with all differences, as many as a file holds."""
    rows: list[Difference] = []
    async for page in trial.pages():
        rows += page.differences
        if len(rows) > ROWS:
            break
    if media == CSV:
        content = csv_text(Difference, rows[:ROWS]).encode("utf-8-sig")
    else:
        book = io.BytesIO()
        write_xlsx(book, TITLE, Difference, rows[:ROWS])
        content = book.getvalue()
    more = {"X-More-Rows": "true"} if len(rows) > ROWS else {}
    headers = {"Cache-Control": "no-store", **more, **file_name(TITLE, media)}
    return Response(content, media_type=media, headers=headers)
