import pytest

from services.cli.outages import chinese
from services.ledger import LedgerFactory
from services.ledger.streams import StreamRefused, drift, ledger, reconcile
from services.ledger.wire import Json
from tests.services.ledger.story import OpenFactory, event, versions


@pytest.fixture
def factory(open_factory: OpenFactory, text_env: dict[str, str]) -> LedgerFactory:
    return open_factory(text_env)


@pytest.fixture
def wanted(factory: LedgerFactory) -> Json:
    return ledger(factory.settings.stream, [f"{factory.settings.prefix}.>"])


def config(factory: LedgerFactory) -> Json:
    info = factory.loop.run(factory.wire.api(f"STREAM.INFO.{factory.settings.stream}"))
    found = info["config"]
    assert isinstance(found, dict)
    return found


def create(factory: LedgerFactory, settings: Json) -> None:
    present = {key: value for key, value in settings.items() if value is not None}
    factory.loop.run(factory.wire.api(f"STREAM.CREATE.{settings['name']}", present))


def test_a_made_stream_has_no_drift(factory: LedgerFactory, wanted: Json) -> None:
    name = factory.settings.stream
    assert factory.loop.run(drift(factory.wire, wanted)) == [
        f"stream {name}: wanted, but there is none"
    ]
    factory.application_recorder()
    assert factory.loop.run(drift(factory.wire, wanted)) == []
    found = config(factory)
    assert found["deny_delete"] is found["deny_purge"] is found["allow_atomic"] is True
    assert (found["discard"], found["storage"], found["max_age"]) == ("new", "file", 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("deny_delete", False),
        ("deny_purge", False),
        ("max_age", 3_600_000_000_000),
        ("max_msgs", 5),
        ("max_bytes", 1_000_000),
        ("max_msgs_per_subject", 1),
        ("storage", "memory"),
        ("discard", "old"),
        ("retention", "interest"),
        ("allow_msg_ttl", True),
        ("allow_rollup_hdrs", True),
        ("no_ack", True),
    ],
)
def test_a_weaker_stream_is_refused_and_left_alone(
    factory: LedgerFactory, wanted: Json, field: str, value: object
) -> None:
    # Without these two the server takes every weaker setting that is tried here.
    lax = {"allow_atomic": False, "deny_purge": False} if field != "deny_delete" else {}
    create(factory, wanted | lax | {field: value})
    before = config(factory)
    with pytest.raises(StreamRefused, match=rf"{field}: wanted .*, found {value!r}"):
        factory.application_recorder()
    assert config(factory) == before
    lines = factory.loop.run(drift(factory.wire, wanted))
    assert any(line.startswith(f"{field}: ") for line in lines)


def test_harmless_changes_are_made_and_the_rest_is_kept(
    factory: LedgerFactory, wanted: Json
) -> None:
    create(
        factory,
        wanted | {"allow_direct": False, "allow_atomic": False, "metadata": {"owner": "us"}},
    )
    wanted |= {"description": "every fact", "metadata": {"kind": "ledger"}}
    wanted["subjects"] = [factory.settings.prefix, f"{factory.settings.prefix}.>"]
    factory.loop.run(reconcile(factory.wire, wanted))
    found = config(factory)
    assert found["allow_direct"] is found["allow_atomic"] is True
    assert found["description"] == "every fact"
    metadata = found["metadata"]
    assert isinstance(metadata, dict)
    assert (metadata["owner"], metadata["kind"]) == ("us", "ledger")
    assert factory.loop.run(drift(factory.wire, wanted)) == []


def test_a_stream_is_never_weakened(factory: LedgerFactory, wanted: Json) -> None:
    factory.application_recorder()
    with pytest.raises(StreamRefused, match="deny_purge: wanted False, found True"):
        factory.loop.run(reconcile(factory.wire, wanted | {"deny_purge": False}))
    with pytest.raises(StreamRefused, match="max_age: wanted 1000000000, found 0"):
        factory.loop.run(reconcile(factory.wire, wanted | {"max_age": 1_000_000_000}))


def test_what_is_written_at_once_where_it_might_be_later_is_not_weaker(
    factory: LedgerFactory,
) -> None:
    name = factory.settings.stream
    at_once: Json = {"name": name, "subjects": [f"{name}.>"], "storage": "file"}
    create(factory, at_once)
    assert factory.loop.run(drift(factory.wire, {**at_once, "persist_mode": "async"})) == []


def test_what_is_written_behind_cannot_grow_and_that_is_said_with_what_to_do(
    factory: LedgerFactory,
) -> None:
    name = factory.settings.stream
    behind: Json = {"name": name, "subjects": [f"{name}.>"], "storage": "file"}
    create(factory, {**behind, "persist_mode": "async"})
    with pytest.raises(StreamRefused, match="persist_mode: wanted None, found 'async'") as refused:
        factory.loop.run(reconcile(factory.wire, {**behind, "persist_mode": None}))
    assert f"流 {name} 原由一台服务器延后写盘" in chinese(refused.value)
    assert "jixiao backup" in chinese(refused.value)


def test_positions_widen_the_stream_and_stay_out_of_the_notifications(
    factory: LedgerFactory, open_factory: OpenFactory, text_env: dict[str, str]
) -> None:
    factory.application_recorder().insert_events([event("a", 1)])
    open_factory(text_env).process_recorder()
    recorder = open_factory(text_env).application_recorder()
    recorder.insert_events([event("a", 2)])
    assert versions(recorder, "a") == [1, 2]


@pytest.mark.parametrize(
    ("key", "value"), [("NATS_URL", ""), ("ORIGINATOR_ID_TYPE", "int"), ("NATS_HASH", "md5")]
)
def test_settings_that_mean_nothing_are_refused(
    text_env: dict[str, str], key: str, value: str
) -> None:
    with pytest.raises(OSError, match=key):
        LedgerFactory(text_env | {key: value})
