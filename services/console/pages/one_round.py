"""One clawback round: frozen as of its cut-off, its candidates, its pool, and its end (HL-07)."""

from datetime import datetime

from msgspec import Struct
from nicegui import ui

from projections.clawback import Clawback, Sum
from projections.rounds import Round
from services.clawback_round import CloseRound, FreezeCandidates, ReallocateFunds
from services.console.asking import offer
from services.console.fields import Asked
from services.console.listed import sheet
from services.console.page import Page
from services.console.rules_today import rules_today
from services.console.sitting import Sitting
from services.console.table import Listing
from services.console.taking import File
from services.console.way import way
from services.decision import Command
from services.policies.calendar import SHANGHAI
from services.project.measures import wan

ITEM_COLUMNS = (
    *("项目", "名称", "部门", "理由", "列明(万元)", "确认(万元)", "已收回(万元)"),
    *("待决更正(万元)", "状态", "去向", "免收理由"),
)
_GIVING = (
    Asked(name="project", title="用于项目（代码）"),
    Asked(name="purpose", title="用途"),
    Asked(name="document", title="文号"),
    Asked(name="amount_fen", title="金额", kind="money"),
)
_STEPS: tuple[tuple[type[Command], tuple[Asked, ...]], ...] = (
    (FreezeCandidates, ()),
    (ReallocateFunds, _GIVING),
    (CloseRound, ()),
)


async def draw(sitting: Sitting) -> None:
    """Draw the round named in the address."""
    code = str(sitting.request.path_params["round"])
    way("← 全部批次", sitting.link("/clawback"))
    found = await sitting.ask("rounds", round=code)
    rows = [row for row in found.rows if isinstance(row, Round)]
    if not rows:
        ui.label(f"本年度没有盘活收回批次 {code}").classes("jx-quiet")
        return
    with ui.element("div").classes("jx-card"):
        _state(rows[0])
        await _actions(sitting, code)
    await _sums(sitting, rows[0])

    def link(row: Struct) -> str:
        if not isinstance(row, Clawback):
            raise TypeError(row)
        return sitting.link(f"/clawback/{code}/{row.project}")

    ui.label("候选清单：点项目看计算依据并办理").classes("text-subtitle1")
    await Listing(sitting, "clawback", asked={"round": code}, link=link, shown=ITEM_COLUMNS).draw()


def _state(row: Round) -> None:
    words = [f"批次 {row.round}", f"数据截至 {row.cutoff_on}", f"政策版本 {row.edition}"]
    words.append(f"{_when(row.opened_at)} 启动")
    if row.frozen_at is None:
        words.append("清单尚未冻结")
    else:
        words.append(
            f"{_when(row.frozen_at)} 按台账第 {row.position} 条冻结，核查 {row.examined} 个项目"
        )
    if row.closed_at is not None:
        words.append(f"{_when(row.closed_at)} 结束")
    ui.label("；".join(words))


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


async def _actions(sitting: Sitting, code: str) -> None:
    rules = await rules_today(sitting)
    if rules is None or not sitting.identity.roles & {*rules.clawback.decider_roles}:
        return
    known = {"fiscal_year": sitting.year, "round": code}
    with ui.row().classes("jx-no-print"):
        for kind, fields in _STEPS:
            offer(sitting, kind, known, fields, look="outline dense")


async def _sums(sitting: Sitting, row: Round) -> None:
    """Say what the round listed, took and gave away."""
    sums = [one for one in (await sitting.ask("sums")).rows if isinstance(one, Sum)]
    with ui.element("div").classes("jx-card"):
        sheet(
            (
                "候选项目数",
                "列明(万元)",
                "免收(万元)",
                "已收回(万元)",
                "池中(万元)",
                "已统筹(万元)",
            ),
            [
                (
                    f"{one.projects}",
                    *(
                        f"{wan(fen):,}"
                        for fen in (one.identified_fen, one.waived_fen, one.taken_fen)
                    ),
                    f"{wan(one.pool_fen - row.given_fen):,}",
                    f"{wan(row.given_fen):,}",
                )
                for one in sums
                if one.round == row.round
            ],
            nothing="没有候选项目",
            file=File(sitting=sitting, title="盘活收回合计"),
        )


PAGE = Page(path="/clawback/{round}", title="盘活收回批次", draw=draw)
