"""``show`` and ``rebuild``: the three answers and the other views."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Annotated, Final

import typer
from msgspec import Struct
from msgspec.structs import replace

from events.subjects import DIVISION
from projections.view import PAGE, Lookup, Which
from services.answers.moment import moment
from services.answers.questions import VIEWS, Asked
from services.answers.spreadsheet import csv_text, write_xlsx
from services.cli.paths import write
from services.cli.running import (
    AsJson,
    Data,
    console,
    in_office,
    progress,
    put_json,
    say,
)
from services.cli.tables import table
from services.completion import EVERYTHING
from services.office import Office
from services.projector.asof import as_of as views_as_of
from services.projector.lookup import ask
from services.projector.rebuild import rebuild
from services.refusal import Refused

MOST: Final = 100_000
SHEET: Final = 1_048_575  # lines of a worksheet below its headings


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("show", help=f"查看视图：{'、'.join(VIEWS)}。")(show)
    app.command("rebuild", help="从第一条事实起重建全部视图，完成后一次换上。")(rebuild_)


def show(  # noqa: PLR0913  # each is an option of the command line
    view: Annotated[str, typer.Argument(help="、".join(VIEWS))],
    data: Data = None,
    *,
    division: Annotated[str | None, typer.Option(help="财政区划代码")] = None,
    year: Annotated[int | None, typer.Option(help="预算年度")] = None,
    project: Annotated[str | None, typer.Option(help="项目代码")] = None,
    department: Annotated[str | None, typer.Option(help="部门")] = None,
    period: Annotated[str | None, typer.Option(help="监控期间（board、summary）")] = None,
    clues: Annotated[bool, typer.Option("--clues", help="只看问责线索（trail）")] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", help="截至此刻登记的事实")] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=MOST,
            help=f"最多几行（不填：表格列前 {PAGE} 行，--json、--csv、--xlsx 列全部）",
        ),
    ] = None,
    offset: Annotated[int, typer.Option(min=0, help="跳过前几行")] = 0,
    json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="以 CSV 输出")] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="写入 Excel 文件")] = None,
) -> None:
    """Print a view as it is, or as it was at a moment; what is left out is said, with how many."""
    if view not in VIEWS:
        raise Refused(f"没有视图 {view}：可用 {'、'.join(VIEWS)}")
    if division is not None and not DIVISION.fullmatch(division):
        raise Refused(f"区划“{division}”不是六位数字的财政区划代码，如 231083")
    title, lookup_of = VIEWS[view]
    whole = json or as_csv or xlsx is not None
    most = limit or (EVERYTHING if whole else PAGE)
    which = Which(
        division=division,
        year=year,
        project=project,
        department=department,
        limit=EVERYTHING,
        offset=offset,
    )
    asked = Asked(which=which, period=period, clues=clues)
    past = moment(as_of) if as_of else None
    listed = in_office(data, lambda office: _listed(office, lookup_of, asked, past, most))
    kind, rows = listed.kind, listed.rows
    if json:
        put_json(rows)
    elif as_csv:
        sys.stdout.write(csv_text(kind, rows))
    elif xlsx is not None:
        _write_xlsx(xlsx, title, kind, rows)
    elif rows:
        console().print(table(title, kind, rows))
    else:
        say(f"{title}：没有符合条件的行")
    if listed.left:
        end = offset + len(rows)
        sys.stderr.write(
            f"共 {end + listed.left} 行，只列出第 {offset + 1} 至 {end} 行，"
            f"其余 {listed.left} 行未列出；续看用 --offset {end}，全部用 --csv、--json 或 --xlsx\n"
        )


class _Listed(Struct, frozen=True, kw_only=True):
    """The rows that are shown, and how many come after them."""

    kind: type[Struct]
    rows: list[Struct]
    left: int


class _Count(Struct, frozen=True):
    rows: int


async def _listed(
    office: Office,
    lookup_of: Callable[[Asked], Lookup[Struct]],
    asked: Asked,
    past: datetime | None,
    most: int,
) -> _Listed:
    page = lookup_of(replace(asked, which=replace(asked.which, limit=most)))
    if past is None:
        rows = await office.ask(page)
        left = 0 if len(rows) < most else (await office.ask(_count(lookup_of(asked))))[0].rows
    else:
        async with views_as_of(office.client, office.database_url, past) as connection:
            rows = await ask(connection, page)
            left = (await ask(connection, _count(lookup_of(asked))))[0].rows
    shown = rows[:most]
    return _Listed(kind=page.answer, rows=shown, left=max(0, left - len(shown)))


def _count(lookup: Lookup[Struct]) -> Lookup[_Count]:
    """Count the rows of a question."""
    counted = f"SELECT count(*) AS rows FROM ({lookup.sql}) AS asked"  # noqa: S608 - constants
    return Lookup(counted, lookup.parameters, _Count)


def _write_xlsx(path: Path, title: str, kind: type[Struct], rows: Sequence[Struct]) -> None:
    if len(rows) > SHEET:
        raise Refused(
            f"{len(rows)} 行超过 Excel 一张表的 {SHEET} 行，请用 --csv 或分次用 --limit、--offset"
        )
    written = BytesIO()
    write_xlsx(written, title, kind, rows)
    write(path, written.getvalue())
    say(f"已写入 {path}（{len(rows)} 行）")


def rebuild_(data: Data = None, *, json: AsJson = False) -> None:
    """Build every view anew beside the live ones and swap."""

    async def work(office: Office) -> int:
        end = await office.settle()
        with progress() as bar:
            task = bar.add_task("重建视图", total=end)
            built = await rebuild(
                office.client,
                office.database_url,
                progress=lambda position: bar.update(task, completed=position),
            )
        return min(view.position for view in built)

    position = in_office(data, work)
    if json:
        put_json({"position": position})
    else:
        say(f"全部视图已重建至台账第 {position} 条")
