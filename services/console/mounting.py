"""The pages put on the interface's application: doors for everybody, the rest behind the gate."""

import contextlib
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from nicegui import core, ui
from starlette.routing import Mount

from services.access.http.guard import Guard
from services.api.app import Parts
from services.api.archive import Archive
from services.api.counter import Counter
from services.api.mending import Mending
from services.api.problem import problem, response
from services.console import doors
from services.console.drawing import draw
from services.console.gate import HOME, Gate
from services.console.page import Page
from services.console.pages import PAGES
from services.console.sitting import Rooms
from services.office import Office

PATIENCE: Final = 20.0  # seconds a page may take to be drawn
LOOK: Final = 15.0  # seconds until a page leaves whose session is over; twice that for its socket
AWAY: Final = 30.0  # seconds a browser may be cut off without losing what stands in its page


@contextlib.asynccontextmanager
async def console(app: FastAPI, office: Office, guard: Guard, parts: Parts) -> AsyncIterator[None]:
    """Serve the pages on an application while the block runs; once in a process."""
    counter, every = Counter(office), min(LOOK, parts.seconds)
    rooms = Rooms(
        office=office,
        guard=guard,
        reader=parts.reader,
        counter=counter,
        archive=Archive(office, counter),
        mending=Mending(office.client, office.desk, guard.access.logbook),
        every=every,
    )
    ui.add_css(doors.asset("console.css"), shared=True)
    ui.add_head_html(f"<script>{doors.asset('console.js')}</script>", shared=True)
    for page in PAGES:
        _add(page, rooms)
    app.include_router(doors.routes(PAGES[0].path))
    ui.run_with(
        app,
        mount_path=HOME,
        title="绩效 jixiao",
        favicon="data:,",
        language="zh-CN",
        tailwind=False,
        reconnect_timeout=AWAY,
        show_welcome_message=False,
    )
    core.app.add_exception_handler(HTTPStatus.NOT_FOUND, _nowhere)
    for place, route in enumerate(app.router.routes):
        if isinstance(route, Mount) and route.app is core.app:
            app.router.routes[place] = Mount(HOME, app=Gate(core.app, guard, every * 2))
    async with app.router.lifespan_context(app):
        yield


async def _nowhere(request: Request, _: Exception) -> Response:
    """Answer an address that is no page: a page for people, a problem for programs."""
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(doors.asset("no-page.html"), HTTPStatus.NOT_FOUND)
    return response(problem(HTTPStatus.NOT_FOUND))


def _add(page: Page, rooms: Rooms) -> None:
    @ui.page(page.path, response_timeout=PATIENCE)
    async def drawn(request: Request) -> None:
        await draw(page, PAGES, rooms, request)
