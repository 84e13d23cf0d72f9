import asyncio
import http.client
import json
import os
import signal
import stat
import threading
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from services.runtime.servers import servers
from services.runtime.settings import Settings
from services.runtime.trouble import DataFolderBusy, ServerFailed
from tests.services.runtime.world import keeper, read, users_of, write


def test_servers_are_ready_when_they_are_handed_over_and_gone_afterwards(tmp_path: Path) -> None:
    with servers(Settings(data=tmp_path)) as running:
        write(running.nats_url, running.database_url, "一")
        assert read(running.nats_url, running.database_url) == (["一"], ["一"])
        assert {child.pid for child in running.children} < users_of(tmp_path)
    assert users_of(tmp_path) == set()
    assert not (tmp_path / "servers.json").exists()


def test_data_survives_a_restart_in_a_folder_with_a_difficult_name(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / ("绩效, \"数据\" 'x' " + "长" * 40))
    with servers(settings) as running:
        write(running.nats_url, running.database_url, "一")
    with servers(settings) as running:
        assert read(running.nats_url, running.database_url) == (["一"], ["一"])
        sockets = Path(str(psycopg.conninfo.conninfo_to_dict(running.database_url)["host"]))
        assert sockets.is_dir()
        assert tmp_path not in sockets.parents
    assert not sockets.exists()


def test_an_exception_stops_the_servers_and_goes_on(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), servers(Settings(data=tmp_path)):
        raise ZeroDivisionError
    assert users_of(tmp_path) == set()


def test_addresses_are_published_to_the_same_user_only(tmp_path: Path) -> None:
    with servers(Settings(data=tmp_path)) as running:
        file = tmp_path / "servers.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert json.loads(file.read_bytes())["nats_url"] == running.nats_url


def test_a_stranger_without_the_password_is_not_let_in(tmp_path: Path) -> None:
    with servers(Settings(data=tmp_path)) as running:
        login, place = running.nats_url.removeprefix("nats://").split("@")
        assert login.split(":")[1] not in repr(running)
        greeting = asyncio.run(_greeting(place))
    assert greeting["auth_required"] is True


def test_only_the_keeper_s_user_is_let_into_the_database(tmp_path: Path) -> None:
    with servers(Settings(data=tmp_path)) as running:
        with psycopg.connect(running.database_url) as connection:
            rules = connection.execute("SELECT type, auth_method FROM pg_hba_file_rules")
            assert rules.fetchall() == [("local", "peer")]


def test_an_acknowledged_fact_is_on_disk(tmp_path: Path) -> None:
    with servers(Settings(data=tmp_path)):
        (ports,) = (tmp_path / "nats").glob("*.ports")
        place = urlsplit(json.loads(ports.read_bytes())["monitoring"][0]).netloc
        with closing(http.client.HTTPConnection(place)) as connection:
            connection.request("GET", "/varz")
            told = json.loads(connection.getresponse().read())
    assert told["jetstream"]["config"]["sync_always"] is True
    assert told["max_payload"] >= 1 << 20


async def _greeting(place: str) -> dict[str, object]:
    reader, writer = await asyncio.open_connection(*place.split(":"))
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return dict(json.loads(line.removeprefix(b"INFO ")))


def test_another_process_is_refused_with_the_pid_of_the_keeper(tmp_path: Path) -> None:
    with keeper(tmp_path) as other:
        with pytest.raises(DataFolderBusy, match=f"进程 {other.process.pid} .*keeper"):
            with servers(Settings(data=tmp_path)):
                pass


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_servers_in_order(tmp_path: Path, how: signal.Signals) -> None:
    with keeper(tmp_path) as other:
        other.process.send_signal(how)
        assert other.process.wait(20) in (128 + how, -signal.SIGINT)
        assert users_of(tmp_path) == set()
    said = (tmp_path / "postgres.log").read_text()
    assert "received fast shutdown request" in said
    assert "immediate shutdown" not in said
    assert "Server Exiting" in (tmp_path / "nats-server.log").read_text()


def test_a_terminal_s_signals_reach_the_keeper_only(tmp_path: Path) -> None:
    with keeper(tmp_path) as other:
        group = os.getpgid(other.process.pid)
        assert group not in {os.getpgid(pid) for pid in other.children.values()}


def test_a_sigterm_that_somebody_else_handles_is_left_to_them(tmp_path: Path) -> None:
    theirs = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with servers(Settings(data=tmp_path)):
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, theirs)


@pytest.mark.parametrize("name", ["nats-server", "postgres"])
def test_the_death_of_a_server_is_told_to_the_keeper(tmp_path: Path, name: str) -> None:
    with keeper(tmp_path, "--watch") as other:
        os.kill(other.children[name], signal.SIGKILL)
        _, said = other.process.communicate(timeout=20)
    assert other.process.returncode == 1
    assert f"{name} 意外退出（代码 -9），原因见 {tmp_path / name}.log" in said
    assert users_of(tmp_path) == set()


def test_a_server_that_cannot_start_is_quoted_and_the_lock_given_back(tmp_path: Path) -> None:
    program = tmp_path / "broken"
    program.write_text("#!/bin/sh\necho no luck today\nexit 3\n")
    program.chmod(0o755)
    data = tmp_path / "data"
    with pytest.raises(ServerFailed, match=r"nats-server 意外退出（代码 3）[^$]*no luck today"):
        with servers(Settings(data=data, nats_server_bin=program)):
            pass
    assert users_of(data) == set()
    with servers(Settings(data=data)) as running:
        assert len(running.children) == 2


def test_servers_are_not_started_from_a_thread_whose_end_would_kill_them(tmp_path: Path) -> None:
    caught: list[BaseException] = []

    def start() -> None:
        try:
            with servers(Settings(data=tmp_path)):
                pass
        except RuntimeError as error:
            caught.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert "main thread" in str(caught[0])
    assert users_of(tmp_path) == set()


def test_the_fixture_s_database_is_empty_and_its_own(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        tables = connection.execute("SELECT FROM pg_tables WHERE schemaname = 'public'")
        assert tables.rowcount == 0
        assert connection.info.dbname.startswith("test_")
