"""The HTTP server on the loop of everything else, with all that the application stands on."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import partial
from typing import Final

import uvicorn
from fastapi import FastAPI
from msgspec import Struct

from services.access import access, streams
from services.access.http.guard import Guard
from services.access.oidc import settings as oidc
from services.api.address import url
from services.api.app import Parts, application
from services.api.fence import SLOWEST
from services.api.hub import hub
from services.api.patience import patient
from services.api.reading import reader
from services.audit.signing import Signer
from services.ledger.again import again
from services.office import Office
from services.runtime.settings import Settings
from services.runtime.trouble import BadSetting

GRACE: Final = 5  # seconds answers under way have when it ends
KEPT: Final = 30  # seconds a silent connection is kept for the next request
FIRST_PAGE: Final = "/first-administrator"
Pages = Callable[[FastAPI, Office, Guard, Parts], AbstractAsyncContextManager[None]]


class Http(Struct, frozen=True, kw_only=True):
    """A server at work: its application, where it is, and the link of the first administrator.

    ``task`` ends by itself only when the server died.
    """

    app: FastAPI
    url: str
    first_link: str
    task: asyncio.Task[None]


class _Server(uvicorn.Server):
    """Leaves signals to those who started everything."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def no_pages(
    _app: FastAPI, _office: Office, _guard: Guard, _parts: Parts
) -> AsyncIterator[None]:
    """Serve the interface alone."""
    yield


@asynccontextmanager
async def serving(
    office: Office,
    settings: Settings,
    bound: socket.socket,
    *,
    seconds: float = SLOWEST,
    pages: Pages = no_pages,
) -> AsyncIterator[Http]:
    """Serve an office at a bound socket while the block runs. Raises BadSetting.

    A client has so many ``seconds`` to send headers, and as many for a body; ``pages`` are put on
    the same application.
    """
    secure = settings.tls_cert is not None
    prepare = partial(streams.prepare, replicas=office.desk.replicas)
    await asyncio.to_thread(office.desk.prepare, prepare)
    provider = oidc.read(settings.oidc) if settings.oidc else None
    people = await again(partial(access.opened, office.client, oidc=provider))
    async with reader(office) as views, hub(office) as news:
        parts = Parts(reader=views, hub=news, signer=Signer.of(settings.data), seconds=seconds)
        guard = Guard(people, secure=secure)
        app = application(office, guard, parts)
        async with pages(app, office, guard, parts):
            server = _Server(_config(app, settings, seconds))
            task = asyncio.create_task(server.serve(sockets=[bound]))
            try:
                where = url(bound, secure=secure)
                first = await again(lambda: people.links.first(people.visit("")))
                link = f"{where}{FIRST_PAGE}#{first}" if first else ""
                yield Http(app=app, url=where, first_link=link, task=task)
            finally:
                news.close()
                server.should_exit = True
                await asyncio.wait([task])


def _config(app: FastAPI, settings: Settings, seconds: float) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        http=patient(seconds),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_keep_alive=KEPT,
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )
    try:
        config.load()
    except (ssl.SSLError, OSError) as error:
        raise BadSetting(f"JIXIAO_TLS_CERT 或 JIXIAO_TLS_KEY 不能使用：{error}") from error
    return config
