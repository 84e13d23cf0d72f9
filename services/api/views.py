"""``GET /api/v1/views/…``: every question of the table, as JSON, CSV or Excel."""

import io
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from msgspec import Struct
from msgspec.structs import replace

from services.access.http.guard import Guard
from services.access.identity import Identity
from services.access.logbook import Act
from services.access.sight import SENSITIVE, may_export, may_read, may_see_all
from services.answers.questions import VIEWS
from services.answers.spreadsheet import csv_text, write_xlsx
from services.api import asked, shapes
from services.api.answer import JSON, json
from services.api.asked import Query
from services.api.asked_columns import answer
from services.api.asked_described import described
from services.api.cursor import Cursor, question
from services.api.faulty import Faulty
from services.api.letters import LETTERS
from services.api.media import CSV, chosen, file_name
from services.api.noting import note
from services.api.reading import Conditions, Reader
from services.desk.every_fault import Fault
from services.forms.catalogue import DOCX, XLSX

MOST: Final = 100_000  # rows of a file


class Page(Struct, frozen=True, kw_only=True):
    """One page of an answer.

    ``position`` is the ledger position its rows were seen at; ``moved`` says that the views went
    on since the first page, so that rows may have changed place.
    """

    view: str
    title: str
    position: int
    rows: list[Struct]
    next: str | None
    moved: bool


def routes(reader: Reader, guard: Guard) -> APIRouter:
    """Make a route for each view."""
    router = APIRouter(prefix="/views", tags=["视图"])
    for name, (title, _) in VIEWS.items():
        router.add_api_route(
            f"/{name}",
            _endpoint(name, reader, guard),
            methods=["GET"],
            summary=title,
            operation_id=f"view-{name}",
            response_class=Response,
            responses={
                200: {
                    "description": "一页，或整个文件",
                    "content": {
                        JSON: {"schema": shapes.page(name)},
                        CSV: {"schema": {"type": "string"}},
                        XLSX: shapes.BINARY,
                        **({DOCX: shapes.BINARY} if name in LETTERS else {}),
                    },
                },
                304: {"description": "自所给 ETag 以来没有变化"},
                **shapes.refused(401, 403, 406, 422, 503, 504),
            },
            openapi_extra={"parameters": described(name)},
        )
    return router


def _endpoint(view: str, reader: Reader, guard: Guard) -> Callable[..., Awaitable[Response]]:
    async def endpoint(
        request: Request, identity: Annotated[Identity, Depends(guard.identity)]
    ) -> Response:
        offered = (JSON, CSV, XLSX, DOCX) if view in LETTERS else (JSON, CSV, XLSX)
        media = chosen(request.headers.get("accept", ""), offered)
        query = _within(asked.read(view, request.query_params.multi_items()), identity)
        which = query.asked.which
        conditions = may_read(
            identity,
            answer(view).__struct_fields__,
            division=which.division,
            department=which.department,
        )
        tag = question(query.lookup(), conditions, replace(query, at_least=0), media)
        position = await reader.position(query.at_least)
        if request.headers.get("if-none-match") == _etag(tag, position):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(tag, position))
        if media == JSON:
            if view in SENSITIVE:
                await note(guard, request, identity, Act.READ, view)
            return await _page(reader, query, conditions, tag)
        may_export(identity)
        if media == DOCX:
            may_see_all(identity)
        await note(guard, request, identity, Act.EXPORTED, view)
        return await _file(reader, query, conditions, media, tag)

    return endpoint


def _within(query: Query, identity: Identity) -> Query:
    """Ask for the one division there is for somebody who did not name it."""
    divisions = identity.scope.divisions
    if query.asked.which.division is not None or len(divisions) != 1:
        return query
    which = replace(query.asked.which, division=divisions[0])
    return replace(query, asked=replace(query.asked, which=which))


async def _page(reader: Reader, query: Query, conditions: Conditions, tag: str) -> Response:
    name = question(conditions, replace(query, at_least=0, cursor=None, limit=0))
    cursor = query.cursor or Cursor(0, 0, name)
    if cursor.question != name:
        raise Faulty(Fault(path="cursor", reason="翻页标记属于另一个查询"))
    found = await reader.rows(query, conditions, query.limit, cursor.offset)
    began = cursor.position or found.position
    following = Cursor(cursor.offset + len(found.rows), began, name)
    page = Page(
        view=query.view,
        title=VIEWS[query.view][0],
        position=found.position,
        rows=found.rows,
        next=str(following) if found.more else None,
        moved=found.position != began,
    )
    return json(page, _headers(tag, found.position))


async def _file(
    reader: Reader, query: Query, conditions: Conditions, media: str, tag: str
) -> Response:
    found = await reader.rows(query, conditions, MOST, 0)
    title, kind = VIEWS[query.view][0], answer(query.view)
    if media == DOCX:
        letter = LETTERS[query.view]
        title, content = letter.title, letter.write(letter.title, found.rows)
    elif media == CSV:
        content = csv_text(kind, found.rows).encode("utf-8-sig")
    else:
        book = io.BytesIO()
        write_xlsx(book, title, kind, found.rows)
        content = book.getvalue()
    more = {"X-More-Rows": "true"} if found.more else {}
    headers = {**_headers(tag, found.position), **more, **file_name(title, media)}
    return Response(content, media_type=media, headers=headers)


def _etag(tag: str, position: int) -> str:
    return f'"{position}-{tag}"'


def _headers(tag: str, position: int) -> dict[str, str]:
    return {
        "ETag": _etag(tag, position),
        "Cache-Control": "private, no-cache",
        "Vary": "Accept, Authorization, Cookie",
        "X-Ledger-Position": str(position),
    }
