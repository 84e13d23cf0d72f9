"""The routes of identity in an application of their own, on a real NATS server, with our clock."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, TypeVar

import httpx
import nats
from argon2 import PasswordHasher
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from nats.aio.client import Client

from services.access import access, streams
from services.access.access import Access
from services.access.http import administration, people
from services.access.http import oidc as oidc_routes
from services.access.http.guard import CSRF_HEADER, Guard
from services.access.logbook import Line
from services.access.oidc.settings import OidcSettings
from services.access.passwords import Passwords
from services.access.refusals import Forbidden, Taken, TooManyTries, Unauthenticated
from services.ledger.wire import Wire
from services.refusal import Refused
from tests import owner

T = TypeVar("T")
BEGINNING: Final = datetime(2021, 9, 1, 1, tzinfo=UTC)
SESAME: Final = "correct horse battery"
STATUS: Final[dict[type[Refused], int]] = {
    Unauthenticated: 401,
    Forbidden: 403,
    Taken: 409,
    TooManyTries: 429,
}
REVIEWER: Final[dict[str, object]] = {
    "org": "住房和城乡建设局",
    "roles": ["DEPT_REVIEWER"],
    "scope": {"divisions": ["211382"], "departments": ["住房和城乡建设局"]},
}


class Hasher(PasswordHasher):
    """The library's, made fast; counts how often it compared."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - its name
        self.compared += 1
        return super().verify(hash, password)


class Browser:
    """Somebody's browser at an address: keeps cookies, sends the token its page was given."""

    def __init__(self, house: "House", address: str) -> None:
        self.house = house
        self.csrf: str | bytes = ""
        transport = httpx.ASGITransport(house.app, client=(address, 50000))
        self.http = httpx.AsyncClient(transport=transport, base_url="http://jixiao.example")

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        sent = httpx.Headers(
            [(CSRF_HEADER.encode(), self.csrf)]
            if isinstance(self.csrf, bytes)
            else {CSRF_HEADER: self.csrf}
        )
        sent.update(headers or {})
        return self.house.run(self.http.request(method, f"/api/v1{path}", json=body, headers=sent))

    def sign_in(self, name: str, password: str = SESAME) -> httpx.Response:
        answer = self.ask("POST", "/sessions", {"id": name, "password": password})
        if answer.status_code == httpx.codes.OK:
            self.csrf = answer.json()["csrf_token"]
        return answer

    @property
    def session(self) -> str:
        return self.http.cookies["jixiao"]


class House:
    """An application with its accounts; ``now`` moves only when told."""

    def __init__(
        self, runner: asyncio.Runner, client: Client, oidc: OidcSettings | None = None
    ) -> None:
        self.runner = runner
        self.client = client
        self.oidc = oidc
        self.now = BEGINNING
        self.hasher = Hasher()
        self.access: Access = self.run(self._opened())
        self.app = application(Guard(self.access, secure=False))

    async def _opened(self) -> Access:
        return await access.opened(
            self.client, oidc=self.oidc, now=lambda: self.now, passwords=Passwords(self.hasher)
        )

    def run(self, work: Coroutine[object, object, T]) -> T:
        return self.runner.run(work)

    def wait(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def browser(self, address: str = "10.0.0.1") -> Browser:
        return Browser(self, address)

    def signed_in(self, name: str) -> Browser:
        browser = self.browser()
        assert browser.sign_in(name).status_code == httpx.codes.OK
        return browser

    def begin(self, name: str = "sec-01") -> Browser:
        """Make the first security administrator as the first start tells to."""
        link = self.run(self.access.links.first(self.access.visit("")))
        body = {"link": link, "id": name, "org": "信息中心", "password": SESAME}
        assert self.browser().ask("POST", "/first-administrator", body).status_code == 204
        return self.signed_in(name)

    def invite(self, by: Browser, name: str, **duties: object) -> str:
        answer = by.ask("POST", "/accounts", {"id": name, "org": "财政局", **duties})
        assert answer.status_code == httpx.codes.CREATED, answer.text
        link: str = answer.json()["link"]
        return link

    def employ(self, by: Browser, name: str, **duties: object) -> Browser:
        """Create an account, set its password by its link, and sign in."""
        body = {"link": self.invite(by, name, **duties), "password": SESAME}
        assert self.browser().ask("POST", "/passwords", body).status_code == 204
        return self.signed_in(name)

    def log(self) -> list[Line]:
        return self.run(self.access.logbook.read())

    def acts(self, who: str | None = None) -> list[str]:
        return [one.entry.act.value for one in self.log() if who in (None, one.entry.who)]


def application(guard: Guard) -> FastAPI:
    """Mount the routes; a refusal becomes its status and its sentence."""
    app = FastAPI()
    app.include_router(people.routes(guard))
    app.include_router(administration.routes(guard))
    if guard.access.oidc is not None:
        app.include_router(oidc_routes.routes(guard, guard.access.oidc))

    async def refused(_request: Request, error: Exception) -> JSONResponse:
        status = STATUS.get(type(error), 422) if isinstance(error, Refused) else 500
        return JSONResponse({"detail": str(error)}, status)

    app.exception_handler(Refused)(refused)
    for kind in STATUS:
        app.exception_handler(kind)(refused)
    return app


@contextmanager
def house(url: str, oidc: OidcSettings | None = None) -> Iterator[House]:
    """Open a house whose buckets and logbook are empty."""
    with asyncio.Runner() as runner:
        client = runner.run(_connected(url))
        try:
            yield House(runner, client, oidc)
        finally:
            runner.run(client.close())


async def _connected(url: str) -> Client:
    first = await nats.connect(owner.url_of(url))
    known = {info.config.name for info in await first.jetstream().streams_info()}
    for wanted in streams.STREAMS:
        if wanted["name"] in known:
            await first.jetstream().delete_stream(str(wanted["name"]))
    await first.close()
    wire = await Wire.open(url, 10)
    await streams.prepare(wire)
    await wire.close()
    return await nats.connect(url)
