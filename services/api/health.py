"""Whether it lives and whether it is ready; for machines that watch, without identity."""

import asyncio
from http import HTTPStatus
from typing import Final

import structlog
from fastapi import APIRouter, Response

from services.api.answer import json
from services.api.faulty import Unavailable
from services.api.problem import problem, response
from services.api.reading import Reader
from services.office import Office
from services.projector.projector import PASSING

LAG: Final = 10_000  # facts the views may be behind and still be called ready
PATIENCE: Final = 5.0  # seconds both servers have to answer

log = structlog.get_logger("api")


def routes(office: Office, reader: Reader) -> APIRouter:
    """Make the two questions of health."""
    router = APIRouter(prefix="/health", tags=["健康"])

    @router.get("/live", summary="进程在运行", operation_id="health-live")
    async def live() -> Response:
        return json({"live": True})

    @router.get(
        "/ready", summary="可以服务：台账与视图应答，视图接近台账末尾", operation_id="health-ready"
    )
    async def ready() -> Response:
        try:
            async with asyncio.timeout(PATIENCE):
                wrong = await unready(office, reader)
        except (TimeoutError, Unavailable, *PASSING) as error:
            log.warning("not ready", error=repr(error))
            wrong = "台账或视图没有应答"
        if wrong:
            return response(problem(HTTPStatus.SERVICE_UNAVAILABLE, wrong))
        return json({"ready": True})

    return router


async def unready(office: Office, reader: Reader) -> str:
    """Ask both servers, and say what is not as it should be; "" when all is well."""
    end = await office.position()
    known = await reader.checkpoints()
    if office.projecting.done():
        return "视图更新已停止"
    if any(one.blocked_at is not None for one in known):
        return "有视图停滞"
    if not known or end - min(one.position for one in known) > LAG:
        return "视图尚未接近台账末尾"
    return ""
