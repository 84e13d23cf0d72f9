"""The two servers the process needs: its own, another process's, or external ones."""

import asyncio
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Never

import msgspec

from services.runtime.child import Child, first_to_die
from services.runtime.folder import hold
from services.runtime.nats import nats_server
from services.runtime.nats_answers import nats_answers
from services.runtime.postgres import database_answers, postgres_server
from services.runtime.settings import Settings
from services.runtime.store import Store, until_a_new_start_helps
from services.runtime.trouble import DataFolderBusy, ServerFailed

_EXTERNAL_WITHIN = 30.0  # seconds; in a composition we may be up first
_PUBLISHED_WITHIN = 30.0


@dataclass(frozen=True)
class Servers:
    """Where the servers are, and the processes among them that are ours."""

    nats_url: str = field(repr=False)  # with its password
    database_url: str = field(repr=False)
    children: tuple[Child, ...] = ()
    replicas: int = 1  # servers that keep each stream
    store: Store | None = None  # of a NATS server that is kept in a data folder

    async def first_to_die(self) -> str:
        """Wait until one of our own servers ends or cannot go on; for ever if none is ours."""
        ended = asyncio.ensure_future(first_to_die(self.children))
        full = asyncio.ensure_future(until_a_new_start_helps(self.store if self.children else None))
        try:
            await asyncio.wait([ended, full], return_when=asyncio.FIRST_COMPLETED)
            return str(await ended) if ended.done() else await full
        finally:
            ended.cancel()
            full.cancel()


class Published(msgspec.Struct, frozen=True):
    """The live addresses, in the data folder, for the same user's other commands."""

    nats_url: str
    database_url: str
    monitor: str = ""


@contextmanager
def servers(settings: Settings) -> Iterator[Servers]:
    """Keep the servers up while the block runs; SIGTERM ends it like Ctrl-C does.

    Raises DataFolderBusy, BadDataFolder or ServerFailed.
    """
    with ExitStack() as stack:
        stack.enter_context(_sigterm_unwinds())
        if settings.nats_url and settings.database_url:
            nats_url, database_url = settings.nats_url, settings.database_url
            yield Servers(
                _external_nats(nats_url), _external_db(database_url), replicas=settings.replicas
            )
            return
        held = stack.enter_context(hold(settings.data))
        (held.path / "servers.json").unlink(missing_ok=True)  # of a keeper that was killed
        # Both are under way before either is waited for.
        nats = database = None
        if not settings.nats_url:
            nats = stack.enter_context(nats_server(held, settings.nats_server_bin))
        if not settings.database_url:
            database = stack.enter_context(postgres_server(held))
        running = Servers(
            nats.url() if nats else _external_nats(settings.nats_url or ""),
            database.url() if database else _external_db(settings.database_url or ""),
            tuple(server.child for server in (nats, database) if server),
            settings.replicas,
            Store(nats.monitor, held.path) if nats else None,
        )
        stack.enter_context(_published(held.path / "servers.json", running))
        yield running


@contextmanager
def attach_or_start(settings: Settings) -> Iterator[Servers]:
    """Join the servers another process keeps in the data folder, or keep our own meanwhile.

    Joined servers go when their keeper goes. Raises like `servers`.
    """
    with ExitStack() as stack:
        deadline = time.monotonic() + _PUBLISHED_WITHIN
        while (found := _joined(settings)) is None:
            try:
                found = stack.enter_context(servers(settings))
                break
            except DataFolderBusy:  # its keeper may be just about to publish
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        yield found


def _joined(settings: Settings) -> Servers | None:
    try:
        content = (settings.data / "servers.json").read_bytes()
        published = msgspec.json.decode(content, type=Published)
    except (OSError, msgspec.DecodeError):
        return None
    if settings.nats_url not in (None, published.nats_url):
        return None
    if settings.database_url not in (None, published.database_url):
        return None
    if nats_answers(published.nats_url) and database_answers(published.database_url):
        store = Store(published.monitor, settings.data) if published.monitor else None
        nats_url, database_url = published.nats_url, published.database_url
        return Servers(nats_url, database_url, replicas=settings.replicas, store=store)
    return None


@contextmanager
def _published(path: Path, running: Servers) -> Iterator[None]:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    monitor = running.store.monitor if running.store else ""
    content = msgspec.json.encode(Published(running.nats_url, running.database_url, monitor))
    draft.write_bytes(content)
    draft.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _external_nats(url: str) -> str:
    deadline = time.monotonic() + _EXTERNAL_WITHIN
    while not nats_answers(url):
        if time.monotonic() > deadline:
            raise ServerFailed("连不上 JIXIAO_NATS_URL 指定的 NATS 服务器")
        time.sleep(0.1)
    return url


def _external_db(url: str) -> str:
    deadline = time.monotonic() + _EXTERNAL_WITHIN
    while not database_answers(url):
        if time.monotonic() > deadline:
            raise ServerFailed("连不上 JIXIAO_DATABASE_URL 指定的数据库")
        time.sleep(0.1)
    return url


@contextmanager
def _sigterm_unwinds() -> Iterator[None]:
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield  # somebody else has decided what it means
        return
    signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _leave(number: int, _frame: FrameType | None) -> Never:
    raise SystemExit(128 + number)
