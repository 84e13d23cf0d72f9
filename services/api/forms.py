"""Official forms over HTTP: taken away filled from facts, handed in filled by a unit."""

import asyncio
import uuid
from datetime import UTC, datetime
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from events.terms import Role
from services.access.authority import acting
from services.access.http.guard import Guard
from services.access.identity import Identity
from services.access.logbook import Act
from services.access.sight import may_export
from services.api import shapes
from services.api.archive import Archive
from services.api.counter import Counter
from services.api.done import answered
from services.api.faulty import Faulty, NotThere
from services.api.noting import note
from services.desk.orders import Order
from services.forms.catalogue import DOCX, FORMS, XLSX, Asked, received
from services.forms.counter import hand_out, take_in
from services.forms.grid import FaultyForm
from services.office import Office
from services.policies.calendar import local_day

_NAMES: Final = "、".join(f"{name} {form.title}（{form.key}）" for name, form in FORMS.items())
_FILE: Final = {"description": "表单文件", "content": {XLSX: {}, DOCX: {}}}


def routes(office: Office, archive: Archive, counter: Counter, guard: Guard) -> APIRouter:
    """Make the two routes."""
    router = APIRouter(tags=["表单"])

    @router.get(
        "/histories/{name}/forms/{form}/{key}",
        summary="取表单",
        description=f"按事实填好的官方表单：{_NAMES}",
        operation_id="form",
        response_class=Response,
        responses={200: _FILE, **shapes.refused(401, 403, 404, 422, 503)},
    )
    async def taken_away(
        request: Request,
        identity: Annotated[Identity, Depends(guard.identity)],
        name: Annotated[str, Path(max_length=200, description="如 231083-2021-P01")],
        form: Annotated[str, Path(max_length=40)],
        key: Annotated[str, Path(max_length=64)],
    ) -> Response:
        if form not in FORMS:
            raise NotThere(f"没有表 {form}：可用 {'、'.join(FORMS)}")
        history = await archive.find(identity, name)
        may_export(identity)
        await note(guard, request, identity, Act.EXPORTED, f"form {form} {history} {key}")
        asked = Asked(id=history, key=key, on=local_day(datetime.now(UTC)))
        content = await asyncio.to_thread(hand_out, office.desk, form, asked)
        file = quote(f"{history.name}-{key}-{form}{FORMS[form].suffix}")
        disposition = f"attachment; filename*=UTF-8''{file}"
        headers = {"Cache-Control": "no-store", "Content-Disposition": disposition}
        return Response(content, media_type=FORMS[form].media, headers=headers)

    @router.post(
        "/forms",
        summary="交回填好的表（附件1、附件2、附件3）",
        description="附件1 存为草稿，附件2 报送，附件3 申请调整；有错逐格列出，全不登记。",
        operation_id="hand-in-form",
        response_class=Response,
        responses={
            200: shapes.given("已登记", shapes.ref("Done")),
            **shapes.refused(401, 403, 408, 409, 413, 422, 503),
        },
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {XLSX: shapes.BINARY},
            }
        },
    )
    async def handed_in(
        request: Request,
        identity: Annotated[Identity, Depends(guard.identity)],
        role: Annotated[Role | None, Query(description="以哪个角色办理")] = None,
    ) -> Response:
        form = await asyncio.to_thread(received, await request.body())
        await archive.find(identity, form.id.name)
        try:
            command = await asyncio.to_thread(take_in, office.desk, form)
        except FaultyForm as faulty:
            raise Faulty(*faulty.faults) from faulty
        order = Order(
            id=str(uuid.uuid4()),
            at=datetime.now(UTC),
            actor=acting(identity, role),
            division=form.id.division,
            command=command,
        )
        await counter.check(identity, order)
        return answered(await counter.carry_out(order))

    return router
