import logging
from pathlib import Path

import pytest

from services.runtime.settings import Settings
from services.runtime.trouble import BadSetting


def test_an_empty_environment_means_embedded_servers_in_the_data_folder_here() -> None:
    assert Settings.from_environment({}) == Settings(data=Path.cwd() / "data")


def test_an_empty_variable_counts_as_unset() -> None:
    empty = dict.fromkeys(
        ["JIXIAO_DATA", "JIXIAO_NATS_URL", "JIXIAO_DATABASE_URL", "JIXIAO_LOG", "NATS_SERVER_BIN"],
        "",
    )
    assert Settings.from_environment(empty) == Settings.from_environment({})


def test_every_variable_is_read() -> None:
    settings = Settings.from_environment(
        {
            "JIXIAO_DATA": "/srv/绩效",
            "JIXIAO_NATS_URL": "nats://a:4222,nats://b:4222",
            "JIXIAO_DATABASE_URL": "postgresql://u@db/jixiao",
            "JIXIAO_LOG": "debug, json",
            "NATS_SERVER_BIN": "/bin/sh",
        }
    )
    assert settings == Settings(
        data=Path("/srv/绩效"),
        nats_url="nats://a:4222,nats://b:4222",
        database_url="postgresql://u@db/jixiao",
        nats_server_bin=Path("/bin/sh"),
        log_level=logging.DEBUG,
        log_format="json",
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("JIXIAO_NATS_URL", "localhost:4222", "JIXIAO_NATS_URL 不是可用的地址.*nats://主机"),
        ("JIXIAO_NATS_URL", "nats://a,http://b", "JIXIAO_NATS_URL 不是可用的地址"),
        ("JIXIAO_NATS_URL", "nats://a:port", "JIXIAO_NATS_URL 不是可用的地址"),
        ("JIXIAO_DATABASE_URL", "mysql://u@h/d", "应如 postgresql://"),
        ("JIXIAO_NATS_URL", "nats://", "JIXIAO_NATS_URL 不是可用的地址"),
        ("JIXIAO_DATABASE_URL", "postgresql://h/d?color=red", "JIXIAO_DATABASE_URL 不是可用的地址"),
        ("JIXIAO_LOG", "loud", "JIXIAO_LOG 里的“loud”看不懂"),
        ("NATS_SERVER_BIN", "/nowhere/nats-server", "/nowhere/nats-server 不是可执行的程序"),
        ("NATS_SERVER_BIN", "/tmp", "/tmp 不是可执行的程序"),  # noqa: S108 - a folder, not a program
    ],
)
def test_a_wrong_value_is_named_in_chinese(name: str, value: str, said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        Settings.from_environment({name: value})


def test_a_refused_address_does_not_give_its_password_away() -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.from_environment({"JIXIAO_DATABASE_URL": "mysql://u:geheim@h/d"})
    assert "geheim" not in str(refused.value)


def test_the_provider_s_file_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "oidc.toml"
    with pytest.raises(BadSetting, match="JIXIAO_OIDC"):
        Settings.from_environment({"JIXIAO_OIDC": str(file)})
    file.touch()
    assert Settings.from_environment({"JIXIAO_OIDC": str(file)}).oidc == file
    assert Settings.from_environment({"JIXIAO_OIDC": ""}).oidc is None
