"""Editions of the rules side by side: source, clause, whether it was seen, and what differs."""

import asyncio

from nicegui import ui

from services.console.listed import sheet
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.taking import File
from services.console.way import way
from services.policies.packs import pack_edition, packs
from services.policies.rules import Rules
from services.policies.side_by_side import SECTIONS, Pair, Value, side_by_side

ALL = "全部"


async def editions(sitting: Sitting) -> dict[str, Rules]:
    """Give the editions of a division, adopted ones in their order, then its packs' others."""
    law = await asyncio.to_thread(sitting.rooms.office.desk.law, sitting.division)
    known = {rules.edition: rules for rules in law.editions}
    own = {name: one for name, one in packs().items() if one.division == sitting.division}
    return known | {name: one for name, one in own.items() if name not in known}


async def draw(sitting: Sitting) -> None:
    """Draw two editions; without a choice the newest one beside the one before it."""
    known = await editions(sitting)
    asked = sitting.request.query_params
    names = {*known} | {*packs()}
    left, right = (asked.get(side, "") for side in ("left", "right"))
    newest = max(known, key=lambda name: known[name].effective_on, default="")
    right = right if right in names else newest
    left = left if left in names else next(iter(known), right)
    section = asked.get("section", ALL)
    only = asked.get("only", "") == "yes"
    if not right:
        ui.label("本区划还没有政策版本").classes("jx-quiet")
        return

    def again(**changed: str) -> None:
        chosen = {"left": left, "right": right, "section": section, "only": "yes" if only else ""}
        ui.navigate.to(sitting.link("/policies", **chosen | changed).removeprefix("/console"))

    with ui.row().classes("items-center jx-no-print"):
        look = "dense outlined options-dense"
        choices = sorted(names)
        ui.select(choices, value=left, label="左", on_change=lambda e: again(left=e.value)).props(
            look
        )
        ui.select(choices, value=right, label="右", on_change=lambda e: again(right=e.value)).props(
            look
        )
        ui.select(
            {ALL: ALL, **SECTIONS},
            value=section if section in SECTIONS else ALL,
            label="部分",
            on_change=lambda e: again(section=e.value),
        ).props(look)
        ui.checkbox(
            "只看差异", value=only, on_change=lambda e: again(only="yes" if e.value else "")
        )
        if sitting.identity.scope.whole:
            way("换一版本会怎样决定", sitting.link("/policies/what-if", edition=right))
    one, other = (known.get(name) or pack_edition(name) for name in (left, right))
    _compare(sitting, one, other, section, only=only)


def _compare(sitting: Sitting, left: Rules, right: Rules, section: str, *, only: bool) -> None:
    pairs = side_by_side(left, right)
    differ = sum(pair.differs for pair in pairs)
    sources = " · ".join(
        f"{rules.edition}：{rules.place}，{rules.source_document}，{rules.effective_on} 起"
        for rules in (left, right)
    )
    shown = [
        pair
        for pair in pairs
        if section in (ALL, pair.section) or section not in SECTIONS
        if pair.differs or not only
    ]
    proposed = sum(pair.right is not None and not pair.right.verified for pair in pairs)
    with ui.element("div").classes("jx-card"):
        ui.label(sources)
        ui.label(
            f"共 {len(pairs)} 项，{differ} 项不同（加底色）；右侧 {proposed} 项为拟定，文件未载明"
        ).classes("jx-quiet")
        sheet(
            ("规则", left.edition, "条款", right.edition, "条款 ", "说明"),
            [_row(pair) for pair in shown],
            marked=[pair.differs for pair in shown],
            nothing="两个版本没有不同",
            file=File(sitting=sitting, title="政策版本对照"),
        )


def _row(pair: Pair) -> tuple[str, ...]:
    section = SECTIONS[pair.section]
    note = pair.right.note if pair.right else pair.left.note if pair.left else ""
    return (
        f"{section}：{pair.words}",
        pair.left.text if pair.left else "没有此项",
        _clause(pair.left),
        pair.right.text if pair.right else "没有此项",
        _clause(pair.right),
        note,
    )


def _clause(value: Value | None) -> str:
    if value is None:
        return ""
    return f"{value.clause}{'' if value.verified else '（拟定）'}"


PAGE = Page(path="/policies", title="政策版本", group="监督", draw=draw)
