"""The doors: sign in, the first administrator, set or change a password; plain pages.

They know nobody: what they may do is asked of the interface, which knows who sends the form.

What a one-time link carries stands behind the ``#``, which no browser sends to a server.
"""

from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.api.faulty import NotThere
from services.console.gate import HOME, SIGN_IN

CHANGE: Final = "/change-password"
PAGES: Final = {
    SIGN_IN: "sign-in.html",
    "/first-administrator": "first-administrator.html",
    "/set-password": "set-password.html",
    CHANGE: "change-password.html",
}
_ASSETS: Final = {"doors.js": "text/javascript", "doors.css": "text/css"}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src data:;"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def asset(name: str) -> str:
    """Read a file of the pages."""
    return (files("services.console") / "assets" / name).read_text(encoding="utf-8")


def routes(first: str) -> APIRouter:
    """Make the routes that anybody may open; ``first`` is the page people begin at."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def home() -> Response:
        return RedirectResponse(f"{HOME}{first}")

    @router.get("/doors/{name}")
    async def part(name: str) -> Response:
        if name not in _ASSETS:
            raise NotThere(f"没有 {name[:64]}")
        return Response(asset(name), media_type=_ASSETS[name])

    for path, name in PAGES.items():
        _add(router, path, name)
    return router


def _add(router: APIRouter, path: str, name: str) -> None:
    @router.get(path)
    async def door() -> Response:
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
        return HTMLResponse(asset(name), headers=headers)
