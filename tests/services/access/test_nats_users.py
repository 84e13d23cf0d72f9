"""What each NATS user may not do, tried against a real server configured by ``init``."""

import asyncio
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client

from events.subjects import STREAM, policy_id
from services.access import access, credentials, nats_users, streams
from services.access.passwords import Passwords
from services.attachments import store
from services.attachments.store import Attachments
from services.desk.desk import Desk
from services.intake import streams as intake
from services.ledger import streams as ledger
from services.ledger.address import Address
from services.ledger.errors import NoAnswer
from services.ledger.wire import Wire
from services.refusal import Refused
from services.watch.wanted import wanted_streams
from tests.own_nats import own_nats
from tests.services.access.house import Hasher
from tests.services.desk.bureau import HAILIN, adopt

TREASURY, OTHER = "upstream-231083-treasury", "upstream-211382-treasury"
STREAMS = wanted_streams(1)
NAMES = [s["name"] for s in STREAMS]
DELETIONS = [
    f"$JS.API.STREAM.{verb}.{name}"
    for name in NAMES
    for verb in ("DELETE", "PURGE", "MSG.DELETE", "RESTORE")
]


@dataclass(frozen=True)
class Place:
    """A running server and the addresses of its users."""

    urls: dict[str, str]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("nats-server")
    written = credentials.write(folder, ["231083/treasury", "211382/treasury"])
    with own_nats(folder) as host:
        urls = {
            name: credentials.address(name, seed).replace("127.0.0.1:4222", host)
            for name, seed in written.seeds.items()
        }
        asyncio.run(_made(urls[nats_users.OWNER]))
        yield Place(urls)


async def _made(url: str) -> None:
    wire = await Wire.open(url, 10)
    for wanted in STREAMS:
        await ledger.reconcile(wire, wanted)
    await wire.close()


async def _tried(url: str, publish: Sequence[str], subscribe: Sequence[str]) -> list[str]:
    """Publish and subscribe; return what the server says to it before it answers a ping."""
    said: list[str] = []

    async def heard(error: Exception) -> None:
        said.append(str(error).lower())

    async with _client(url, heard) as client:
        for subject in publish:
            await client.publish(subject, b"{}", client.new_inbox())
        for subject in subscribe:
            await client.subscribe(subject)
        await client.flush()  # its ping overtakes what was still waiting to be sent
        await client.flush()
    return said


def denied(place: Place, user: str, subjects: Sequence[str]) -> bool:
    """Whether each of them may not be published."""
    said = asyncio.run(_tried(place.urls[user], subjects, []))
    left = [
        subject
        for subject in subjects
        if not any(f'violation for publish to "{subject}"'.lower() in one for one in said)
    ]
    assert not left, f"{user} may publish {left}"
    return True


def allowed(place: Place, user: str, subjects: Sequence[str]) -> bool:
    """Whether each of them may be published."""
    return asyncio.run(_tried(place.urls[user], subjects, [])) == []


def deaf(place: Place, user: str, subjects: Sequence[str]) -> bool:
    """Whether none of them can be heard."""
    said = asyncio.run(_tried(place.urls[user], [], subjects))
    left = [
        subject
        for subject in subjects
        if not any(f'violation for subscription to "{subject}"'.lower() in one for one in said)
    ]
    assert not left, f"{user} may hear {left}"
    return True


@asynccontextmanager
async def _client(
    url: str, heard: Callable[[Exception], Awaitable[None]] | None = None
) -> AsyncIterator[Client]:
    address = Address.parse(url)
    client = await nats.connect(list(address.servers), error_cb=heard, **address.options)
    try:
        yield client
    finally:
        await client.close()


USERS = [nats_users.OWNER, nats_users.APPLICATION, nats_users.AUDITOR, TREASURY]


@pytest.mark.parametrize("user", USERS)
def test_nobody_deletes_or_purges(place: Place, user: str) -> None:
    assert denied(place, user, DELETIONS)


