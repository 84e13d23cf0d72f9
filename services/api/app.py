"""The application: everything it stands on is given to it by hand."""

from typing import Final

from fastapi import APIRouter, FastAPI
from msgspec import Struct

from services.access.http import administration, oidc, people
from services.access.http.guard import Guard
from services.api import (
    attachments,
    commands,
    docs,
    errors,
    forms,
    health,
    histories,
    live,
    metrics,
    parked,
    resources,
    uploads,
    views,
    what_if,
)
from services.api.archive import Archive
from services.api.cabinet import Cabinet
from services.api.counter import Counter
from services.api.fence import SLOWEST, Fence
from services.api.hub import Hub
from services.api.mending import Mending
from services.api.meter import Meter, Metered
from services.api.reading import Reader
from services.audit.signing import Signer
from services.office import Office

PREFIX: Final = "/api/v1"
DESCRIPTION: Final = """
预算绩效运行监控的接口：命令写入事实，视图给出答案，历史供审计复核。

- 除健康检查、指标（仅本机）和登录外，每个请求都须带接口密钥（`Authorization: Bearer …`）
  或登录会话。
- 被拒绝时返回 `application/problem+json`（RFC 9457），`clause` 是所依据的条款。
- 金额单位为分，日期按 Asia/Shanghai。
"""


class Parts(Struct, frozen=True, kw_only=True):
    """What the interface needs beside the office and its guard, opened by who serves it.

    A client has so many ``seconds`` to send a body; a listener is looked at as often.
    """

    reader: Reader
    hub: Hub
    signer: Signer
    seconds: float = SLOWEST


def application(office: Office, guard: Guard, parts: Parts) -> FastAPI:
    """Put the interface together over an office, its views and who may use them."""
    app = FastAPI(
        title="绩效 jixiao",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    meter = Meter()
    errors.install(app)
    api = APIRouter(prefix=PREFIX)
    counter = Counter(office)
    api.include_router(views.routes(parts.reader, guard))
    api.include_router(commands.routes(counter, guard))
    archive = Archive(office, counter)
    api.include_router(
        histories.routes(office.desk, office.attachments, archive, parts.signer, guard)
    )
    api.include_router(histories.key_routes(parts.signer, guard))
    api.include_router(attachments.routes(Cabinet(office, archive), counter, guard))
    api.include_router(forms.routes(office, archive, counter, guard))
    api.include_router(what_if.routes(office, guard))
    api.include_router(uploads.routes(office, guard))
    mending = Mending(office.client, office.desk, guard.access.logbook)
    api.include_router(parked.routes(mending, guard))
    api.include_router(live.routes(parts.hub, guard, heartbeat=min(live.HEARTBEAT, parts.seconds)))
    api.include_router(resources.routes(counter, guard))  # the longest table is looked at last
    for router in (
        api,
        people.routes(guard),
        administration.routes(guard),
        health.routes(office, parts.reader),
        metrics.routes(office, parts.reader, meter),
        docs.routes(app, guard),
    ):
        app.include_router(router)
    if guard.access.oidc is not None:
        app.include_router(oidc.routes(guard, guard.access.oidc))
    docs.describe(app)
    app.add_middleware(Metered, meter=meter)
    app.add_middleware(Fence, seconds=parts.seconds)
    return app
