"""``GET /api/v1/what-if``: what another edition would have decided about a year."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from events.subjects import CODE, DIVISION
from services.access.http.guard import Guard
from services.access.identity import Identity
from services.access.logbook import Act
from services.access.sight import may_export, may_read
from services.answers.difference import Difference
from services.api import shapes
from services.api.answer import JSON, json
from services.api.faulty import Unavailable
from services.api.media import CSV, chosen
from services.api.noting import note
from services.api.what_if_answer import TITLE, file, otherwise
from services.audit.what_if.changes import read_changes
from services.audit.what_if.what_if import Question, what_if
from services.forms.catalogue import XLSX
from services.office import Office

AT_ONCE: Final = 2  # questions that may replay a year at the same time
PAGE: Final = 100
MOST: Final = 500


def routes(office: Office, guard: Guard) -> APIRouter:
    """Make the one route; who asks must see the whole division, and each question is noted."""
    router = APIRouter(tags=["审计"])
    turns = asyncio.Semaphore(AT_ONCE)
    answer = {
        "type": "object",
        "properties": {
            "edition": {"type": "string"},
            "projects": {"type": "integer", "description": "本页重判的项目数"},
            "differences": {"type": "array", "items": shapes.ref(Difference)},
            "next": {"type": ["string", "null"], "description": "下一页的 after"},
        },
    }

    @router.get(
        "/what-if",
        summary=TITLE,
        description="以另一政策版本重判一年的事实，列出差异；不写入任何事实。",
        operation_id="what-if",
        response_class=Response,
        responses={
            200: {
                "description": "一页差异，或整个文件",
                "content": {JSON: {"schema": answer}, CSV: shapes.BINARY, XLSX: shapes.BINARY},
            },
            **shapes.refused(401, 403, 406, 422, 503),
        },
    )
    async def asked(  # noqa: PLR0913, PLR0917 - each is a parameter of the query
        request: Request,
        identity: Annotated[Identity, Depends(guard.identity)],
        division: Annotated[str, Query(pattern=rf"^{DIVISION.pattern}$")],
        year: Annotated[int, Query(ge=1990, le=2100)],
        edition: Annotated[str, Query(max_length=100, description="政策版本")],
        change: Annotated[
            tuple[str, ...],
            Query(max_length=50, description="试改一项，如 warnings.RATE_GAP.threshold=15.00"),
        ] = (),
        after: Annotated[
            str, Query(pattern=rf"^({CODE.pattern})?$", description="从此项目代码之后")
        ] = "",
        limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
    ) -> Response:
        media = chosen(request.headers.get("accept", ""), (JSON, CSV, XLSX))
        may_read(identity, (), division=division)
        if media != JSON:
            may_export(identity)
        await note(guard, request, identity, Act.READ if media == JSON else Act.EXPORTED, "what-if")
        if turns.locked():
            raise Unavailable("正在为他人重判，请稍后重试")
        question = Question(
            division=division, year=year, edition=edition, changes=read_changes(change)
        )
        async with turns:
            trial = await what_if(office, question)
            if media == JSON:
                judged = await trial.page(after, limit)
                return json(otherwise(trial, judged, limit))
            return await file(trial, media)

    return router