@pytest.mark.parametrize("user", [nats_users.APPLICATION, nats_users.AUDITOR, TREASURY])
def test_nobody_but_the_owner_makes_or_changes_a_stream(place: Place, user: str) -> None:
    changes = [
        f"$JS.API.STREAM.{verb}.{name}" for name in (*NAMES, "NEW") for verb in ("UPDATE", "CREATE")
    ]
    assert denied(place, user, changes)


def test_the_owner_makes_streams_but_writes_and_reads_nothing(place: Place) -> None:
    owner = nats_users.OWNER
    assert allowed(place, owner, [f"$JS.API.STREAM.INFO.{STREAM}"])
    others = (
        "jx.ev.231083.project.231083-2021-HL01",
        "jx.in.231083.execution",
        "jx.attachments.0.0",
        "jx.audit.read",
        "$KV.JX_ACCESS.account.x",
        f"$JS.API.STREAM.MSG.GET.{STREAM}",
        f"$JS.API.DIRECT.GET.{STREAM}",
        f"$JS.API.CONSUMER.CREATE.{STREAM}.x",
    )
    assert denied(place, owner, others)


def test_auditors_only_read(place: Place) -> None:
    auditor = nats_users.AUDITOR
    for stream in (STREAM, "JX_ATTACHMENTS", "JX_INTAKE", "JX_PARKED", "JX_OUT"):
        reading = [f"$JS.API.{what}.{stream}" for what in ("STREAM.INFO", "STREAM.MSG.GET")]
        assert allowed(place, auditor, [*reading, f"$JS.API.DIRECT.GET.{stream}"])
    others = (
        "jx.ev.231083.project.231083-2021-HL01",
        "jx.in.231083.execution",
        "jx.out.231083.receipt.treasury",
        "jx.attachments.0.0",
        "jx.audit.read",
        "$KV.JX_ACCESS.account.x",
        # A consumer sends to a subject of its maker's choice: a way to write.
        f"$JS.API.CONSUMER.CREATE.{STREAM}.x",
        f"$JS.API.CONSUMER.DURABLE.CREATE.{STREAM}.x",
        "$JS.API.CONSUMER.DELETE.JX_INTAKE.intake",
        "$JS.API.CONSUMER.PAUSE.JX_INTAKE.intake",
        "$JS.ACK.JX_INTAKE.intake.1.1.1.1.1",
        # Not theirs to see: accounts, and who looked at what.
        "$JS.API.STREAM.MSG.GET.KV_JX_ACCESS",
        "$JS.API.STREAM.MSG.GET.JX_AUDIT",
        "$JS.API.DIRECT.GET.JX_AUDIT",
    )
    assert denied(place, auditor, others)


def test_an_upstream_system_reports_its_own_division_and_nothing_else(place: Place) -> None:
    assert allowed(place, TREASURY, ["jx.in.231083.execution"])
    others = (
        "jx.in.211382.execution",
        "jx.in.231083.other",
        "jx.ev.231083.project.231083-2021-HL01",
        "jx.out.231083.receipt.treasury",
        "jx.parked.231083",
        "jx.attachments.0.0",
        "jx.audit.read",
        "jx.due.task.231083.2021.H1.x",
        "$KV.JX_ACCESS.account.x",
        f"$JS.API.STREAM.INFO.{STREAM}",
        f"$JS.API.STREAM.MSG.GET.{STREAM}",
        "$JS.API.STREAM.MSG.GET.JX_ATTACHMENTS",
        "$JS.API.STREAM.MSG.GET.KV_JX_ACCESS",
        "$JS.API.CONSUMER.CREATE.JX_OUT.x.jx.out.231083.receipt.treasury",
    )
    assert denied(place, TREASURY, others)


