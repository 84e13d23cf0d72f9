"""The gate of the pages: nobody without a session comes in, and pages may only load our own."""

from functools import partial
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from services.access.http.guard import Guard, own_page
from services.access.refusals import Forbidden, TooManyTries, Unauthenticated
from services.api.errors import told
from services.api.problem import response
from services.console.talk import POLICY_VIOLATION, Talk

HOME: Final = "/console"
SIGN_IN: Final = "/sign-in"
ASSETS: Final = f"{HOME}/_nicegui/"
POLLING: Final = f"{HOME}/_nicegui_ws/"
# NiceGUI compiles its templates in the browser, which is what 'unsafe-eval' is for; nothing may
# come from, or go to, another origin.
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


class Gate:
    """Lets through who is signed in: pages, their files and their websocket alike."""

    def __init__(self, app: ASGIApp, guard: Guard, every: float) -> None:
        """Stand before the pages; who talks over a websocket is looked at so many seconds apart."""
        self._app = app
        self._guard = guard
        self._every = every

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request or websocket through, or not."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        # A websocket begins with a request that browsers send from any page with our cookie.
        asked = Request({**scope, "type": "http", "method": scope.get("method", "GET")})
        refused = await self._refused(asked)
        if refused is None and scope["type"] == "websocket":
            talk = Talk(receive, partial(self._over, self._guard.token(asked)), self._every)
            await self._app(scope, talk.receive, send)
        elif refused is None:
            await self._app(scope, receive, _guarded(send, asked.url.path))
        elif scope["type"] == "websocket":
            await WebSocketClose(POLICY_VIOLATION)(scope, receive, send)
        else:
            await refused(scope, receive, _guarded(send, asked.url.path))

    async def _over(self, token: str, used: bool) -> bool:  # noqa: FBT001 - the only thing told
        access = self._guard.access
        return await access.sessions.over(token, access.now(), used=used)

    async def _refused(self, asked: Request) -> Response | None:
        try:
            if asked.scope["scheme"] in ("ws", "wss") or asked.method != "GET":
                own_page(asked)
            # Where there is no websocket a page asks again and again, whoever sits there or not.
            by_itself = asked.method == "GET" and asked.url.path.startswith(POLLING)
            await self._guard.access.sessions.identity(
                self._guard.token(asked), self._guard.access.now(), used=not by_itself
            )
        except Unauthenticated as error:
            if "text/html" not in asked.headers.get("accept", ""):
                return response(told(error))
            where = asked.url.path + (f"?{asked.url.query}" if asked.url.query else "")
            return RedirectResponse(f"{SIGN_IN}?next={quote(where, safe='')}", HTTPStatus.SEE_OTHER)
        except (Forbidden, TooManyTries) as error:
            return response(told(error))
        return None


def _guarded(send: Send, path: str) -> Send:
    """Say what a page may load; files of a version never change, pages are kept by nobody."""
    kept = "private, max-age=31536000, immutable" if path.startswith(ASSETS) else "no-store"

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = POLICY
            headers["Cache-Control"] = kept
        await send(message)

    return guarded
