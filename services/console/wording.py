"""A few words asked for before an action: a reason, an opinion, a finding."""

from collections.abc import Callable

from nicegui import ui

from services.console.acting import After, act
from services.console.dialogs import answer
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.decision import Command
from services.refusal import Refused


def words_first(
    sitting: Sitting, title: str, label: str, command: Callable[[str], Command], after: After
) -> None:
    """Draw a button that asks for words, then acts with them; ``Refused`` in them is told."""

    async def ask() -> None:
        with ui.dialog() as dialog, ui.card().style("min-width: 32rem"):
            ui.label(title).classes("text-h6").props('role="heading"')
            words = ui.textarea(label).props("outlined autofocus").classes("full-width")
            with ui.row().classes("full-width justify-end"):
                ui.button("取消", on_click=dialog.close).props("flat")
                ui.button("下一步", on_click=lambda: dialog.submit(str(words.value or "")))
        said = await answer(dialog)
        if said is None:
            return
        with told_here():
            if not (text := str(said).strip()):
                raise Refused(f"{label}不能为空")
            await act(sitting, command(text), after)

    ui.button(title, on_click=ask).props("outline")


def at_once(sitting: Sitting, title: str, command: Command, after: After) -> None:
    """Draw a button that acts without further words."""
    ui.button(title, on_click=lambda: act(sitting, command, after)).props("outline")


async def reload() -> None:
    """Draw the page anew."""
    ui.navigate.reload()
