"""``/metrics`` for Prometheus, answered on the machine itself only."""

from http import HTTPStatus
from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.exposition import generate_latest

from events.subjects import PARKED_STREAM
from services.api.meter import Meter
from services.api.problem import problem, response
from services.api.reading import Reader
from services.office import Office


def routes(office: Office, reader: Reader, meter: Meter) -> APIRouter:
    """Make the one endpoint."""
    router = APIRouter(tags=["健康"])

    @router.get("/metrics", summary="Prometheus 指标（仅本机）", operation_id="metrics")
    async def metrics(request: Request) -> Response:
        if not local(request):
            return response(problem(HTTPStatus.FORBIDDEN, "指标只供本机读取"))
        end = await office.position()
        meter.ledger.set(end)
        for one in await reader.checkpoints():
            meter.view.labels(one.view).set(one.position)
            meter.lag.labels(one.view).set(max(0, end - one.position))
            meter.blocked.labels(one.view).set(one.blocked_at is not None)
        info = await office.client.jetstream().stream_info(PARKED_STREAM)
        meter.parked.set(info.state.messages)
        return Response(generate_latest(meter.registry), media_type=CONTENT_TYPE_LATEST)

    return router


def local(request: Request) -> bool:
    """Whether the request comes from this machine."""
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
