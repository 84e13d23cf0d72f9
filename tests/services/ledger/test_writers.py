from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from eventsourcing.persistence import IntegrityError, ProgrammingError

from services.ledger.recorders import LedgerApplicationRecorder
from tests.services.ledger.story import (
    OpenFactory,
    bodies,
    document,
    event,
    events,
    first_break,
    versions,
)


def test_interleaved_writers_leave_a_whole_chain(
    open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    factories = [open_factory(text_env), open_factory(text_env)]
    recorders = [factory.application_recorder() for factory in factories]
    for version in range(1, 21):
        recorders[version % 2].insert_events([event("a", version)])
    recorders[0].insert_events([*events("a", 21, 25), *events("b", 1, 3)])
    recorders[1].insert_events([*events("b", 4, 5), *events("a", 26, 30)])
    assert versions(recorders[0], "a") == list(range(1, 31))
    assert first_break(bodies(factories[0], "a")) is None
    assert first_break(bodies(factories[0], "b")) is None


def test_a_conflict_in_the_second_aggregate_leaves_nothing_of_the_first(
    recorder: LedgerApplicationRecorder, open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    recorder.insert_events([event("b", 1)])
    open_factory(text_env).application_recorder().insert_events([event("b", 2)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([event("a", 1), event("b", 2), event("c", 1)])
    assert versions(recorder, "a") == []
    assert versions(recorder, "c") == []
    assert recorder.max_notification_id() == 2
    assert recorder.insert_events([event("a", 1), event("b", 3), event("c", 1)]) == [3, 4, 5]


def test_a_batch_may_interleave_aggregates(
    open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    factory = open_factory(text_env)
    recorder = factory.application_recorder()
    mixed = [event("a", 1), event("b", 1), event("a", 2), document("b", 2), event("a", 3)]
    assert recorder.insert_events(mixed) == [1, 2, 3, 4, 5]
    assert versions(recorder, "a") == [1, 2, 3]
    assert first_break(bodies(factory, "a")) is None
    assert first_break(bodies(factory, "b")) is None


def test_a_stale_head_is_looked_up_again_before_anybody_is_refused(
    recorder: LedgerApplicationRecorder, open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    other = open_factory(text_env).application_recorder()
    recorder.insert_events([event("a", 1)])
    other.insert_events(events("a", 2, 4))
    assert recorder.insert_events([event("a", 5)]) == [5]
    other.insert_events([event("a", 6)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([event("a", 6)])
    assert recorder.insert_events([event("a", 7)]) == [7]
    with pytest.raises(IntegrityError, match="gap"):
        other.insert_events([event("a", 9)])


@pytest.mark.parametrize("first", [0, 1])
def test_a_cold_writer_continues_what_others_began(
    recorder: LedgerApplicationRecorder,
    open_factory: OpenFactory,
    text_env: dict[str, str],
    first: int,
) -> None:
    recorder.insert_events([event("a", first)])
    other = open_factory(text_env).application_recorder()
    with pytest.raises(IntegrityError):
        other.insert_events([event("a", first)])
    other = open_factory(text_env).application_recorder()
    assert other.insert_events([event("a", first + 1)]) == [2]


@pytest.mark.parametrize("wrong", [[2], [-1], [1, 3], [1, 1], [1, 0]])
def test_versions_are_contiguous(recorder: LedgerApplicationRecorder, wrong: list[int]) -> None:
    with pytest.raises(IntegrityError):
        recorder.insert_events([event("a", version) for version in wrong])
    assert versions(recorder, "a") == []


def test_snapshots_may_leave_gaps_but_not_go_back(
    open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    snapshots = open_factory(text_env).aggregate_recorder("snapshots")
    other = open_factory(text_env).aggregate_recorder("snapshots")
    snapshots.insert_events([event("a", 10)])
    other.insert_events([event("a", 20)])
    snapshots.insert_events([event("a", 30)])
    with pytest.raises(IntegrityError):
        other.insert_events([event("a", 25)])
    assert versions(snapshots, "a") == [10, 20, 30]


def test_of_eight_racing_writers_one_wins_each_version(
    open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    factories = [open_factory(text_env) for _ in range(2)]
    recorders = [factory.application_recorder() for factory in factories] * 4
    start = Barrier(len(recorders))

    def race(version: int, recorder: LedgerApplicationRecorder) -> int:
        start.wait(10)
        try:
            recorder.insert_events([event("a", version)])
        except IntegrityError:
            return 0
        return 1

    with ThreadPoolExecutor(len(recorders)) as threads:
        for version in range(1, 41):
            wins = list(threads.map(race, [version] * len(recorders), recorders))
            assert sum(wins) == 1
    assert versions(recorders[0], "a") == list(range(1, 41))
    assert first_break(bodies(factories[0], "a")) is None


def test_a_thousand_events_go_at_once_and_no_more(recorder: LedgerApplicationRecorder) -> None:
    with pytest.raises(ProgrammingError, match="1001"):
        recorder.insert_events(events("a", 1, 1001))
    thousand = [event(f"a{number}", 1) for number in range(1000)]
    assert recorder.insert_events(thousand) == list(range(1, 1001))


@pytest.mark.parametrize(
    "name", ["", ".", "a.", ".a", "a..b", "a b", "a*", ">", "a.>", "a\r\nPUB x 0", "a\t", "a\x00"]
)
def test_an_id_that_would_be_another_subject_is_refused(
    recorder: LedgerApplicationRecorder, name: str
) -> None:
    with pytest.raises(ProgrammingError):
        recorder.insert_events([event(name, 1)])
    with pytest.raises(ProgrammingError):
        recorder.select_events(name)
    assert recorder.max_notification_id() is None
