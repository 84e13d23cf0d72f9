"""An action: it says which facts it will record before it records them, and what became of it."""

from collections.abc import Awaitable, Callable

from msgspec import Struct
from nicegui import ui

from events.catalogue import FACTS
from events.fact import Fact
from events.terms import Role
from projections.trail.sentence import summarise
from services.access.authority import acting
from services.api.done import Done
from services.api.errors import told
from services.api.problem import Problem
from services.console.dialogs import answer, heading, put_away, window
from services.console.sitting import Sitting
from services.console.telling import SAID, sentences, warn
from services.decision import Command
from services.desk.aggregates import addressee
from services.desk.orders import Order
from services.refusal import Refused

After = Callable[[], Awaitable[None]]
First = Callable[[Order], Awaitable[None]]


class Rehearsed(Struct, frozen=True, kw_only=True):
    """An order in one role, and the facts it would write, or why it cannot be given."""

    role: Role
    order: Order | None
    facts: tuple[Fact, ...] = ()
    problem: Problem | None = None
    reasons: tuple[str, ...] = ()


async def rehearse(sitting: Sitting, command: Command, version: int | None = None) -> Rehearsed:
    """Find the role held in which a command can be given; else the first role's refusal."""
    identity = await sitting.still()
    roles = sorted(identity.roles) or [acting(identity).role]
    tried = [await _in_role(sitting, command, role, version) for role in roles]
    return next((one for one in tried if one.problem is None), tried[0])


async def _in_role(
    sitting: Sitting, command: Command, role: Role, version: int | None
) -> Rehearsed:
    order = None
    try:
        order = await sitting.order(command, role, version)
        facts = await sitting.rehearse(order)
    except SAID as error:
        reasons = error.reasons if isinstance(error, Refused) else (str(error),)
        return Rehearsed(role=role, order=order, problem=told(error), reasons=reasons)
    return Rehearsed(role=role, order=order, facts=tuple(facts))


async def act(
    sitting: Sitting,
    command: Command,
    after: After,
    version: int | None = None,
    *,
    first: First | None = None,
) -> bool:
    """Ask whether a command shall be given, showing what it records; then give it, and tell.

    ``first`` is done once it was agreed to, before the command is given. Returns whether that is
    the end of it: False when it was refused and may be put differently.
    """
    try:
        found = await rehearse(sitting, command, version)
    except SAID as error:
        warn(told(error))
        return False
    with window(command.title) as (dialog, card):
        ui.label(f"对象：{addressee(sitting.division, command).name}")
        identity = sitting.identity
        ui.label(f"办理身份：{found.role.zh} {identity.id}（{identity.org}）")
        if found.problem is not None:
            _refused(found.problem)
        else:
            _will_record(found.facts)
        with ui.row().classes("full-width justify-end"):
            ui.button("取消", on_click=lambda: dialog.submit("")).props("flat")
            if found.problem is None:
                confirm = ui.button("确认办理", on_click=lambda: dialog.submit("yes"))
                confirm.props("autofocus")
    if not await dialog or found.order is None:
        put_away(dialog)
        return found.problem is None
    done = await _given(sitting, found.order, first)
    card.clear()
    with card:
        _came_of_it(command, done)
        with ui.row().classes("full-width justify-end"):
            ui.button("完成", on_click=lambda: dialog.submit("")).props("autofocus")
    await answer(dialog)
    if isinstance(done, Problem):
        return False
    await after()
    return True


async def reload() -> None:
    """Draw the page anew."""
    ui.navigate.reload()


def _will_record(facts: tuple[Fact, ...]) -> None:
    if not facts:
        ui.label("已是如此，不会登记新的事实").classes("jx-quiet")
        return
    ui.label(f"确认后将在台账登记以下 {len(facts)} 项事实，登记后不能更改：")
    with ui.list().props("dense bordered separator").classes("full-width"):
        for fact in facts:
            with ui.item(), ui.item_section():
                ui.item_label(fact.title)
                ui.item_label(summarise(fact)).props("caption")


def _refused(problem: Problem) -> None:
    for sentence in sentences(problem):
        ui.label(sentence).classes("jx-fault")


async def _given(sitting: Sitting, order: Order, first: First | None) -> Done | Problem:
    """Give an order once, under the id it was rehearsed with."""
    try:
        if first is not None:
            await first(order)
        return await sitting.carry_out(order)
    except SAID as error:
        return told(error)


def _came_of_it(command: Command, done: Done | Problem) -> None:
    heading(command.title)
    if isinstance(done, Problem):
        _refused(done)
        return
    ui.label(f"已登记 {len(done.facts)} 项事实，台账位置 {done.position}。")
    for fact in done.facts:
        ui.label(f"{FACTS[fact.type].title}（版本 {fact.version}）").classes("jx-quiet")
