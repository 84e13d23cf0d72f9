import os
import signal
from pathlib import Path

import pytest

from services.runtime.cluster import Cluster
from services.runtime.folder import hold
from services.runtime.servers import servers
from services.runtime.settings import Settings
from services.runtime.trouble import ServerFailed
from tests.services.runtime.world import eventually, keeper, read, users_of, write


def test_a_killed_keeper_leaves_no_server_and_a_folder_that_starts_again(tmp_path: Path) -> None:
    with keeper(tmp_path) as other:
        write(other.nats_url, other.database_url, "一")
        other.process.kill()
        other.process.wait()
        assert eventually(lambda: users_of(tmp_path) == set())
    with servers(Settings(data=tmp_path)) as running:
        assert read(running.nats_url, running.database_url) == (["一"], ["一"])


def test_the_next_start_waits_for_the_servers_of_a_killed_keeper(tmp_path: Path) -> None:
    with keeper(tmp_path) as other:
        write(other.nats_url, other.database_url, "一")
        other.process.kill()
        other.process.wait()
        with servers(Settings(data=tmp_path)) as running:
            assert {child.pid for child in running.children}.isdisjoint(other.children.values())
            assert read(running.nats_url, running.database_url) == (["一"], ["一"])


def test_servers_that_were_killed_too_recover(tmp_path: Path) -> None:
    with keeper(tmp_path) as other:
        write(other.nats_url, other.database_url, "一")
        for pid in (other.process.pid, *other.children.values()):
            os.kill(pid, signal.SIGKILL)
        other.process.wait()
        with servers(Settings(data=tmp_path)) as running:
            assert read(running.nats_url, running.database_url) == (["一"], ["一"])


def test_a_stale_pid_file_that_names_a_living_process_is_no_obstacle(tmp_path: Path) -> None:
    with servers(Settings(data=tmp_path)) as running:
        write(running.nats_url, running.database_url, "一")
        stale = (tmp_path / "postgres" / "postmaster.pid").read_text().splitlines()
    (tmp_path / "postgres" / "postmaster.pid").write_text("\n".join(["1", *stale[1:], ""]))
    with servers(Settings(data=tmp_path)) as running:
        assert read(running.nats_url, running.database_url) == (["一"], ["一"])


def test_an_initdb_that_was_killed_half_way_is_done_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.new" / "base").mkdir(parents=True)
    with servers(Settings(data=tmp_path)) as running:
        write(running.nats_url, running.database_url, "一")
    assert not (tmp_path / "postgres.new").exists()


def test_an_initdb_that_fails_is_quoted_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match="initdb 意外退出（代码 1）"), hold(tmp_path) as held:
        Cluster(held).run("initdb", ["--encoding=KLINGON", "-D", str(tmp_path / "x")]).finish()
    assert users_of(tmp_path) == set()
