"""``/api/v1/histories``: what happened to one thing, as it was, what changed, and the proof."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from events.subjects import AggregateId
from services.access.http.guard import Guard
from services.access.identity import Identity
from services.access.logbook import Act
from services.access.sight import may_export
from services.api import shapes
from services.api.answer import json
from services.api.archive import Archive
from services.api.faulty import NotThere
from services.api.noting import note
from services.api.past import Difference, page, state
from services.attachments.store import Attachments
from services.audit.bundle import packed, prove
from services.audit.enclosed import enclosed
from services.audit.replay import diff
from services.audit.signing import Signer
from services.desk.desk import Desk

ZIP: Final = "application/zip"
MOST: Final = 1000
LONGEST: Final = 40
LAST: Final = 10**9
Name = Annotated[str, Path(max_length=200, description="如 231083-2021-P01，或事实中的 aggregate")]
AsOf = Annotated[
    str | None,
    Query(max_length=LONGEST, description="只看此日（至其结束）或此刻及以前登记的事实"),
]
Moment = Annotated[str, Query(max_length=LONGEST, description="日期，或带时区的时间")]
Version = Annotated[int | None, Query(ge=1, le=LAST, description="只看到此版本")]
_NO: Final = shapes.refused(401, 403, 404, 422, 503)


def routes(
    desk: Desk, store: Attachments, archive: Archive, signer: Signer, guard: Guard
) -> APIRouter:
    """Make the routes of auditors; each look is noted."""
    router = APIRouter(prefix="/histories/{name}", tags=["审计"], responses=_NO)

    async def seen(
        name: Name, request: Request, identity: Annotated[Identity, Depends(guard.identity)]
    ) -> AggregateId:
        history = await archive.find(identity, name)
        await note(guard, request, identity, Act.READ, f"history {history}")
        return history

    async def taken(
        name: Name, request: Request, identity: Annotated[Identity, Depends(guard.identity)]
    ) -> AggregateId:
        history = await archive.find(identity, name)
        may_export(identity)
        await note(guard, request, identity, Act.EXPORTED, f"history {history}")
        return history

    Seen = Annotated[AggregateId, Depends(seen)]  # noqa: N806 - a type

    @router.get("", summary="全部事实", operation_id="history")
    async def facts(
        which: Seen,
        as_of: AsOf = None,
        version: Version = None,
        after: Annotated[int, Query(ge=0, le=LAST, description="从此版本之后")] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    ) -> Response:
        return json(page(await archive.replay(which, as_of, version), after, limit))

    @router.get("/state", summary="某一时点的状态", operation_id="history-state")
    async def as_it_was(which: Seen, as_of: AsOf = None, version: Version = None) -> Response:
        return json(state(await archive.replay(which, as_of, version)))

    @router.get("/diff", summary="两个时点之间的变化", operation_id="history-diff")
    async def changes(
        which: Seen,
        before: Annotated[Moment, Query(alias="from")],
        after: Annotated[Moment, Query(alias="to")],
    ) -> Response:
        old, new = [await archive.replay(which, one) for one in (before, after)]
        return json(
            Difference(
                id=str(which),
                before=old.history.version,
                after=new.history.version,
                changes=[*diff(old.state(), new.state())],
            )
        )

    @router.get("/proof/{version}", summary="一条事实的哈希证明", operation_id="history-proof")
    async def proof(which: Seen, version: Annotated[int, Path(ge=1, le=LAST)]) -> Response:
        found = await asyncio.to_thread(prove, desk, which, version, signer)
        if found is None:
            raise NotThere(f"{which.name} 没有版本 {version}")
        return json(found)

    @router.get(
        "/bundle",
        summary="证据包",
        operation_id="history-bundle",
        response_class=Response,
        responses={200: {"description": "zip 文件", "content": {ZIP: {}}}},
    )
    async def bundle(
        which: Annotated[AggregateId, Depends(taken)],
        as_of: AsOf = None,
        version: Version = None,
        attachments: Annotated[bool, Query(description="附件随包")] = True,  # noqa: FBT002 - a parameter of the query
    ) -> Response:
        past = await archive.replay(which, as_of, version)
        files = await enclosed(store, past) if attachments else None
        content = await asyncio.to_thread(packed, desk, past, signer, datetime.now(UTC), files)
        name = {"Content-Disposition": f'attachment; filename="evidence-{which.name}.zip"'}
        return Response(content, media_type=ZIP, headers={"Cache-Control": "no-store", **name})

    return router


def key_routes(signer: Signer, guard: Guard) -> APIRouter:
    """Make the route where the public key is published."""
    router = APIRouter(tags=["审计"], dependencies=[Depends(guard.identity)])

    @router.get("/signing-key", summary="签名公钥（PEM）及其指纹", operation_id="signing-key")
    async def key() -> Response:
        return json({"public": signer.public.decode(), "fingerprint": signer.fingerprint})

    return router
