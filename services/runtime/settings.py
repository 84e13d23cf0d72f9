"""What differs from one installation to the next, read once from the environment."""

import logging
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self, TypeGuard
from urllib.parse import parse_qsl, urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from services.runtime.trouble import BadSetting

LogFormat = Literal["auto", "json", "console"]

_LEVELS = ("debug", "info", "warning", "error")
_NATS_SCHEMES = ("nats", "tls", "ws", "wss")
_UNSAID = "原值可能含口令，此处不显示"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the facts, the views and the log lines go."""

    data: Path
    nats_url: str | None = None
    database_url: str | None = None
    nats_server_bin: Path | None = None
    policies: Path | None = None
    oidc: Path | None = None
    log_level: int = logging.INFO
    log_format: LogFormat = "auto"
    tls_cert: Path | None = None
    tls_key: Path | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; an empty variable counts as unset. Raises BadSetting."""
        level, shape = _log(environ.get("JIXIAO_LOG", ""))
        cert, key = (_file(environ, f"JIXIAO_TLS_{part}") for part in ("CERT", "KEY"))
        if (cert is None) != (key is None):
            raise BadSetting("JIXIAO_TLS_CERT 和 JIXIAO_TLS_KEY 须同时设置")
        return cls(
            data=Path(environ.get("JIXIAO_DATA") or "data").expanduser().absolute(),
            nats_url=_nats(environ.get("JIXIAO_NATS_URL", "").strip()),
            database_url=_database(environ.get("JIXIAO_DATABASE_URL", "").strip()),
            nats_server_bin=_program(environ.get("NATS_SERVER_BIN", "").strip()),
            log_level=level,
            log_format=shape,
            policies=_folder(environ.get("JIXIAO_POLICIES", "").strip()),
            tls_cert=cert,
            tls_key=key,
            oidc=_file(environ, "JIXIAO_OIDC"),
        )


def _nats(text: str) -> str | None:
    for one in text.split(",") if text else ():  # a cluster is named by several of its servers
        try:
            address = urlsplit(one.strip())
            usable = address.scheme in _NATS_SCHEMES and address.hostname and address.port != 0
        except ValueError:  # the port is no number
            usable = False
        if not usable:
            raise BadSetting(f"JIXIAO_NATS_URL 不是可用的地址：{_UNSAID}，应如 nats://主机:4222")
        _parameters(one.strip())
    return text or None


def _parameters(text: str) -> None:
    """Look at what follows the question mark: files that must be there."""
    try:
        found = dict(parse_qsl(urlsplit(text).query, strict_parsing="?" in text))
    except ValueError:
        found = {"?": ""}
    for name, file in found.items():
        if name not in ("ca", "seed", "inbox"):
            raise BadSetting(f"JIXIAO_NATS_URL 的参数看不懂：只有 ca、seed 和 inbox（{_UNSAID}）")
        if name != "inbox" and not Path(file).is_file():
            raise BadSetting(f"JIXIAO_NATS_URL 的参数 {name} 指向的 {file} 不是文件")


def _database(text: str) -> str | None:
    try:
        usable = text.startswith(("postgresql://", "postgres://")) and conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        usable = False
    if text and not usable:
        raise BadSetting(
            f"JIXIAO_DATABASE_URL 不是可用的地址：{_UNSAID}，应如 postgresql://用户@主机:5432/库名"
        )
    return text or None


def _program(text: str) -> Path | None:
    if not text:
        return None
    found = shutil.which(text)
    if found is None:
        raise BadSetting(f"NATS_SERVER_BIN 指向的 {text} 不是可执行的程序")
    return Path(found).absolute()


def _folder(text: str) -> Path | None:
    if not text:
        return None
    folder = Path(text).expanduser().absolute()
    if not folder.is_dir():
        raise BadSetting(f"JIXIAO_POLICIES 指向的 {text} 不是目录")
    return folder


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    text = environ.get(name, "").strip()
    if not text:
        return None
    file = Path(text).expanduser().absolute()
    if not file.is_file():
        raise BadSetting(f"{name} 指向的 {text} 不是文件")
    return file


def _log(text: str) -> tuple[int, LogFormat]:
    level = logging.INFO
    shape: LogFormat = "auto"
    for word in filter(None, (part.strip().lower() for part in text.split(","))):
        if word in _LEVELS:
            level = logging.getLevelNamesMapping()[word.upper()]
        elif _is_format(word):
            shape = word
        else:
            raise BadSetting(
                f"JIXIAO_LOG 里的“{word}”看不懂：级别用 {'、'.join(_LEVELS)}，"
                "格式用 json 或 console，两者以逗号分开，例如 debug,json"
            )
    return level, shape


def _is_format(word: str) -> TypeGuard[LogFormat]:
    return word in ("auto", "json", "console")
