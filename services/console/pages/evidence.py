"""What a department's points rest on, item by item; its appeal, and what follows for it."""

import asyncio
from decimal import Decimal
from fractions import Fraction

from nicegui import ui

from events.assessment import Basis, ItemScore
from projections.ranking import Consequent, Ranking
from services.console.assessing import assessed, of_one
from services.console.listed import sheet
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.taking import File
from services.console.way import way
from services.policies.calendar import resolve
from services.project.measures import hundredths, wan, yuan


async def draw(sitting: Sitting) -> None:
    """Draw one department in one assessment."""
    asked = sitting.request.query_params
    department, assessment = asked.get("department", ""), asked.get("assessment", "")
    found = await sitting.ask("ranking", department=department, assessment=assessment)
    way("← 考核排名", sitting.link("/ranking"))
    rows = [row for row in found.rows if isinstance(row, Ranking)]
    if not rows:
        ui.label("没有这个部门的考核得分").classes("jx-quiet")
        return
    known = await asyncio.to_thread(_measures, sitting)
    standing = {one.code: one for one in await assessed(sitting, {row.assessment for row in rows})}
    for row in rows:
        _standing(row)
        if row.assessment in standing:
            with ui.row().classes("jx-no-print"):
                of_one(sitting, standing[row.assessment], row)
        _items(sitting, row.items, known)
        for item in row.items:
            _basis(sitting, item)
        _consequences(sitting, row.consequences)


def _standing(row: Ranking) -> None:
    place = "未排名" if row.rank is None else f"第 {row.rank} 名"
    words = [f"{row.department}：{place}", f"得分 {_figure(row.score)}"]
    if row.grouped:
        words.append(f"分组 {row.grouped}")
    if row.rescaled:
        words.append("不适用的项目已剔除并折算为 100 分")
    if row.position is not None:
        words.append(f"依据台账第 {row.position} 条及以前的事实")
    if row.appeal is not None:
        words.append(f"申诉{row.appeal.zh}：{row.appeal_reason or ''}")
    if row.corrected_score is not None:
        words.append(f"公布后更正为 {row.corrected_score}：{row.correction_reason or ''}")
    ui.label("；".join(words)).classes("text-subtitle1")


def _items(sitting: Sitting, items: tuple[ItemScore, ...], known: dict[str, str]) -> None:
    with ui.element("div").classes("jx-card"):
        ui.label("各项得分").classes("text-subtitle1")
        sheet(
            ("项目", "代码", "满分", "得分", "取得", "应得", "扣分", "依据文件"),
            [
                (
                    item.name,
                    item.code,
                    f"{item.full}",
                    "不适用" if item.points is None else f"{item.points}",
                    _counted(item.part, known.get(item.code, "")),
                    _counted(item.whole, known.get(item.code, "")),
                    f"{item.deducted}",
                    item.document,
                )
                for item in items
            ],
            file=File(sitting=sitting, title="各项得分"),
        )


def _basis(sitting: Sitting, item: ItemScore) -> None:
    """Name every task, case or obligation of an item, linked to its project's timeline."""
    if not item.basis:
        return
    counted = sum(one.earned for one in item.basis)
    title = f"{item.name}：依据 {len(item.basis)} 项，其中 {counted} 项得分"
    with ui.expansion(title, value=True).classes("jx-card").props("dense"):
        sheet(
            ("项目", "任务、整改或义务", "是否计入", "台账位置"),
            [
                (
                    one.project or "－",
                    one.item,
                    "是" if one.earned else "否",
                    "" if one.position is None else f"第 {one.position} 条",
                )
                for one in item.basis
            ],
            links=[
                sitting.link(f"/projects/{one.project}", **_at(one)) if one.project else ""
                for one in item.basis
            ],
            file=File(sitting=sitting, title=f"{item.name}依据"),
        )


def _at(one: Basis) -> dict[str, int]:
    """Say where in the ledger to open a project; nowhere where the basis names no fact."""
    return {} if one.position is None else {"position": one.position}


def _consequences(sitting: Sitting, following: tuple[Consequent, ...]) -> None:
    with ui.element("div").classes("jx-card"):
        ui.label("结果应用").classes("text-subtitle1")
        sheet(
            ("后果", "决定文件", "比例%", "金额(元)", "并列"),
            [
                (
                    one.kind.zh,
                    one.document,
                    _figure(one.percent),
                    "" if one.amount_fen is None else f"{yuan(one.amount_fen):,}",
                    "是" if one.tied else "",
                )
                for one in following
            ],
            nothing="尚无后果",
            file=File(sitting=sitting, title="结果应用"),
        )


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value}"


def _counted(text: str, measure: str) -> str:
    """Write a fraction as it was kept: a sum of scores with two decimals, money in 万元."""
    value = Fraction(text)
    if measure == "EXECUTION":
        return f"{wan(int(value)):,} 万元"
    return f"{int(value):,}" if value.denominator == 1 else f"{hundredths(value):,}"


def _measures(sitting: Sitting) -> dict[str, str]:
    """Say what each item of the rubric of the year measures."""
    law = sitting.rooms.office.desk.law(sitting.division)
    rubric = law.on(resolve("12-31", sitting.year)).assessment.rubric
    return {item.code: item.measure for item in rubric}


PAGE = Page(path="/ranking/evidence", title="得分依据", draw=draw)
