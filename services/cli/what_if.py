"""``what-if``: what another edition would have decided about a year; it writes nothing."""

import sys
from typing import Annotated

import typer
from msgspec import Struct

from services.answers.difference import Difference
from services.answers.spreadsheet import csv_text
from services.audit.what_if.changes import read_changes
from services.audit.what_if.what_if import Question, tally, what_if
from services.cli.running import AsJson, Data, console, in_office, progress, put_json, say
from services.cli.tables import table
from services.office import Office

TITLE = "另一政策版本下的差异"


class _Found(Struct, frozen=True, kw_only=True):
    edition: str
    projects: int
    differences: list[Difference]


def add_to(app: typer.Typer) -> None:
    """Register the command of this file."""
    app.command("what-if", help="按另一政策版本重判一年的项目，列出差异；不写入任何事实。")(
        what_if_
    )


def what_if_(  # noqa: PLR0913  # each is an option of the command line
    division: Annotated[str, typer.Option(help="财政区划代码")],
    year: Annotated[int, typer.Option(help="预算年度")],
    edition: Annotated[str, typer.Option(help="政策版本，已采用的或政策包中的")],
    change: Annotated[
        list[str] | None,
        typer.Option(help="试改一项，可多次：warnings.RATE_GAP.threshold=15.00"),
    ] = None,
    data: Data = None,
    *,
    json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="以 CSV 输出")] = False,
) -> None:
    """Judge a year again and show what differs."""
    question = Question(
        division=division, year=year, edition=edition, changes=read_changes(change or [])
    )
    found = in_office(data, lambda office: _judged(office, question))
    if json:
        put_json(found)
        return
    if as_csv:
        sys.stdout.write(csv_text(Difference, found.differences))
        return
    if found.differences:
        console().print(table(TITLE, Difference, found.differences))
    say(f"按 {found.edition} 重判 {found.projects} 个项目：{tally(found.differences)}")


async def _judged(office: Office, question: Question) -> _Found:
    asked = await what_if(office, question)
    total, differences = 0, list[Difference]()
    with progress() as bar:
        task = bar.add_task("重判项目", total=await asked.total())
        async for page in asked.pages():
            total += page.projects
            differences += page.differences
            bar.update(task, completed=total)
    return _Found(edition=asked.rules.edition, projects=total, differences=differences)
