import json
import threading
from pathlib import Path

import pytest

from services.runtime.folder import hold
from services.runtime.servers import attach_or_start, servers
from services.runtime.settings import Settings
from services.runtime.trouble import ServerFailed
from tests.services.runtime.world import keeper, users_of, write


def test_live_servers_are_joined_and_not_owned(tmp_path: Path) -> None:
    with keeper(tmp_path) as other:
        with attach_or_start(Settings(data=tmp_path)) as running:
            assert running.nats_url == other.nats_url
            assert running.database_url == other.database_url
            assert running.children == ()
        assert other.process.poll() is None
        write(other.nats_url, other.database_url, "仍在")


def test_without_a_keeper_the_servers_are_our_own(tmp_path: Path) -> None:
    with attach_or_start(Settings(data=tmp_path)) as running:
        assert len(running.children) == 2
    assert users_of(tmp_path) == set()


def test_addresses_left_by_a_killed_keeper_are_not_believed(tmp_path: Path) -> None:
    with keeper(tmp_path) as other:
        other.process.kill()
        other.process.wait()
        assert (tmp_path / "servers.json").exists()
        with attach_or_start(Settings(data=tmp_path)) as running:
            assert running.nats_url != other.nats_url
            assert len(running.children) == 2


def test_a_keeper_that_is_still_starting_is_waited_for(tmp_path: Path) -> None:
    addresses: dict[str, str] = {}

    def publish() -> None:
        (tmp_path / "data" / "servers.json").write_text(json.dumps(addresses))

    with servers(Settings(data=tmp_path / "elsewhere")) as other, hold(tmp_path / "data"):
        addresses |= {"nats_url": other.nats_url, "database_url": other.database_url}
        later = threading.Timer(0.3, publish)
        later.start()
        with attach_or_start(Settings(data=tmp_path / "data")) as running:
            assert running.nats_url == other.nats_url
        later.join()


def test_external_servers_are_used_without_children_and_without_the_folder(tmp_path: Path) -> None:
    with servers(Settings(data=tmp_path / "one")) as ours:
        settings = Settings(
            data=tmp_path / "two", nats_url=ours.nats_url, database_url=ours.database_url
        )
        with servers(settings) as running, servers(settings):
            assert running.children == ()
            write(running.nats_url, running.database_url, "外")
        assert not (tmp_path / "two").exists()


def test_one_external_server_goes_with_one_of_our_own(tmp_path: Path) -> None:
    with servers(Settings(data=tmp_path / "one")) as ours:
        settings = Settings(data=tmp_path / "two", database_url=ours.database_url)
        with servers(settings) as running:
            assert [child.name for child in running.children] == ["nats-server"]
            write(running.nats_url, running.database_url, "半")
            with attach_or_start(settings) as joined:
                assert joined.nats_url == running.nats_url


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(data=Path(), nats_url="nats://127.0.0.1:1"), "JIXIAO_NATS_URL"),
        (Settings(data=Path(), database_url="postgresql://u@127.0.0.1:1/d"), "JIXIAO_DATABASE_URL"),
    ],
)
def test_an_external_server_that_is_not_there_is_named(
    tmp_path: Path, settings: Settings, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("services.runtime.servers._EXTERNAL_WITHIN", 0.2)
    with pytest.raises(ServerFailed, match=f"连不上 {said}"), servers(settings):
        pass
    assert users_of(tmp_path) == set()