def test_receipts_and_answers_are_heard_by_those_they_are_for(place: Place) -> None:
    own = "jx.out.231083.receipt.treasury"
    assert asyncio.run(_tried(place.urls[TREASURY], [], [own])) == []
    answers = ("_INBOX.>", "_INBOX_application.>", "$KV.>", "$JS.>", "jx.>", ">")
    others = ("jx.out.231083.receipt.other", "jx.out.211382.receipt.treasury", "jx.out.>")
    assert deaf(place, TREASURY, (*others, *answers))
    for user in (nats_users.AUDITOR, nats_users.OWNER):
        assert deaf(place, user, (own, *answers))


def test_without_a_key_nobody_gets_in(place: Place) -> None:
    [server] = Address.parse(place.urls[OTHER]).servers
    with pytest.raises(NoAnswer, match=r"(?i)authorization violation"):
        asyncio.run(Wire.open(server, 5))


def test_the_application_does_its_work_with_its_own_rights(place: Place) -> None:
    """Decide, make the intake's consumer, keep files and accounts, write and read the logbook."""
    url = place.urls[nats_users.APPLICATION]
    desk = Desk(url)
    try:
        desk.prepare(intake.prepare)
        desk.prepare(streams.prepare)
        desk.prepare(store.prepare)
        assert adopt(desk).answer.outcome == "accepted"
        assert desk.history(policy_id(HAILIN)).version == 1
    finally:
        desk.close()
    asyncio.run(_accounts(url))
    asyncio.run(_files(url))


async def _files(url: str) -> None:
    async with _client(url) as client:
        attachments = Attachments(client)
        digest = await attachments.keep(b"%PDF-")
        assert await attachments.read(digest, 5) == b"%PDF-"


async def _accounts(url: str) -> None:
    async with _client(url) as client:
        people = await access.opened(client, passwords=Passwords(Hasher()))
        assert await people.links.first(people.visit(""))
        assert [line.entry.what for line in await people.logbook.read()] == ["first"]


def test_the_application_is_told_plainly_when_a_stream_is_missing(place: Place) -> None:
    async def strengthen() -> None:
        wire = await Wire.open(place.urls[nats_users.APPLICATION], 1)
        try:
            await ledger.reconcile(wire, ledger.ledger("JX_NEW", ["jx.new.>"]))
        finally:
            await wire.close()

    with pytest.raises(NoAnswer, match=r"(?i)permissions violation"):
        asyncio.run(strengthen())


def test_the_embedded_application_cannot_take_history_away(nats_url: str) -> None:
    place = Place({"jixiao": nats_url})
    assert denied(place, "jixiao", DELETIONS)
    assert allowed(place, "jixiao", [f"$JS.API.STREAM.INFO.{STREAM}"])


def test_seeds_are_for_their_owner_only_and_stay(tmp_path: Path) -> None:
    first = credentials.write(tmp_path, ["231083/treasury"])
    seeds = {name: file.read_text() for name, file in first.seeds.items()}
    for file in first.seeds.values():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert file.read_text().strip() not in (tmp_path / "users.conf").read_text()
    first.config.write_text("# mine\n")
    again = credentials.write(tmp_path, ["211382/treasury"])
    assert again.config.read_text() == "# mine\n"
    assert len(again.seeds) == 5
    assert {name: again.seeds[name].read_text() for name in seeds} == seeds


@pytest.mark.parametrize("bad", ["treasury", "23108/treasury", "231083/a.b", "231083/", "231083/>"])
def test_an_upstream_system_that_cannot_be_meant_is_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(Refused, match="区划/系统名"):
        credentials.write(tmp_path, [bad])
    assert not (tmp_path / "users.conf").exists()


def test_a_strange_key_is_not_let_in(tmp_path: Path) -> None:
    written = credentials.write(tmp_path, [])
    written.seeds["owner"].rename(tmp_path / "keys" / "stranger.nk")
    with pytest.raises(Refused, match="stranger"):
        credentials.write(tmp_path, [])
