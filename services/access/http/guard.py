"""Who a request comes from: a key in ``Authorization``, or a session's cookie with its token."""

from typing import Final
from urllib.parse import urlsplit

from fastapi import Request, Response

from services.access.access import Access
from services.access.identity import Identity
from services.access.logbook import Visit
from services.access.refusals import Forbidden, Unauthenticated
from services.access.sessions import check_csrf
from services.access.streams import LONGEST_SESSION

CSRF_HEADER: Final = "X-CSRF-Token"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Recognises requests; ``secure`` says that the browser speaks TLS with us."""

    def __init__(self, access: Access, *, secure: bool) -> None:
        self.access = access
        self.secure = secure
        # The prefix makes browsers refuse a cookie set by another host or without TLS.
        self.cookie = "__Host-jixiao" if secure else "jixiao"

    def visit(self, request: Request) -> Visit:
        """Say when and from where; a proxy's word is the server's business, not ours."""
        return self.access.visit(request.client.host if request.client else "")

    async def identity(self, request: Request) -> Identity:
        """Recognise who asks: a FastAPI dependency.

        Raises :class:`Unauthenticated` when nobody is known, :class:`Forbidden` for a change that
        carries a session's cookie but not its token, or comes from a page of another origin.
        """
        return await self._identity(request, used=True)

    async def still(self, request: Request) -> Identity:
        """Say who asked, while the answer goes on; that alone keeps no session alive."""
        return await self._identity(request, used=False)

    async def _identity(self, request: Request, *, used: bool) -> Identity:
        written = request.headers.get("Authorization")
        if written is not None:
            scheme, _, key = written.partition(" ")
            if scheme.lower() != "bearer":
                raise Unauthenticated("只接受 Bearer 接口密钥")
            return await self.access.keys.identity(key.strip(), self.visit(request))
        token = self.token(request)
        if not token:
            raise Unauthenticated("请先登录")
        identity = await self.access.sessions.identity(token, self.access.now(), used=used)
        if request.method not in _SAFE:
            own_page(request)
            if not check_csrf(token, request.headers.get(CSRF_HEADER, "")):
                raise Forbidden(f"缺少或错误的 {CSRF_HEADER}，请刷新页面后重试")
        return identity

    def token(self, request: Request) -> str:
        """Read the session's token, "" when there is none."""
        return request.cookies.get(self.cookie, "")

    def hand_out(self, response: Response, token: str) -> None:
        """Give the browser a session."""
        response.set_cookie(
            self.cookie,
            token,
            max_age=int(LONGEST_SESSION.total_seconds()),
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="strict",
        )
        response.headers["Cache-Control"] = "no-store"

    def take_back(self, response: Response) -> None:
        """Let the browser forget its session."""
        response.delete_cookie(
            self.cookie, path="/", secure=self.secure, httponly=True, samesite="strict"
        )


def own_page(request: Request) -> None:
    """Raise :class:`Forbidden` when a browser says that a page of another origin asks."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("Host", ""):
        raise Forbidden("请求来自其他网站")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("请求来自其他网站")
