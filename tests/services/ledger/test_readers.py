import itertools
import threading
from queue import Queue
from time import monotonic

import pytest
from eventsourcing.persistence import InterfaceError, Notification

from services.ledger.reading import Reading
from services.ledger.recorders import LedgerApplicationRecorder
from tests.services.ledger.story import OpenFactory, document, event, events, first_break, versions


@pytest.fixture
def long(recorder: LedgerApplicationRecorder) -> LedgerApplicationRecorder:
    recorder.insert_events(events("a", 1, 1000))
    recorder.insert_events([event("b", 1)])
    recorder.insert_events(events("a", 1001, 1500))
    return recorder


def test_a_history_longer_than_a_page_is_read_whole(long: LedgerApplicationRecorder) -> None:
    assert versions(long, "a") == list(range(1, 1501))
    assert [n.id for n in long.select_notifications(None, 2000)] == list(range(1, 1502))


@pytest.mark.parametrize(
    ("gt", "lte", "desc", "limit"),
    list(itertools.product([None, 0, 7, 1500], [None, 0, 9, 1600], [False, True], [None, 1, 3])),
)
def test_a_range_is_what_the_same_slice_of_all_would_be(
    long: LedgerApplicationRecorder,
    gt: int | None,
    lte: int | None,
    limit: int | None,
    *,
    desc: bool,
) -> None:
    wanted = [v for v in range(1, 1501) if (gt is None or v > gt) and (lte is None or v <= lte)]
    if desc:
        wanted.reverse()
    found = long.select_events("a", gt=gt, lte=lte, desc=desc, limit=limit)
    assert [e.originator_version for e in found] == wanted[:limit]


def test_many_histories_come_at_once(long: LedgerApplicationRecorder) -> None:
    found = long.select_documents(["a", "b", "nobody"])
    assert [len(bodies) for bodies in found] == [1500, 1, 0]
    assert first_break(found[0]) is None
    assert long.last("nobody") is None


def test_pages_are_filled_although_few_topics_match(long: LedgerApplicationRecorder) -> None:
    long.insert_events([document("c", 1, type="told.v1"), event("c", 2)])
    assert len(long.select_notifications(None, 10, topics=["told.v1"])) == 10
    assert long.select_notifications(None, 10, topics=["never.v1"]) == []
    assert [n.id for n in long.select_notifications(1490, 99, stop=1495)] == list(range(1490, 1496))


def test_a_subscription_waits_for_what_is_yet_to_come(
    recorder: LedgerApplicationRecorder, open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    recorder.insert_events(events("a", 1, 700))
    arrived: Queue[Notification] = Queue()
    with recorder.subscribe(gt=10) as subscription:

        def read() -> None:
            for notification in subscription:
                arrived.put(notification)

        reader = threading.Thread(target=read)
        reader.start()
        first = [arrived.get(timeout=10).id for _ in range(690)]
        writer = open_factory(text_env).application_recorder()
        writer.insert_events(events("a", 701, 1300))
        second = [arrived.get(timeout=10).id for _ in range(600)]
        assert first + second == list(range(11, 1301))
        subscription.stop()
        reader.join(10)
        assert not reader.is_alive()


def test_a_closed_factory_ends_its_readers(
    open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    factory = open_factory(text_env)
    recorder = factory.application_recorder()
    recorder.insert_events([event("a", 1)])
    factory.close()
    factory.close()
    with pytest.raises(InterfaceError):
        recorder.select_events("a")


def test_large_bodies_fill_several_pages(
    recorder: LedgerApplicationRecorder, open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    given = [event(f"a{number}", 1, bytes(300_000)) for number in range(12)]
    recorder.insert_events(given)
    assert [n.state for n in recorder.select_notifications(None, 99)] == [e.state for e in given]
    cold = open_factory(text_env).application_recorder()
    assert cold.insert_events([event(f"a{n}", 2) for n in range(12)]) == list(range(13, 25))


def test_with_replicas_the_leader_is_asked(
    recorder: LedgerApplicationRecorder,
) -> None:
    recorder.insert_events([event("a", 1), event("b", 1)])
    ground = recorder.ground
    reading = Reading(ground.journal.wire, ground.journal.stream, replicas=3)
    subjects = [f"{ground.prefix}.{name}" for name in ("a", "b", "nobody")]
    found = ground.loop.run(reading.last_of(subjects))
    assert found == ground.loop.run(ground.journal.reading.last_of(subjects))
    assert [record.sequence for record in found] == [1, 2]


def test_what_a_lagging_replica_does_not_have_yet_is_read_from_the_leader(
    recorder: LedgerApplicationRecorder,
) -> None:
    recorder.insert_events([event("a", version) for version in range(1, 6)])
    recorder.insert_events([event("b", 1)])
    ground = recorder.ground
    wire, stream = ground.journal.wire, ground.journal.stream
    behind = {"name": f"{stream}_BEHIND", "mirror_direct": True, "allow_direct": True}
    mirror = {"name": stream, "filter_subject": f"{ground.prefix}.b"}
    ground.loop.run(wire.api(f"STREAM.CREATE.{stream}_BEHIND", {**behind, "mirror": mirror}))

    def lengths(replicas: int) -> set[int]:
        reading = Reading(wire, stream, replicas)
        subject = f"{ground.prefix}.a"
        return {len(ground.loop.run(reading.after(subject, 0))) for _ in range(40)}

    deadline = monotonic() + 10
    while lengths(1) == {5}:  # the copy answers by and by
        assert monotonic() < deadline
    assert lengths(3) == {5}
