"""``POST /api/v1/uploads/{division}``: upstream facts of bureaus without NATS, same receipts."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from events.subjects import DIVISION
from services.access.authority import may_report
from services.access.http.guard import Guard
from services.access.identity import Identity
from services.api import shapes
from services.api.done import handed_in
from services.api.faulty import Faulty
from services.api.upload_file import LINES, check_senders, read
from services.desk.every_fault import Fault
from services.forms.catalogue import XLSX
from services.intake.handing_in import HandedIn, hand_in
from services.office import Office

PATIENCE: Final = 60.0  # seconds the receipts may take
_NAME: Final = re.compile(r"[^/\\\x00-\x1f\x7f]{0,100}")


def routes(office: Office, guard: Guard) -> APIRouter:
    """Make the one route."""
    router = APIRouter(tags=["上游"])
    body = {LINES: {"schema": {"type": "string"}}, XLSX: shapes.BINARY}

    @router.post(
        "/uploads/{division}",
        summary="上报上游事实（JSON 行或 xlsx）",
        description="与 jx.in.<区划>.execution 同一契约、同样回执；接口密钥须为此区划上报之用，"
        "每条的 source_system 须是密钥所属的系统。",
        operation_id="upload",
        response_class=Response,
        responses={
            200: shapes.given("全部有回执", shapes.ref(HandedIn)),
            202: shapes.given("已保存，有的回执未到", shapes.ref(HandedIn)),
            **shapes.refused(401, 403, 408, 413, 415, 422, 503),
        },
        openapi_extra={"requestBody": {"required": True, "content": body}},
    )
    async def upload(
        request: Request,
        identity: Annotated[Identity, Depends(guard.identity)],
        division: Annotated[str, Path(pattern=rf"^{DIVISION.pattern}$")],
        name: Annotated[str, Query(max_length=100, description="文件名，仅用于回答")] = "",
    ) -> Response:
        may_report(identity, division)
        if not _NAME.fullmatch(name):
            raise Faulty(Fault(path="name", reason="文件名不能含路径"))
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        bodies = await read(media, await request.body())
        check_senders(identity.id, bodies)
        done = await hand_in(office.client, division, bodies, PATIENCE)
        return handed_in(done)

    return router
