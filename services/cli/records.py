"""``import``: bring a history in from files."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from services.cli.paths import present
from services.cli.running import AsJson, Data, in_office, progress, put_line, say
from services.desk.aggregates import COMMANDS
from services.importing import Result, Summary, play, summarise
from services.intake.contract import FACTS
from services.office import Office

_WORDS = {
    "accepted": "已执行",
    "repeated": "此前已执行",
    "refused": "被拒绝",
    "conflict": "冲突",
    "duplicate": "重复事实",
    "parked": "搁置",
    "ticked": "时钟",
    "unreadable": "无法读取",
}


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("import", help="按顺序导入命令、上游事实和时钟（JSON 行）。")(import_)


def import_(
    files: Annotated[list[Path], typer.Argument(help="JSON 行文件，可多个")],
    data: Data = None,
    *,
    json: AsJson = False,
    strict: Annotated[bool, typer.Option("--strict", help="遇到第一行有问题即停止")] = False,
) -> None:
    """Carry out files; ends with 1 when a line was refused, parked or unreadable."""
    for file in files:
        present(file)

    async def work(office: Office) -> Summary:
        before = await office.position()
        results: list[Result] = []
        with progress() as bar:
            for file in files:
                results += await _file(office, file, bar, json=json, strict=strict)
                if strict and any(result.is_finding for result in results):
                    break
        return summarise(results, await office.position() - before)

    summary = in_office(data, work, begins=True)
    if json:
        put_line(summary)
    else:
        counts = "，".join(f"{_WORDS[name]} {count}" for name, count in summary.outcomes.items())
        say(f"共 {summary.lines} 行：{counts or '无'}；新增事实 {summary.facts_written} 条")
    found = {"refused", "conflict", "parked", "unreadable"} & summary.outcomes.keys()
    raise typer.Exit(1 if found else 0)


async def _file(
    office: Office, file: Path, bar: Progress, *, json: bool, strict: bool
) -> list[Result]:
    with file.open("rb") as opened:
        lines = opened.readlines()
    task = bar.add_task(file.name, total=len(lines))
    results: list[Result] = []
    async for result in play(office, lines, file.name):
        bar.update(task, completed=result.line)
        results.append(result)
        if json:
            put_line(result)
        elif result.is_finding:
            bar.console.print(
                f"{file.name} {_told(result)}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
        if strict and result.is_finding:
            break
    return results


def _told(result: Result) -> str:
    """Say what became of a line that a person has to look at."""
    kind = COMMANDS.get(result.what) or FACTS.get(result.what)
    title = kind.title if kind else result.what
    reasons = "；".join(result.reasons).removeprefix(f"{title}：")
    clause = f"（条款 {result.clause}）" if result.clause else ""
    outcome = " ".join(filter(None, (title, _WORDS[result.outcome])))
    return f"第 {result.line} 行 {outcome}：{reasons}{clause}"
