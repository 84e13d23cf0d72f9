"""Clawback rounds: how far each has come, and opening another one."""

from msgspec import Struct
from nicegui import ui

from projections.clawback import Clawback
from projections.rounds import Round
from services.clawback_round import OpenRound
from services.console.asking import offer
from services.console.fields import Asked
from services.console.page import Page
from services.console.pages.one_round import ITEM_COLUMNS
from services.console.rules_today import rules_today
from services.console.sitting import Sitting
from services.console.table import Listing

_FIELDS = (
    Asked(name="round", title="批次代码"),
    Asked(name="cutoff_on", title="截止日（不填则按政策）", kind="date"),
)


async def draw(sitting: Sitting) -> None:
    """Draw the rounds of the year."""

    def link(row: Struct) -> str:
        if not isinstance(row, Round):
            raise TypeError(row)
        return sitting.link(f"/clawback/{row.round}")

    def item(row: Struct) -> str:
        if not isinstance(row, Clawback):
            raise TypeError(row)
        return sitting.link(f"/clawback/{row.round}/{row.project}")

    if not sitting.identity.scope.whole:
        ui.label("本部门项目的盘活收回：点项目看计算依据并提出异议").classes("jx-quiet")
        await Listing(sitting, "clawback", link=item, shown=("批次", *ITEM_COLUMNS)).draw()
        return
    listing = Listing(sitting, "rounds", link=link, linked="round")

    with ui.row().classes("items-center jx-no-print"):
        rules = await rules_today(sitting)
        if rules is not None and sitting.identity.roles & {*rules.clawback.decider_roles}:
            offer(sitting, OpenRound, {"fiscal_year": sitting.year}, _FIELDS, look="")
        ui.label("点批次看候选清单、办理和统筹使用").classes("jx-quiet")
    await listing.draw()


PAGE = Page(path="/clawback", title="盘活收回", group="结果", draw=draw)
