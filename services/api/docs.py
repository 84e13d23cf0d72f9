"""The description of the interface and its pages, all from this machine."""

from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Depends, FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html

from services.access.http.guard import Guard
from services.api import shapes
from services.api.answer import json
from services.api.faulty import NotThere
from services.feed.description import describe as describe_nats

OPEN: Final = frozenset(
    {
        "/health/live",
        "/health/ready",
        "/metrics",
        "/api/v1/sessions",
        "/api/v1/passwords",
        "/api/v1/first-administrator",
        "/api/v1/sign-in/oidc",
        "/api/v1/sign-in/oidc/callback",
    }
)
_SECURITY: Final = {
    "key": {"type": "http", "scheme": "bearer", "description": "接口密钥"},
    "session": {"type": "apiKey", "in": "cookie", "name": "jixiao", "description": "登录会话"},
}
_ASSETS: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
# The library's page starts itself with a script in the page.
_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
)


def describe(app: FastAPI) -> None:
    """Have the description tell our structs and how one proves who one is."""
    whole = app.openapi

    def openapi() -> dict[str, object]:
        if app.openapi_schema is None:
            found = whole()
            parts = found.setdefault("components", {})
            parts["schemas"] = {**shapes.components(), **parts.get("schemas", {})}
            parts["securitySchemes"] = _SECURITY
            for path, methods in found["paths"].items():
                if path not in OPEN:
                    for described in methods.values():
                        described["security"] = [{name: []} for name in _SECURITY]
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]  # as the library's own manual does


def routes(app: FastAPI, guard: Guard) -> APIRouter:
    """Make the routes; like all others they want to know who asks."""
    router = APIRouter(include_in_schema=False, dependencies=[Depends(guard.identity)])

    @router.get("/openapi.json")
    async def openapi() -> Response:
        return json(app.openapi())

    @router.get("/asyncapi.json")
    async def asyncapi() -> Response:
        return json(describe_nats())

    @router.get("/docs")
    async def page() -> Response:
        found = get_swagger_ui_html(
            openapi_url="/openapi.json",
            title=app.title,
            swagger_js_url="/docs/swagger-ui-bundle.js",
            swagger_css_url="/docs/swagger-ui.css",
            swagger_favicon_url="data:,",
        )
        found.headers["Content-Security-Policy"] = _POLICY
        return found

    @router.get("/docs/{name}")
    async def asset(name: str) -> Response:
        if name not in _ASSETS:
            raise NotThere(f"没有 {name[:64]}")
        content = (files("fastapi_offline") / "static" / name).read_bytes()
        return Response(content, media_type=_ASSETS[name])

    return router
