from collections.abc import Iterator
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError, StoredEvent

from services.ledger import LedgerFactory
from services.ledger.recorders import LedgerApplicationRecorder
from tests.services.ledger.conftest import server
from tests.services.ledger.proxy import Proxy
from tests.services.ledger.story import OpenFactory, bodies, event, events, first_break, versions

ACK = b'"seq":'
ONE = [event("a", 2)]
MANY = [*events("a", 2, 150), *events("b", 1, 50)]


@pytest.fixture
def proxy(nats_url: str) -> Iterator[Proxy]:
    proxy = Proxy(nats_url)
    yield proxy
    proxy.close()


@pytest.fixture
def far(open_factory: OpenFactory, text_env: dict[str, str], proxy: Proxy) -> LedgerFactory:
    """Reach the server through the proxy."""
    return open_factory(text_env | {"NATS_URL": proxy.url, "NATS_PUBLISH_TIMEOUT": "2"})


@pytest.fixture
def near(recorder: LedgerApplicationRecorder) -> LedgerApplicationRecorder:
    """Look at the same stream without the proxy."""
    return recorder


@pytest.mark.parametrize("batch", [ONE, MANY])
def test_a_stored_append_whose_acknowledgement_is_lost_is_found(
    far: LedgerFactory, near: LedgerApplicationRecorder, proxy: Proxy, batch: list[StoredEvent]
) -> None:
    recorder = far.application_recorder()
    recorder.insert_events([event("a", 1)])
    proxy.swallow_answer(ACK)
    assert recorder.insert_events(batch) == list(range(2, len(batch) + 2))
    assert proxy.cuts == 1
    assert near.max_notification_id() == len(batch) + 1
    assert first_break(bodies(far, "a")) is None
    assert recorder.insert_events([event("c", 1)]) == [len(batch) + 2]


@pytest.mark.parametrize("batch", [ONE, MANY])
@pytest.mark.parametrize("torn", [b"HPUB", b'"prevhash":"', b'"}'])
def test_an_append_that_never_arrived_whole_is_repeated_once(
    far: LedgerFactory,
    near: LedgerApplicationRecorder,
    proxy: Proxy,
    batch: list[StoredEvent],
    torn: bytes,
) -> None:
    recorder = far.application_recorder()
    recorder.insert_events([event("a", 1)])
    proxy.swallow_request(torn)
    assert recorder.insert_events(batch) == list(range(2, len(batch) + 2))
    assert proxy.cuts == 1
    assert near.max_notification_id() == len(batch) + 1
    assert first_break(bodies(far, "a")) is None


def test_a_lost_refusal_is_still_a_refusal(
    far: LedgerFactory, near: LedgerApplicationRecorder, proxy: Proxy
) -> None:
    recorder = far.application_recorder()
    recorder.insert_events([event("a", 1)])
    near.insert_events([event("a", 2)])
    proxy.swallow_answer(b"wrong last sequence")
    with pytest.raises(IntegrityError):
        recorder.insert_events([event("a", 2)])
    assert proxy.cuts == 1
    assert versions(near, "a") == [1, 2]


def test_a_subscription_survives_a_cut(
    far: LedgerFactory, near: LedgerApplicationRecorder, proxy: Proxy
) -> None:
    near.insert_events(events("a", 1, 900))
    proxy.swallow_answer(b'"version":450,')
    recorder = far.application_recorder()
    with recorder.subscribe() as subscription:
        assert [next(subscription).id for _ in range(900)] == list(range(1, 901))
    assert proxy.cuts == 1


def test_a_server_that_is_not_there_is_named(open_factory: OpenFactory) -> None:
    factory = open_factory({"NATS_URL": "nats://127.0.0.1:1", "NATS_PUBLISH_TIMEOUT": "0.3"})
    with pytest.raises(OperationalError, match=r"127\.0\.0\.1:1.*[Cc]onnect"):
        factory.application_recorder()


def test_a_missing_permission_is_named_although_it_looks_like_silence(
    open_factory: OpenFactory, text_env: dict[str, str], tmp_path: Path
) -> None:
    user = '{ user: a, password: secret, permissions: { publish: { deny: "*.ev.denied" } } }'
    with server(tmp_path, f"authorization {{ users: [{user}] }}") as url:
        access = {"NATS_URL": url.replace("://", "://a:secret@"), "NATS_PUBLISH_TIMEOUT": "0.2"}
        recorder = open_factory(text_env | access).application_recorder()
        for batch in ([event("denied", 1)], [event("a", 1), event("denied", 1), event("b", 1)]):
            with pytest.raises(OperationalError, match=r"(?i)permissions violation"):
                recorder.insert_events(batch)
        assert recorder.insert_events([event("a", 1), event("b", 1)]) == [1, 2]
