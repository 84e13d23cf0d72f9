"""TLS by configuration: NATS, PostgreSQL and the provider are believed by their certificate."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from msgspec.structs import replace

from services.access.logbook import Visit
from services.access.refusals import Unauthenticated
from services.desk.desk import Desk
from services.intake import streams
from services.intake.app import Intake
from services.intake.broker import broker_at
from services.ledger.address import Address
from services.ledger.connection import connect
from services.ledger.errors import NoAnswer
from services.ledger.wire import Wire
from services.runtime.nats_answers import nats_answers
from services.runtime.postgres import database_answers
from services.runtime.settings import Settings
from services.runtime.trouble import BadSetting
from tests.services.access.at_provider import settings
from tests.services.access.certificates import Certificates, certificates
from tests.services.access.house import BEGINNING, house
from tests.services.access.issuer import issuer
from tests.services.desk.bureau import adopt
from tests.services.ledger.conftest import server


async def by_broker(url: str) -> None:
    """Connect as FastStream does."""
    await broker_at(Address.parse(url)).connect()


SSL_REQUEST = bytes([0, 0, 0, 8, 4, 210, 22, 47])  # what libpq asks before it speaks TLS


@pytest.fixture(scope="module", name="made")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module", name="strange")
def _strange(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("strange"))


@pytest.fixture(scope="module", name="secure")
def _secure(made: Certificates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a nats-server that speaks nothing but TLS; give its place."""
    more = f'tls {{ cert_file: "{made.cert}", key_file: "{made.key}" }}\n'
    with server(tmp_path_factory.mktemp("nats"), more) as url:
        yield urlsplit(url).netloc


def test_the_ledger_works_over_tls(secure: str, made: Certificates) -> None:
    url = f"tls://{secure}?ca={made.ca}"
    assert nats_answers(url)
    desk = Desk(url)
    try:
        assert adopt(desk).answer.outcome == "accepted"
    finally:
        desk.close()


def test_the_intake_and_everything_else_connect_over_tls(secure: str, made: Certificates) -> None:
    url = f"tls://{secure}?ca={made.ca}"
    desk = Desk(url)

    async def once() -> None:
        await asyncio.to_thread(desk.prepare, streams.prepare)
        async with Intake(url, desk):
            client = await connect(url)
            assert client.is_connected
            await client.close()

    try:
        asyncio.run(once())
    finally:
        desk.close()


def test_a_server_of_another_authority_is_not_believed(secure: str, strange: Certificates) -> None:
    for trusted in (f"?ca={strange.ca}", ""):
        with pytest.raises(NoAnswer, match=r"(?i)certificate"):
            asyncio.run(Wire.open(f"tls://{secure}{trusted}", 5))


def test_a_server_under_another_name_is_not_believed(secure: str, made: Certificates) -> None:
    renamed = secure.replace("127.0.0.1", "localhost")
    with pytest.raises(NoAnswer, match=r"(?i)certificate"):
        asyncio.run(Wire.open(f"tls://{renamed}?ca={made.ca}", 5))


def test_nothing_is_said_in_the_clear_to_a_server_without_tls(
    nats_url: str, made: Certificates
) -> None:
    place = urlsplit(nats_url).netloc
    with pytest.raises(NoAnswer, match="no TLS"):
        asyncio.run(Wire.open(f"tls://{place}?ca={made.ca}", 3))


@pytest.mark.parametrize("connecting", [connect, by_broker], ids=["client", "broker"])
def test_no_connection_tells_its_password_where_tls_was_asked_for_and_is_not_offered(
    made: Certificates, connecting: Callable[[str], Awaitable[object]]
) -> None:
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'INFO {"server_id":"S","version":"2.15.1","max_payload":1048576}\r\n')
        heard.append(await reader.read(65536))
        writer.close()

    async def scene() -> None:
        async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            trying = asyncio.ensure_future(
                connecting(f"tls://somebody:secret@127.0.0.1:{port}?ca={made.ca}")
            )
            async with asyncio.timeout(30):
                while not heard:
                    await asyncio.wait([trying], timeout=0.01)
            trying.cancel()
            await asyncio.wait([trying])

    asyncio.run(scene())
    assert heard[0] == b""


