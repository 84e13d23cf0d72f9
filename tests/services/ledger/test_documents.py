import json
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError, ProgrammingError

from services.ledger.chain import origin
from services.ledger.document import Document
from services.ledger.envelope import WRAPPED, uuid7
from services.ledger.recorders import LedgerApplicationRecorder
from tests.services.ledger.story import OpenFactory, bodies, document, event, first_break


def test_a_document_comes_back_byte_for_byte_but_for_its_seal(
    recorder: LedgerApplicationRecorder,
) -> None:
    given = document("211382.project.211382-2021-P001", 1)
    recorder.insert_events([given])
    [found] = recorder.select_events(given.originator_id)
    seal = f',"prevhash":"{origin("sha256")}"}}'.encode()
    assert found == Document(given.originator_id, 1, "told.v1", given.state[:-1] + seal)
    [notification] = recorder.select_notifications(None, 10)
    assert notification.state == found.state
    assert notification.originator_id == given.originator_id
    assert recorder.last(given.originator_id) == found


def test_a_wrapped_event_is_a_cloud_event(
    open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    factory = open_factory(text_env)
    recorder = factory.application_recorder()
    given = event("a", 0, bytes(range(256)))
    recorder.insert_events([given])
    assert recorder.select_events("a") == [given]
    [body] = bodies(factory, "a")
    found = json.loads(body)
    assert UUID(found.pop("id")).version == 7
    assert found.pop("time").endswith("Z")
    assert found.pop("data_base64").startswith("AAECAwQF")
    assert found == {
        "specversion": "1.0",
        "source": text_env["NATS_STREAM"],
        "type": "told.v1",
        "subject": "a",
        "version": 0,
        "datacontenttype": WRAPPED,
        "prevhash": origin("sha256"),
    }


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_events_and_documents_share_a_chain(
    open_factory: OpenFactory, text_env: dict[str, str], algorithm: str
) -> None:
    factory = open_factory(text_env | {"NATS_HASH": algorithm})
    recorder = factory.application_recorder()
    recorder.insert_events([document("a", 1)])
    recorder.insert_events([event("a", 2), document("a", 3)])
    chain = bodies(factory, "a")
    assert first_break(chain) is None
    assert json.loads(chain[2])["prevhash"].startswith(f"{algorithm}:")
    chain[1] = chain[1].replace(b"told.v1", b"TOLD.v1")
    assert first_break(chain) == 2


@pytest.mark.parametrize(
    "state",
    [
        document("a", 2).state,
        document("a", 1, type="other.v1").state,
        document("b", 1).state,
        document("a", 1, id=None).state,
        document("a", 1, prevhash=origin("sha256")).state,
        document("a", 1, datacontenttype=WRAPPED).state,
        document("a", 1).state + b" ",
        b"[]",
        b"{",
        b"{}",
    ],
)
def test_a_document_that_contradicts_its_event_is_refused(
    recorder: LedgerApplicationRecorder, state: bytes
) -> None:
    with pytest.raises(ProgrammingError):
        recorder.insert_events([Document("a", 1, "told.v1", state)])
    assert recorder.max_notification_id() is None


def test_bodies_are_stored_as_the_documents_they_are(
    recorder: LedgerApplicationRecorder,
) -> None:
    first, second = document("a", 1), document("a", 2)
    sequences = recorder.insert_documents([("a", 1, first.state), ("a", 2, second.state)])
    assert sequences == [1, 2]
    with pytest.raises(IntegrityError):
        recorder.insert_documents([("a", 2, second.state)])
    found = recorder.select_events("a")
    assert [(type(one), one.originator_version, one.topic) for one in found] == [
        (Document, one.originator_version, one.topic) for one in (first, second)
    ]
    assert recorder.select_documents(["a"]) == [[one.state for one in found]]


def test_ids_are_ordered_by_time() -> None:
    first, second = UUID(uuid7()), UUID(uuid7())
    assert first.version == second.version == 7
    assert first.int >> 80 <= second.int >> 80
    assert first != second
