"""The demonstration: four places' years played through the public import, then the answers."""

from pathlib import Path
from typing import Final

from msgspec import Struct
from rich.console import Console

from events.terms import FundTag
from projections import clawback, ranking, trail
from projections.board import lookups as board
from projections.board.lookups import Summary
from projections.view import Lookup, Which
from services.cli.running import progress, say
from services.cli.tables import table
from services.importing import FINDINGS, play
from services.office import Office
from services.project.measures import wan
from services.refusal import Refused

_INSTALLED: Final = Path(__file__).parent.parent / "stories"
_SOURCE: Final = Path(__file__).parents[2] / "deploy" / "demo"
QIEMO: Final = "652825"
ROWS: Final = 12


def stories() -> list[Path]:
    """Find the story files, beside an installed package or in the source tree."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _SOURCE
    found = sorted(folder.glob("*.jsonl"))
    if not found:
        raise Refused(f"没有演示文件：{folder}")
    return found


async def play_demo(office: Office, out: Console) -> None:
    """Play every story, then print the three answers and the figures of 且末县."""
    before = await office.position()
    lines = 0
    with progress() as bar:
        for story in stories():
            content = story.read_bytes().splitlines()
            task = bar.add_task(story.stem, total=len(content))
            async for result in play(office, content, story.name):
                bar.update(task, completed=result.line)
                if result.outcome in FINDINGS:
                    raise Refused(f"{story.name} 第 {result.line} 行：{'；'.join(result.reasons)}")
            lines += len(content)
    say(f"四地 {lines} 行，新增事实 {await office.position() - before} 条", "")
    for title, lookup in (
        ("一、绩效考核排名", ranking.show(Which(limit=ROWS))),
        ("二、问责线索", trail.show(Which(limit=ROWS), clues=True)),
        ("三、盘活收回清单", clawback.show(Which(limit=ROWS))),
    ):
        await _answer(office, out, title, lookup)
    for summary in await office.ask(board.summary(QIEMO, 2020)):
        say(sentence(summary))


async def _answer(office: Office, out: Console, title: str, lookup: Lookup[Struct]) -> None:
    out.print(table(title, lookup.answer, await office.ask(lookup)))
    say("")


def sentence(summary: Summary) -> str:
    """Say the figures of 且末县's yearly report as computed (QM-06, QM-07, QM-11)."""
    tags = summary.fund_tags
    return (
        f"且末县 2020 年：监控项目 {summary.projects} 个"
        f"（本级财力追加 {tags.get(FundTag.LOCAL_ADDITION, 0)} 个、"
        f"专项转移支付 {tags.get(FundTag.SPECIAL_TRANSFER, 0)} 个），"
        f"资金 {wan(summary.base_fen):,} 万元，预算执行率 {summary.execution_rate}%，"
        f"总体完成率 {summary.completion_rate}%，偏差 {summary.gap}，"
        f"审核平均分 {summary.mean_score}；直达资金 {wan(summary.direct_fen):,} 万元，"
        f"其中特别国债 {wan(summary.special_bond_fen):,} 万元"
    )
