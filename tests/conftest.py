"""Servers for every test that needs them: real ones, started once."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit
from uuid import uuid4

import nats
import psycopg
import pytest
from psycopg import sql

from services.runtime.servers import Servers, servers
from services.runtime.settings import Settings
from tests import owner


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    data = tmp_path_factory.mktemp("servers")
    with servers(Settings(data=data)) as running:
        owner.remember(running.nats_url, data)
        yield running


@pytest.fixture(scope="session")
def nats_url(embedded: Servers) -> str:
    """Return the session's server; streams in it are everybody's."""
    return embedded.nats_url


@pytest.fixture(scope="module")
def empty_nats_url(nats_url: str) -> str:
    """Return the session's server with no stream left in it by the modules before."""
    asyncio.run(_delete_streams(nats_url))
    return nats_url


@pytest.fixture(scope="module")
def database_url(embedded: Servers) -> Iterator[str]:
    """Make a database for the module alone."""
    name = sql.Identifier(fresh := f"test_{uuid4().hex}")
    with closing(psycopg.connect(embedded.database_url, autocommit=True)) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield urlsplit(embedded.database_url)._replace(path=fresh).geturl()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


async def _delete_streams(url: str) -> None:
    client = await nats.connect(owner.url_of(url))
    stream = client.jetstream()
    for info in await stream.streams_info():
        await stream.delete_stream(str(info.config.name))
    await client.close()
