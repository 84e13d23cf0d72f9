"""``show`` and ``rebuild``: the three answers and the other views."""

import csv
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final

import typer
import xlsxwriter
from msgspec import Struct

from events.subjects import DIVISION
from projections import (
    clawback,
    composition,
    congress,
    coverage,
    dispositions,
    engagements,
    evaluation,
    execution,
    indicators,
    ledgers,
    obligations,
    ranking,
    reallocation,
    reports,
    subjects,
    targets,
    trail,
)
from projections.board import duties
from projections.board import lookups as board
from projections.view import Lookup, Which
from services.cli.running import (
    AsJson,
    Data,
    console,
    in_office,
    moment,
    progress,
    put_json,
    say,
)
from services.cli.tables import cells, headers, table
from services.office import Office
from services.projector.asof import as_of as views_as_of
from services.projector.lookup import ask
from services.projector.rebuild import rebuild
from services.refusal import Refused

MOST: Final = 100_000


class Asked(Struct, frozen=True, kw_only=True):
    """What ``show`` was asked for."""

    which: Which
    period: str | None
    clues: bool

    def of_year(self, view: str) -> tuple[str, int]:
        """Name the one division and year that a report is about."""
        if self.which.division is None or self.which.year is None:
            raise Refused(f"{view} 须指定 --division 和 --year")
        return self.which.division, self.which.year


VIEWS: Final[dict[str, tuple[str, Callable[[Asked], Lookup[Struct]]]]] = {
    "ranking": ("绩效考核排名", lambda asked: ranking.show(asked.which)),
    "trail": ("问责线索与经办轨迹", lambda asked: trail.show(asked.which, clues=asked.clues)),
    "clawback": ("盘活收回清单", lambda asked: clawback.show(asked.which)),
    "dispositions": ("分类处置台账", lambda asked: dispositions.show(asked.which)),
    "reallocation": ("统筹使用收回资金", lambda asked: reallocation.show(asked.which)),
    "evaluation": ("绩效评价", lambda asked: evaluation.show(asked.which)),
    "coverage": ("评价覆盖面", lambda asked: coverage.show(*asked.of_year("coverage"))),
    "execution": ("预算执行", lambda asked: execution.show(asked.which)),
    "board": ("监控任务", lambda asked: board.show(asked.which, period=asked.period)),
    "lights": (
        "部门灯号",
        lambda asked: duties.lights(*asked.of_year("lights"), asked.period),
    ),
    "corrections": (
        "整改与纠偏率",
        lambda asked: duties.corrections(*asked.of_year("corrections")),
    ),
    "revised": ("报送后执行数变动", lambda asked: execution.revised(asked.which)),
    "subjects": ("监控对象", lambda asked: subjects.show(asked.which)),
    "targets": ("绩效目标各版本", lambda asked: targets.show(asked.which)),
    "ledgers": ("三本预算执行", lambda asked: ledgers.show(asked.which)),
    "ledger-totals": (
        "三本预算合计",
        lambda asked: ledgers.totals(*asked.of_year("ledger-totals")),
    ),
    "composition": (
        "监控对象构成",
        lambda asked: composition.show(*asked.of_year("composition")),
    ),
    "indicators": ("指标完成与趋势", lambda asked: indicators.show(asked.which, task=asked.period)),
    "obligations": ("报送与公开义务", lambda asked: obligations.show(asked.which)),
    "engagements": ("第三方机构", lambda asked: engagements.show(asked.which)),
    "congress": ("人大提取数据", lambda asked: congress.extract(asked.which)),
    "direct": ("直达资金台账", lambda asked: reports.direct_funds(*asked.of_year("direct"))),
    "target-coverage": (
        "目标与监控覆盖",
        lambda asked: reports.coverage(*asked.of_year("target-coverage"), asked.which.department),
    ),
    "figures": (
        "年度总结各口径数据",
        lambda asked: reports.figures(*asked.of_year("figures"), asked.period),
    ),
    "summary": (
        "年度总结",
        lambda asked: board.summary(*asked.of_year("summary"), asked.period),
    ),
}


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
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="最多几行")] = 1000,
    offset: Annotated[int, typer.Option(min=0, help="跳过前几行")] = 0,
    json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="以 CSV 输出")] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="写入 Excel 文件")] = None,
) -> None:
    """Print a view as it is, or as it was at a moment."""
    if view not in VIEWS:
        raise Refused(f"没有视图 {view}：可用 {'、'.join(VIEWS)}")
    if division is not None and not DIVISION.fullmatch(division):
        raise Refused(f"区划“{division}”不是六位数字的财政区划代码，如 231083")
    title, lookup_of = VIEWS[view]
    which = Which(
        division=division,
        year=year,
        project=project,
        department=department,
        limit=limit,
        offset=offset,
    )
    lookup = lookup_of(Asked(which=which, period=period, clues=clues))
    past = moment(as_of) if as_of else None
    rows = in_office(data, lambda office: _rows(office, lookup, past))
    if json:
        put_json(rows)
    elif as_csv:
        _put_csv(lookup.answer, rows)
    elif xlsx is not None:
        _write_xlsx(xlsx, title, lookup.answer, rows)
    elif rows:
        console().print(table(title, lookup.answer, rows))
    else:
        say(f"{title}：没有符合条件的行")


async def _rows(office: Office, lookup: Lookup[Struct], past: datetime | None) -> list[Struct]:
    if past is None:
        return await office.ask(lookup)
    async with views_as_of(office.client, office.database_url, past) as connection:
        return await ask(connection, lookup)


def _put_csv(kind: type[Struct], rows: Sequence[Struct]) -> None:
    """Write CSV; text that a spreadsheet would take for a formula is marked as text."""
    writer = csv.writer(sys.stdout)
    writer.writerow(headers(kind))
    for row in rows:
        writer.writerow(
            f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell
            for cell in cells(row)
        )


def _write_xlsx(path: Path, title: str, kind: type[Struct], rows: Sequence[Struct]) -> None:
    """Write a workbook; numbers as numbers with two decimals, text always as text."""
    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet(title[:31])
            bold = book.add_format({"bold": True, "border": 1})
            figure = book.add_format({"num_format": "#,##0.00"})
            for column, header in enumerate(headers(kind)):
                sheet.write_string(0, column, header, bold)
            for line, row in enumerate(rows, 1):
                for column, cell in enumerate(cells(row)):
                    if isinstance(cell, Decimal):
                        sheet.write_number(line, column, cell, figure)
                    else:
                        sheet.write(line, column, cell)
            sheet.autofit()
            sheet.freeze_panes(1, 0)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise Refused(f"不能写入 {path}：{error}") from error
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
