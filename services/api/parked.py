"""``/api/v1/parked/{division}``: upstream messages put aside, and others in their place."""

from collections.abc import Iterable
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field

from events.subjects import DIVISION
from services.access.http.guard import Guard
from services.access.identity import Identity
from services.api import shapes
from services.api.answer import json
from services.api.done import handed_in
from services.api.faulty import Faulty, NotThere
from services.api.mending import Mending, ParkedPage, Which, WholeMessage
from services.api.parameters import Parameters
from services.intake.handing_in import HandedIn
from services.intake.parked import PAGE

LARGEST: Final = 2**63 - 1
LONGEST: Final = 128
MOST: Final = 200
Division = Annotated[str, Path(pattern=rf"^{DIVISION.pattern}$", description="财政区划代码")]
Number = Annotated[int, Path(ge=1, le=LARGEST, description="列表中的 number")]


class Asked(BaseModel):
    """Which messages, and which of their pages."""

    after: Annotated[int, Field(ge=0, le=LARGEST, description="从此 number 之后")] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = PAGE
    source_system: Annotated[str, Field(max_length=LONGEST, description="来源系统")] = ""
    document_no: Annotated[str, Field(max_length=LONGEST, description="凭证号")] = ""
    answered: Annotated[bool | None, Field(description="是否已重新报送")] = None


def routes(mending: Mending, guard: Guard) -> APIRouter:
    """Make the three routes."""
    router = APIRouter(prefix="/parked/{division}", tags=["上游"])
    Who = Annotated[Identity, Depends(guard.identity)]  # noqa: N806 - a type

    @router.get(
        "",
        summary="搁置的上游报文",
        description="按搁置的先后；一页可能不满，以 next 续页。只供全区划范围的人员查看。",
        operation_id="parked",
        response_class=Response,
        responses={
            200: shapes.given("一页", shapes.ref(ParkedPage)),
            **shapes.refused(401, 403, 422, 503),
        },
    )
    async def listed(
        request: Request,
        identity: Who,
        division: Division,
        asked: Annotated[Asked, Query()],
    ) -> Response:
        _only(request, Asked.model_fields)
        which = Which(
            source_system=asked.source_system,
            document_no=asked.document_no,
            answered=asked.answered,
        )
        return json(await mending.listed(identity, division, asked.after, asked.limit, which))

    async def opened(
        request: Request, identity: Identity, division: str, number: int
    ) -> WholeMessage:
        found = await mending.one(identity, division, number, guard.visit(request))
        if found is None:
            raise NotThere("没有这条搁置的报文")
        return found

    @router.get(
        "/{number}",
        summary="一条搁置的报文及其原文",
        description="查看记入审计日志。",
        operation_id="parked-one",
        response_class=Response,
        responses={
            200: shapes.given("报文", shapes.ref(WholeMessage)),
            **shapes.refused(401, 403, 404, 422, 503),
        },
    )
    async def one(request: Request, identity: Who, division: Division, number: Number) -> Response:
        return json(await opened(request, identity, division, number))

    @router.post(
        "/{number}/replacements",
        summary="另行报送一条，代替搁置的报文",
        description="报文须合契约，否则拒绝而不报送；原报文保持不变，由谁办理记入审计日志。"
        "原样重放即以原文报送。",
        operation_id="parked-replace",
        response_class=Response,
        responses={
            200: shapes.given("已有回执", shapes.ref(HandedIn)),
            202: shapes.given("已保存，回执未到", shapes.ref(HandedIn)),
            **shapes.refused(401, 403, 404, 408, 413, 422, 503),
        },
        openapi_extra={"requestBody": {"required": True, **shapes.content({"type": "object"})}},
    )
    async def replace(
        request: Request, identity: Who, division: Division, number: Number
    ) -> Response:
        body = await request.body()
        aside = await opened(request, identity, division, number)
        visit = guard.visit(request)
        return handed_in(await mending.mend(identity, division, aside, body, visit))

    return router


def _only(request: Request, known: Iterable[str]) -> None:
    """Refuse what is misspelt or said twice: a filter that is not applied shows too much."""
    sent = Parameters(request.query_params.multi_items())
    sent.unknown(known)
    if sent.faults:
        raise Faulty(*sent.faults)
