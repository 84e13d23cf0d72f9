"""Routes of a sign-in at the provider: there, and back."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.responses import HTMLResponse, RedirectResponse

from services.access.http.guard import Guard
from services.access.oidc.flow import LASTS, OidcFlow
from services.access.refusals import Unauthenticated

COOKIE: Final = "jixiao-oidc"
PATH: Final = "/api/v1/sign-in/oidc"
# A redirect would still count as coming from the provider, and the strict cookie would stay behind.
_HOME: Final = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>登录成功</title>'
    '<meta http-equiv="refresh" content="0; url=/"><p><a href="/">登录成功，继续</a></p></html>'
)
Text = Annotated[str, Query(max_length=4096)]


def routes(guard: Guard, flow: OidcFlow) -> APIRouter:
    """Make the routes."""
    router = APIRouter(tags=["登录"])

    @router.get(
        PATH,
        summary="到统一身份认证登录",
        response_class=RedirectResponse,
        status_code=status.HTTP_303_SEE_OTHER,
    )
    async def there(request: Request) -> Response:
        begun = await flow.begin(guard.visit(request))
        answer = RedirectResponse(begun.url, status.HTTP_303_SEE_OTHER)
        answer.headers["Cache-Control"] = "no-store"
        answer.set_cookie(
            COOKIE,
            begun.browser,
            max_age=int(LASTS.total_seconds()),
            path=PATH,
            secure=guard.secure,
            httponly=True,
            samesite="lax",
        )
        return answer

    @router.get(f"{PATH}/callback", summary="从统一身份认证返回", response_class=HTMLResponse)
    async def back(
        request: Request, state: Text = "", code: Text = "", error: Text = ""
    ) -> HTMLResponse:
        if error or not code:
            raise Unauthenticated("统一身份认证未通过")
        browser = request.cookies.get(COOKIE, "")
        token = await flow.end(state, code, browser, guard.visit(request))
        if brought := guard.token(request):
            await guard.access.sessions.close(brought)
        answer = HTMLResponse(_HOME)
        guard.hand_out(answer, token)
        answer.delete_cookie(COOKIE, path=PATH)
        return answer

    return router
