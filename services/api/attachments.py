"""``/api/v1/histories/{name}/attachments``: evidence files of a project over HTTP."""

import asyncio
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.access.http.guard import Guard
from services.access.identity import Identity
from services.access.logbook import Act
from services.access.sight import may_export
from services.api import shapes
from services.api.answer import json
from services.api.cabinet import Cabinet
from services.api.commands import Key
from services.api.counter import Counter
from services.api.done import answered
from services.api.from_path import Told, resource
from services.api.histories import Name
from services.api.noting import note
from services.api.resources import Acting
from services.project.attachment import AttachEvidence
from services.project.evidence_file import LIMITS, check

BYTES: Final = "application/octet-stream"
_FILE: Final[shapes.Json] = {"content": {BYTES: shapes.BINARY}}
_LIST: Final[shapes.Json] = {"type": "array", "items": {"type": "object"}}
_NO: Final = shapes.refused(401, 403, 404, 422, 503)
_Of = Annotated[str | None, Query(max_length=64, description="附件所属：三者恰好给出一项")]


def routes(cabinet: Cabinet, counter: Counter, guard: Guard) -> APIRouter:
    """Make the routes; to take a file back is a resource like others."""
    router = APIRouter(prefix="/histories/{name}/attachments", tags=["附件"])

    @router.post(
        "",
        summary="附上附件",
        description=f"请求体为文件本身：{LIMITS}。",
        operation_id="attach",
        response_class=Response,
        responses={
            200: shapes.given("已附上", shapes.ref("Done")),
            **shapes.refused(401, 403, 404, 408, 409, 413, 422, 503),
        },
        openapi_extra={"requestBody": {"required": True, **_FILE}},
    )
    async def bring(  # noqa: PLR0913, PLR0917 - each is a part of the request
        request: Request,
        identity: Annotated[Identity, Depends(guard.identity)],
        name: Name,
        file: Annotated[str, Query(description="文件名，不含路径")],
        task: _Of = None,
        case: _Of = None,
        dispute: _Of = None,
        key: Key = "",
        role: Acting = None,
    ) -> Response:
        project = await cabinet.find(identity, name)
        async with cabinet.at_once:
            content = await request.body()
            await asyncio.to_thread(check, file, content)
            digest = sha256(content).hexdigest()
            fields = {
                "fiscal_year": project.year,
                "project_code": project.code,
                "name": file,
                "size": len(content),
                "sha256": digest,
                "task": task,
                "case": case,
                "dispute": dispute,
            }
            told = Told(
                identity=identity, at=datetime.now(UTC), key=key, role=role, expected_version=None
            )
            where = {"division": project.division}
            order = resource(AttachEvidence, where, msgspec.json.encode(fields), told)
            await counter.check(identity, order)
            await cabinet.keep(order, content, digest)
            return answered(await counter.carry_out(order))

    @router.get(
        "",
        summary="附件清单",
        operation_id="attachments",
        response_class=Response,
        responses={200: shapes.given("含已撤回的附件", _LIST), **_NO},
    )
    async def listed(
        request: Request, identity: Annotated[Identity, Depends(guard.identity)], name: Name
    ) -> Response:
        project = await cabinet.find(identity, name)
        await note(guard, request, identity, Act.READ, f"attachments {project}")
        return json(await cabinet.listed(project))

    @router.get(
        "/{attachment}",
        summary="取附件",
        operation_id="attachment",
        response_class=Response,
        responses={
            200: {"description": "文件本身", **_FILE},
            304: {"description": "与所给 ETag 相同"},
            **_NO,
        },
    )
    async def taken(
        request: Request,
        identity: Annotated[Identity, Depends(guard.identity)],
        name: Name,
        attachment: Annotated[str, Path(max_length=64, description="如 F1")],
    ) -> Response:
        project = await cabinet.find(identity, name)
        may_export(identity)
        held = await cabinet.one(project, attachment)
        added = held.added
        what = f"attachment {project} {added.attachment} {added.sha256}"
        await note(guard, request, identity, Act.EXPORTED, what)
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(added.name, safe='')}",
            "ETag": f'"sha256:{added.sha256}"',
        }
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        async with cabinet.at_once:
            content = await cabinet.read(held)
            return Response(content, media_type=added.media_type, headers=headers)

    return router