def test_an_address_says_who_is_trusted_and_who_comes(made: Certificates) -> None:
    address = Address.parse(f"tls://a:1,tls://b:2?ca={made.ca}&seed=/s.nk&inbox=_I")
    assert address.servers == ("tls://a:1", "tls://b:2")
    assert (address.seed, address.inbox) == ("/s.nk", "_I")
    assert address.options["nkeys_seed"] == "/s.nk"
    plain = Address.parse("nats://user:pa%3Fss@h:4222")
    assert plain.servers == ("nats://user:pa%3Fss@h:4222",)
    assert plain.tls is None
    with pytest.raises(ValueError, match="unknown parameter"):
        Address.parse("nats://h:1?tls=no")


@pytest.mark.parametrize(
    ("query", "says"), [("ca=/no/file", "不是文件"), ("insecure=1", "看不懂"), ("ca", "看不懂")]
)
def test_a_parameter_that_cannot_be_meant_is_said_at_the_start(query: str, says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        Settings.from_environment({"JIXIAO_NATS_URL": f"tls://127.0.0.1:4222?{query}"})


def test_a_seed_and_an_authority_are_taken_from_the_settings(made: Certificates) -> None:
    url = f"tls://127.0.0.1:4222?ca={made.ca}&inbox=_INBOX_application"
    assert Settings.from_environment({"JIXIAO_NATS_URL": url}).nats_url == url


def test_the_database_is_believed_by_its_certificate(
    database_url: str, made: Certificates, strange: Certificates
) -> None:
    parts = urlsplit(database_url)
    [sockets] = parse_qs(parts.query)["host"]
    with terminator(Path(sockets), made) as port:
        base = f"postgresql://{parts.username}@127.0.0.1:{port}{parts.path}?sslmode=verify-full"
        url = f"{base}&sslrootcert={made.ca}"
        assert Settings.from_environment({"JIXIAO_DATABASE_URL": url}).database_url == url
        assert database_answers(url)
        with closing(psycopg.connect(url)) as connection:
            assert connection.pgconn.ssl_in_use
            assert connection.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError, match="certificate"):
            psycopg.connect(f"{base}&sslrootcert={strange.ca}")


@contextmanager
def terminator(sockets: Path, made: Certificates) -> Iterator[int]:
    """Speak TLS in front of a database, whose own build has none; give the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.cert, made.key)
    [place] = [one for one in sockets.glob(".s.PGSQL.*") if one.suffix.lstrip(".").isdigit()]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_accept, args=(listening, context, place), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def _accept(listening: socket.socket, context: ssl.SSLContext, place: Path) -> None:
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:  # the end
            return
        threading.Thread(target=_relay, args=(plain, context, place), daemon=True).start()


def _relay(plain: socket.socket, context: ssl.SSLContext, place: Path) -> None:
    with plain, socket.socket(socket.AF_UNIX) as database:
        assert plain.recv(8) == SSL_REQUEST
        plain.sendall(b"S")
        try:
            client = context.wrap_socket(plain, server_side=True)
        except ssl.SSLError:  # the client does not believe us
            return
        with client:
            database.connect(str(place))
            back = threading.Thread(target=_pump, args=(database, client))
            back.start()
            _pump(client, database)
            back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
    except OSError:  # the other side is gone
        return


def test_a_provider_is_believed_by_its_certificate(
    nats_url: str, made: Certificates, strange: Certificates, tmp_path: Path
) -> None:
    with issuer(made) as provider:
        good = replace(settings(provider, tmp_path), ca_file=str(made.ca))
        visit = Visit(at=BEGINNING, origin="10.0.0.1")
        with house(nats_url, good) as home:
            flow = home.access.oidc
            assert flow is not None
            assert home.run(flow.begin(visit)).url.startswith("https://")
        with house(nats_url, replace(good, ca_file=str(strange.ca))) as home:
            flow = home.access.oidc
            assert flow is not None
            with pytest.raises(Unauthenticated, match="暂不可用"):
                home.run(flow.begin(visit))
