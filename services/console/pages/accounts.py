"""Accounts, for the security administrator: made, locked, and invited by links shown once."""

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import ui

from events.terms import Role
from services.access.account import Account
from services.access.accounts import Accounts
from services.access.duties import Duties
from services.access.identity import GRANTABLE, Administrator, Scope
from services.console.listed import listed
from services.console.page import Page
from services.console.shell import place
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.policies.packs import packs

_COLUMNS: Final = {
    "id": "工号",
    "org": "单位",
    "duties": "职责",
    "scope": "范围",
    "state": "状态",
}


async def draw(sitting: Sitting) -> None:
    """Draw the accounts and the form for a new one."""
    await _Desk(sitting).draw()


class _Desk:
    """What a security administrator does; every step is in the logbook."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    @property
    def _accounts(self) -> Accounts:
        return self._sitting.rooms.guard.access.accounts

    async def draw(self) -> None:
        found = await self._accounts.all(await self._sitting.still())
        with ui.element("div").classes("jx-card"):
            self._table = listed(_COLUMNS, [_row(one) for one in found], size=50, choose=True)
            with ui.row().classes("jx-no-print"):
                ui.button("签发口令链接", on_click=self._invite).props("outline")
                ui.button("停用", on_click=lambda: self._lock(locked=True)).props("outline")
                ui.button("启用", on_click=lambda: self._lock(locked=False)).props("outline")
        self._form()

    def _form(self) -> None:
        with ui.element("section").classes("jx-card jx-no-print"):
            ui.label("新建账号").classes("text-subtitle1")
            with ui.element("div").classes("jx-grid").style("grid-template-columns: 1fr 1fr 1fr"):
                self._id = ui.input("工号").props("dense outlined")
                self._org = ui.input("单位").props("dense outlined")
                places = {one.division: place(one.division) for one in packs().values()}
                self._divisions = _several(places, "财政区划")
                self._roles = _several(
                    {role: role.zh for role in Role if role in GRANTABLE}, "业务角色"
                )
                self._administrator = ui.select(
                    {one: one.zh for one in Administrator}, label="或三员之一", clearable=True
                ).props("dense outlined")
                self._departments = ui.input("限定部门，以顿号分隔").props("dense outlined")
                self._units = ui.input("限定单位，以顿号分隔").props("dense outlined")
                self._sections = ui.input("限定业务科室，以顿号分隔").props("dense outlined")
                ui.button("新建", on_click=self._create)

    def _duties(self) -> Duties:
        return Duties(
            org=str(self._org.value or "").strip(),
            roles=tuple(self._roles.value or ()),
            administrator=self._administrator.value,
            scope=Scope(
                divisions=tuple(self._divisions.value or ()),
                departments=_names(self._departments.value),
                units=_names(self._units.value),
                sections=_names(self._sections.value),
            ),
        )

    async def _create(self) -> None:
        with told_here():
            by, name = await self._sitting.still(), str(self._id.value or "").strip()
            visit = self._sitting.rooms.guard.visit(self._sitting.request)
            secret = await self._accounts.create(by, name, self._duties(), visit)
            await self._once(name, secret)

    async def _invite(self) -> None:
        async def step(name: str) -> None:
            by = await self._sitting.still()
            visit = self._sitting.rooms.guard.visit(self._sitting.request)
            await self._once(name, await self._accounts.invite(by, name, visit))

        await self._each(step)

    async def _lock(self, *, locked: bool) -> None:
        async def step(name: str) -> None:
            by = await self._sitting.still()
            visit = self._sitting.rooms.guard.visit(self._sitting.request)
            await self._accounts.lock(by, name, visit, locked=locked)

        await self._each(step)
        ui.navigate.reload()

    async def _each(self, step: Callable[[str], Awaitable[None]]) -> None:
        with told_here():
            for row in self._table.selected:
                await step(str(row["id"]))

    async def _once(self, name: str, secret: str) -> None:
        """Show a link once: nobody can be shown it again."""
        base = self._sitting.request.base_url
        link = f"{base.scheme}://{base.netloc}/set-password#{secret}"
        with ui.dialog().props("persistent") as dialog, ui.card().style("min-width: 40rem"):
            ui.label(f"{name} 设置口令的链接，只显示这一次，72 小时内有效：")
            ui.input(value=link).props('readonly outlined aria-label="链接"').classes("full-width")
            ui.button("已转交", on_click=lambda: dialog.submit("done")).props("autofocus")
        await dialog
        ui.navigate.reload()


def _several(choices: dict[str, str] | dict[Role, str], label: str) -> ui.select:
    field = ui.select(choices, label=label, multiple=True, value=[])
    return field.props("dense outlined use-chips options-dense")


def _names(text: str | None) -> tuple[str, ...] | None:
    """Read names; None, which sets no limit, where none were given."""
    names = tuple(one.strip() for one in (text or "").split("、") if one.strip())
    return names or None


def _row(account: Account) -> dict[str, str]:
    duties, scope = account.duties, account.duties.scope
    titles = [role.zh for role in duties.roles]
    if duties.administrator is not None:
        titles.append(duties.administrator.zh)
    limits = [*(scope.departments or ()), *(scope.units or ()), *(scope.sections or ())]
    usable = "正常" if account.password or account.issuer else "待设口令"
    return {
        "id": account.id,
        "org": duties.org,
        "duties": "、".join(titles),
        "scope": "、".join([*(place(one) for one in scope.divisions), *limits]),
        "state": "停用" if account.locked else usable,
    }


PAGE: Final = Page(
    path="/accounts",
    title="账号",
    group="安全管理",
    draw=draw,
    administrator=Administrator.SECURITY,
)
