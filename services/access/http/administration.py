"""Routes of the security administrator (accounts, keys) and of the audit administrator."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response, status

from services.access.http.account_forms import AccountForm, AccountView, Link
from services.access.http.forms import DutiesForm, LogLine
from services.access.http.guard import Guard
from services.access.http.key_forms import KeyForm, KeyView, NewKey
from services.access.identity import Identity
from services.access.logbook import PAGE, Act, Line
from services.access.sight import may_read_logbook

Name = Annotated[str, Path(max_length=64)]


def routes(guard: Guard) -> APIRouter:
    """Make the routes; who may use them is decided where the work is done."""
    router = APIRouter(prefix="/api/v1")
    access = guard.access
    Who = Annotated[Identity, Depends(guard.identity)]  # noqa: N806 - a type

    @router.get("/accounts", summary="账号列表", tags=["账号"])
    async def accounts(who: Who) -> list[AccountView]:
        return [AccountView.of(one) for one in await access.accounts.all(who)]

    @router.post(
        "/accounts", summary="建立账号", tags=["账号"], status_code=status.HTTP_201_CREATED
    )
    async def create(form: AccountForm, who: Who, request: Request, response: Response) -> Link:
        response.headers["Cache-Control"] = "no-store"
        visit = guard.visit(request)
        secret = await access.accounts.create(who, form.id, form.duties(), visit)
        return Link(id=form.id, link=secret)

    @router.put("/accounts/{name}/duties", summary="变更账号权限", tags=["账号"])
    async def change(name: Name, form: DutiesForm, who: Who, request: Request) -> AccountView:
        visit = guard.visit(request)
        return AccountView.of(await access.accounts.change(who, name, form.duties(), visit))

    @router.post("/accounts/{name}/lock", summary="停用账号", tags=["账号"])
    async def lock(name: Name, who: Who, request: Request) -> AccountView:
        return AccountView.of(await access.accounts.lock(who, name, guard.visit(request)))

    @router.post("/accounts/{name}/unlock", summary="启用账号", tags=["账号"])
    async def unlock(name: Name, who: Who, request: Request) -> AccountView:
        visit = guard.visit(request)
        return AccountView.of(await access.accounts.lock(who, name, visit, locked=False))

    @router.post("/accounts/{name}/link", summary="签发设置口令的一次性链接", tags=["账号"])
    async def invite(name: Name, who: Who, request: Request, response: Response) -> Link:
        response.headers["Cache-Control"] = "no-store"
        secret = await access.accounts.invite(who, name, guard.visit(request))
        return Link(id=name, link=secret)

    @router.get("/keys", summary="接口密钥列表", tags=["接口密钥"])
    async def keys(who: Who) -> list[KeyView]:
        return [KeyView.of(one) for one in await access.keys.all(who)]

    @router.post(
        "/keys", summary="签发接口密钥", tags=["接口密钥"], status_code=status.HTTP_201_CREATED
    )
    async def issue(form: KeyForm, who: Who, request: Request, response: Response) -> NewKey:
        response.headers["Cache-Control"] = "no-store"
        text, key = await access.keys.issue(who, form.terms(), guard.visit(request))
        return NewKey(key=text, **KeyView.of(key).model_dump())

    @router.delete("/keys/{number}", summary="吊销接口密钥", tags=["接口密钥"])
    async def revoke(
        number: Annotated[str, Path(max_length=64)], who: Who, request: Request
    ) -> KeyView:
        return KeyView.of(await access.keys.revoke(who, number, guard.visit(request)))

    @router.get("/audit-log", summary="审计日志（审计管理员）", tags=["审计"])
    async def audit_log(
        who: Who,
        request: Request,
        after: Annotated[int, Query(ge=0, lt=2**63, description="从此编号之后")] = 0,
        limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
        act: Act | None = None,
    ) -> list[LogLine]:
        may_read_logbook(who)
        lines = await access.logbook.read(after, limit, act)
        entry = guard.visit(request).entry(Act.LOGBOOK_READ, who.id, act or "", after=str(after))
        await access.logbook.write(entry)
        return [_line(one) for one in lines]

    return router


def _line(line: Line) -> LogLine:
    entry = line.entry
    return LogLine(
        number=line.number,
        at=entry.at,
        act=entry.act.value,
        title=entry.act.zh,
        who=entry.who,
        what=entry.what,
        origin=entry.origin,
        detail=dict(entry.detail),
    )
