"""One candidate of a round: grounds, the figures the amount rests on, and every step (HL-07)."""

from nicegui import ui

from projections.clawback import Clawback
from projections.trail import Trail
from services.console.asking import offer
from services.console.listed import sheet
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.steps import STEPS
from services.console.taking import File
from services.console.way import way
from services.policies.calendar import SHANGHAI
from services.project.measures import yuan

EVERY = 1000


async def draw(sitting: Sitting) -> None:
    """Draw the candidate named in the address."""
    names = sitting.request.path_params
    code, project = str(names["round"]), str(names["project"])
    whole = sitting.identity.scope.whole
    way("← 盘活收回", sitting.link(f"/clawback/{code}" if whole else "/clawback"))
    found = await sitting.ask("clawback", round=code, project=project)
    rows = [row for row in found.rows if isinstance(row, Clawback)]
    if not rows:
        ui.label(f"项目 {project} 不在批次 {code} 的清单中").classes("jx-quiet")
        return
    [row] = rows
    with ui.element("div").classes("jx-card"):
        with ui.row().classes("items-center"):
            way(f"{row.project} {row.name}", sitting.link(f"/projects/{row.project}"))
            ui.label(row.department)
            ui.chip(row.state.zh).props("square dense color=primary text-color=white")
        ui.label(f"理由：{'、'.join(ground.zh for ground in row.grounds)}")
        _actions(sitting, row)
    _figures(sitting, row)
    _decisions(sitting, row)
    await _history(sitting, project)


def _actions(sitting: Sitting, row: Clawback) -> None:
    """Offer the steps; the usual ones of this state stand first and full."""
    known = {"fiscal_year": sitting.year, "project_code": row.project, "round": row.round}
    usual = [step for step in STEPS if row.state in step.usual]
    with ui.row().classes("items-center jx-no-print"):
        for step in (*usual, *(step for step in STEPS if step not in usual)):
            look = "dense" if step in usual else "dense flat"
            offer(sitting, step.command, known, step.fields, look=look)


def _figures(sitting: Sitting, row: Clawback) -> None:
    """Show how the amount came about."""
    found = row.figures
    with ui.element("div").classes("jx-card"):
        ui.label(f"计算依据（截至 {found.as_of}，{row.edition}）").classes("text-subtitle1")
        sheet(
            (
                *("预算(元)", "已执行(元)", "采购占用(元)", "此前收回(元)"),
                *("序时进度%", "短收(元)", "可收回(元)", "列明(元)"),
            ),
            [
                (
                    _yuan(found.budget_fen),
                    _yuan(found.executed_fen),
                    _yuan(found.committed_fen),
                    _yuan(found.prior_clawback_fen),
                    f"{found.schedule_rate}",
                    _yuan(found.shortfall_fen),
                    _yuan(found.recoverable_fen),
                    _yuan(row.identified_fen),
                )
            ],
            file=File(sitting=sitting, title="收回计算依据"),
        )
        ui.label(
            f"短收＝（预算－此前收回）×序时进度－已执行；可收回＝预算－此前收回－已执行－采购占用；"
            f"列明金额取各理由中最高的，不相加。去向：{row.destination.zh}"
            + (f"，闲置 {row.idle_years} 年" if row.idle_years else "")
        ).classes("jx-quiet")


def _decisions(sitting: Sitting, row: Clawback) -> None:
    """Show objections, their answers, waivers and what was taken."""
    lines = [
        ("部门异议", row.objection or "", ""),
        (
            "答复",
            f"{row.resolution.zh}：{row.resolution_reason}" if row.resolution else "",
            _yuan(row.resolved_fen),
        ),
        ("免予收回", row.waiver_reason or "", _yuan(row.waived_fen or None)),
        ("确认", row.confirmation_reason or "", _yuan(row.confirmed_fen or None)),
        (
            f"收回（{row.executed_on or ''}）",
            row.document_no or "",
            _yuan(row.executed_fen or None),
        ),
        ("更正", "", _yuan(row.corrected_fen or None)),
        ("待决更正", "须由人决定是否退回", _yuan(row.proposed_fen or None)),
        (f"{row.budget_year or ''}年度部门预算内调剂", "", _yuan(row.reallocation_fen or None)),
        ("上游核减", row.document_no or "", _yuan(row.settled_fen)),
    ]
    known = [line for line in lines if line[2] or (line[0] == "部门异议" and line[1])]
    with ui.element("div").classes("jx-card"):
        ui.label("办理情况").classes("text-subtitle1")
        sheet(
            ("环节", "内容", "金额(元)"),
            known,
            nothing="尚未办理",
            file=File(sitting=sitting, title="收回办理情况"),
        )


async def _history(sitting: Sitting, project: str) -> None:
    """Show the facts of the item as they were recorded."""
    found = await sitting.ask("trail", limit=EVERY, project=project, sort="-sequence")
    rows = [
        row
        for row in found.rows
        if isinstance(row, Trail) and row.tag.startswith("project.clawback")
    ]
    with ui.element("div").classes("jx-card"):
        ui.label("台账中的事实").classes("text-subtitle1")
        sheet(
            ("台账位置", "登记时间", "事实", "内容", "经办"),
            [
                (
                    f"{row.sequence}",
                    f"{row.recorded_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                    row.title,
                    row.summary,
                    f"{row.actor}（{row.org}）",
                )
                for row in rows
            ],
            file=File(sitting=sitting, title="收回的事实"),
        )


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{yuan(fen):,}"


PAGE = Page(path="/clawback/{round}/{project}", title="盘活收回项目", draw=draw)
