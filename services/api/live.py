"""``/api/v1/live``: server-sent events; a browser is told which views to read again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import StreamingResponse

from services.access.http.guard import Guard
from services.access.identity import Identity
from services.access.refusals import Forbidden, TooManyTries, Unauthenticated
from services.access.sight import may_look
from services.api import shapes
from services.api.faulty import Unavailable
from services.api.hub import Hub

HEARTBEAT: Final = 15.0  # seconds of silence; whoever may no longer listen is let go then
MOST: Final = 1000  # listeners at once
MEDIA: Final = "text/event-stream"
LastEvent = Annotated[
    str,
    Header(alias="Last-Event-ID", pattern="^[0-9]{0,18}$", description="最后收到的位置，断线续接"),
]


def routes(hub: Hub, guard: Guard, *, heartbeat: float = HEARTBEAT) -> APIRouter:
    """Make the one stream."""
    router = APIRouter(tags=["实时"])

    @router.get(
        "/live",
        summary="视图变化通知（server-sent events）",
        description="事件 views 的 data 为 {position, views}：这些视图已更新到此台账位置。",
        operation_id="live",
        response_class=Response,
        responses={
            200: {"description": "事件流", "content": {MEDIA: {"schema": {"type": "string"}}}},
            **shapes.refused(401, 403, 422, 503),
        },
    )
    async def live(
        request: Request,
        identity: Annotated[Identity, Depends(guard.identity)],
        last: LastEvent = "",
    ) -> Response:
        may_look(identity)
        if hub.listeners >= MOST:
            raise Unavailable("监听者过多，请稍后重试")

        async def still() -> bool:
            try:
                return (await guard.still(request)).scope == identity.scope
            except (Unauthenticated, Forbidden, TooManyTries):
                return False

        async def events() -> AsyncIterator[bytes]:
            at = int(last) if last else hub.position
            yield _event(at, [])
            loop = asyncio.get_running_loop()
            checked = loop.time()
            async with hub.listening() as news:
                while not hub.closed:
                    views = hub.since(at, identity.scope.divisions)
                    if views and at < hub.position:
                        at = hub.position
                        yield _event(at, sorted(views))
                    if not await _heard(news, heartbeat):
                        yield b": heartbeat\n\n"
                    if loop.time() - checked >= heartbeat:
                        if not await still():
                            return
                        checked = loop.time()

        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(events(), media_type=MEDIA, headers=headers)

    return router


async def _heard(news: asyncio.Event, seconds: float) -> bool:
    """Wait for news; False when there was none for so long."""
    try:
        async with asyncio.timeout(seconds):
            await news.wait()
    except TimeoutError:
        return False
    news.clear()
    return True


def _event(position: int, views: list[str]) -> bytes:
    data = msgspec.json.encode({"position": position, "views": views})
    return b"id: %d\nevent: views\ndata: %b\n\n" % (position, data)
