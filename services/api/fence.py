"""What every request passes before anything of ours sees it: its size, its pace, its headers."""

import asyncio
import re
from http import HTTPStatus
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.problem import problem, response
from services.project.evidence_file import LARGEST as LARGEST_FILE

LARGEST: Final = 1 << 20  # bytes of a body
# What may be longer: upstream facts, and files; a form around a file has a head and a foot.
LONGER: Final = (
    (re.compile(r"/api/v1/uploads/.*"), 16 << 20),
    (re.compile(r"/api/v1/histories/[^/]+/attachments"), LARGEST_FILE),
    (re.compile(r"/console/_nicegui/client/[^/]+/upload/[^/]+"), LARGEST_FILE + (16 << 10)),
)
SLOWEST: Final = 30.0  # seconds for the headers, and for the whole of a body
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # What answers of the interface may do in a browser: nothing. Pages set their own.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_CLOSE: Final = {"Connection": "close"}


class TooLarge(HTTPException):
    """The body is longer than anybody needs."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers=_CLOSE)


class TooSlow(HTTPException):
    """The body did not arrive in time."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.REQUEST_TIMEOUT, headers=_CLOSE)


class Fence:
    """Cuts off bodies that are too long or too slow, and adds the headers of safety.

    What it raises while a body is read is answered where every error is.
    """

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        """Stand before an application; a body has so many seconds to arrive."""
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = _limit(scope)
        sender = _guarded(send)
        if _announced(scope) > limit:
            too_large = problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            await response(too_large, _CLOSE)(scope, receive, sender)
            return
        await self._app(scope, _Body(receive, limit, self._seconds).receive, sender)


def _limit(scope: Scope) -> int:
    """Say how many bytes a body may have."""
    posted = scope["path"] if scope["method"] == "POST" else ""
    return next((most for path, most in LONGER if path.fullmatch(posted)), LARGEST)


def _announced(scope: Scope) -> int:
    """Say how long a body will be by its own word; 0 where there is none."""
    told: bytes = next(
        (value for name, value in scope["headers"] if name == b"content-length"), b""
    )
    return int(told) if told.isdigit() else 0


def _guarded(send: Send) -> Send:
    """Add the headers of safety to an answer."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded


class _Body:
    """Counts a body's bytes and seconds until it is whole."""

    def __init__(self, receive: Receive, limit: int, seconds: float) -> None:
        self._receive = receive
        self._left = limit
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._whole = False

    async def receive(self) -> Message:
        if self._whole:  # what comes now is that the client went away
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError as error:
            raise TooSlow from error
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLarge
        self._whole = not message.get("more_body", False)
        return message
