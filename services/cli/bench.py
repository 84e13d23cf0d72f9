"""``bench``: how fast the record is, by ratios measured in one run."""

from pathlib import Path
from typing import Annotated, Final

import typer

from services.bench.row import Row
from services.bench.run import GROUPS, measure
from services.bench.table import printed, write
from services.cli.running import console, settings_for
from services.refusal import Refused

RESULT: Final = Path("build/bench.json")


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("bench", help="性能：与物理极限和同类方案在同一次运行中相比。")(bench)


def bench(
    *,
    quick: Annotated[bool, typer.Option("--quick", help="一分钟内的简版")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help=f"只测其中几组：{'、'.join(GROUPS)}")
    ] = None,
) -> None:
    """Measure on servers of its own, print a table and write ``build/bench.json``."""
    groups = only or list(GROUPS)
    if unknown := [name for name in groups if name not in GROUPS]:
        raise Refused(f"没有这一组：{'、'.join(unknown)}；现有：{'、'.join(GROUPS)}")
    rows: list[Row] = []
    with console().status("") as status:
        for name, found in zip(
            groups, measure(settings_for(None), groups, quick=quick), strict=True
        ):
            rows.extend(found)
            status.update(f"已测 {name}")
    console().print(printed(rows))
    write(rows, RESULT)
