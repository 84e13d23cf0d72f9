"""What every command shares: the data folder option, the office it works in, the way it prints."""

import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, TypeVar

import msgspec
import typer
import uvloop
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from services.office import Office, opened
from services.policies.packs import add_packs
from services.refusal import Refused
from services.runtime import log
from services.runtime.cores import one_core
from services.runtime.garbage import look_seldom
from services.runtime.servers import Servers, attach_or_start
from services.runtime.settings import Settings

T = TypeVar("T")

WIDE: Final = 160

Data = Annotated[
    Path | None, typer.Option("--data", help="数据目录（默认 $JIXIAO_DATA 或 ./data）")
]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


def settings_for(data: Path | None, *, quiet: bool = True) -> Settings:
    """Read the settings and configure logging; short commands only log what went wrong."""
    settings = Settings.from_environment()
    if data is not None:
        settings = replace(settings, data=data.expanduser().absolute())
    if settings.policies is not None:
        try:
            add_packs(settings.policies)
        except (OSError, ValueError) as error:
            raise Refused(f"JIXIAO_POLICIES：{error}") from error
    log.configure(replace(settings, log_level=max(settings.log_level, 30)) if quiet else settings)
    return settings


def in_office(
    data: Path | None, work: Callable[[Office], Awaitable[T]], *, begins: bool = False
) -> T:
    """Do some work in the office of a data folder, joining servers that run there already.

    Only what ``begins`` a record makes the folder: an answer from a misspelt one would be empty.
    """
    look_seldom()
    settings = settings_for(data)
    if not (begins or settings.nats_url or settings.data.exists()):
        raise Refused(
            f"没有数据目录 {settings.data}：请核对 --data 或 JIXIAO_DATA；"
            "新的数据目录由 jixiao up、import 或 restore 建立"
        )
    with attach_or_start(settings) as servers, one_core():
        return uvloop.run(_work(servers, work))


async def _work(servers: Servers, work: Callable[[Office], Awaitable[T]]) -> T:
    async with opened(servers) as office:
        return await work(office)


def put_json(value: object) -> None:
    """Print one JSON document to standard output."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    sys.stdout.write(f"{text}\n")


def put_line(value: object) -> None:
    """Print one JSON document on a line of its own, at once."""
    sys.stdout.write(f"{msgspec.json.encode(value).decode()}\n")
    sys.stdout.flush()


def console() -> Console:
    """Give a console for people; wide enough for a table when nothing says how wide it is."""
    told = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if told else WIDE, highlight=False)


def say(*sentences: str) -> None:
    """Print sentences for people, each on a line that is not cut."""
    for sentence in sentences:
        console().print(sentence, markup=False, soft_wrap=True)


def progress() -> Progress:
    """Give a progress bar on standard error, silent when that is no terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
