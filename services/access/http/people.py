"""Routes for everybody: sign in, sign out, who am I, set a password by a one-time link."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, status

from services.access.http.guard import Guard, own_page
from services.access.http.signing_in_forms import (
    FirstForm,
    Me,
    OwnPasswordForm,
    PasswordForm,
    SignInForm,
)
from services.access.identity import Identity
from services.access.links import Newcomer
from services.access.sessions import csrf_token


def routes(guard: Guard) -> APIRouter:
    """Make the routes; none of those that let in trusts a session brought along."""
    router = APIRouter(prefix="/api/v1", tags=["登录"])
    access = guard.access

    @router.post("/sessions", summary="登录")
    async def sign_in(form: SignInForm, request: Request, response: Response) -> Me:
        own_page(request)
        visit = guard.visit(request)
        token = await access.signing_in.by_password(form.id, form.password, visit)
        if brought := guard.token(request):
            await access.sessions.close(brought)
        guard.hand_out(response, token)
        return Me.of(await access.sessions.identity(token, visit.at), csrf_token(token))

    @router.delete("/sessions/current", summary="退出", status_code=status.HTTP_204_NO_CONTENT)
    async def sign_out(
        who: Annotated[Identity, Depends(guard.identity)], request: Request, response: Response
    ) -> None:
        await access.signing_in.out(who, guard.token(request), guard.visit(request))
        guard.take_back(response)

    @router.get("/me", summary="当前登录者")
    async def me(
        who: Annotated[Identity, Depends(guard.identity)], request: Request, response: Response
    ) -> Me:
        response.headers["Cache-Control"] = "no-store"
        token = guard.token(request)
        by_cookie = token and "Authorization" not in request.headers
        return Me.of(who, csrf_token(token) if by_cookie else "")

    @router.put("/me/password", summary="修改自己的口令；本人的其他会话随之结束，此会话换新的令牌")
    async def change_password(
        form: OwnPasswordForm,
        who: Annotated[Identity, Depends(guard.identity)],
        request: Request,
        response: Response,
    ) -> Me:
        visit = guard.visit(request)
        token = await access.own_password.change(who, form.old, form.password, visit)
        guard.hand_out(response, token)
        return Me.of(await access.sessions.identity(token, visit.at), csrf_token(token))

    @router.post(
        "/passwords", summary="用一次性链接设置口令", status_code=status.HTTP_204_NO_CONTENT
    )
    async def set_password(form: PasswordForm, request: Request) -> None:
        own_page(request)
        await access.links.set_password(form.link, form.password, guard.visit(request))

    @router.post(
        "/first-administrator",
        summary="用启动时打印的链接建立首位安全管理员",
        status_code=status.HTTP_204_NO_CONTENT,
    )
    async def first_administrator(form: FirstForm, request: Request) -> None:
        own_page(request)
        newcomer = Newcomer(link=form.link, id=form.id, org=form.org, password=form.password)
        await access.links.begin(newcomer, guard.visit(request))

    return router
