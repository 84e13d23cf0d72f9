"""What a command needs to be told, asked in a dialog; then the action says what it will record."""

from collections.abc import Mapping, Sequence

import msgspec
from nicegui import ui

from services.console.acting import After, act, reload
from services.console.dialogs import put_away, window
from services.console.fields import Asked, told
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.decision import Command
from services.desk.every_fault import every_fault
from services.desk.orders import read_command
from services.refusal import Refused

Known = Mapping[str, object]
Field = ui.input | ui.textarea | ui.select | ui.checkbox


def offer(  # noqa: PLR0913 - a command, its fields, and how its button looks
    sitting: Sitting,
    kind: type[Command],
    known: Known,
    fields: Sequence[Asked] = (),
    *,
    title: str = "",
    look: str = "outline",
    after: After = reload,
) -> None:
    """Draw the button of an action that asks for the fields of a command, then gives it.

    ``known`` is what need not be asked for.
    """

    async def take() -> None:
        with told_here():
            if fields:
                await _Asking(kind, known, fields).through(sitting, after)
            else:
                await act(sitting, read_command(kind, msgspec.json.encode(known)), after)

    ui.button(title or kind.title, on_click=take).props(look)


class _Asking:
    """One dialog of fields; it comes back with all that was typed when its command is refused."""

    def __init__(self, kind: type[Command], known: Known, fields: Sequence[Asked]) -> None:
        self._kind = kind
        self._known = known
        self._fields = fields
        self._needed = {one.name for one in msgspec.structs.fields(kind) if one.required}
        self._inputs: dict[str, Field] = {}
        self._command: Command | None = None

    async def through(self, sitting: Sitting, after: After) -> None:
        """Ask until the command was given, or left."""
        with window(self._kind.title) as (dialog, _):
            for one in self._fields:
                self._inputs[one.name] = _input(one, needed=one.name in self._needed)
            self._inputs[self._fields[0].name].props("autofocus")
            with ui.row().classes("full-width justify-end"):
                ui.button("取消", on_click=lambda: dialog.submit("")).props("flat")
                ui.button("下一步", on_click=lambda: self._next(dialog))

        async def leave() -> None:
            put_away(dialog)
            await after()

        while await dialog and self._command is not None:
            if await act(sitting, self._command, leave):
                break
        put_away(dialog)

    def _next(self, dialog: ui.dialog) -> None:
        with told_here():
            self._command = self._read()
            if self._command is not None:
                dialog.submit("yes")

    def _read(self) -> Command | None:
        """Read the command; None when something is wrong, which then stands at its field."""
        data, wrong = {**self._known}, dict[str, str]()
        for one in self._fields:
            try:
                value = told(one, self._inputs[one.name].value)
            except Refused as refused:
                wrong[one.name] = str(refused)
                continue
            if value is not None:
                data[one.name] = value
            elif one.name in self._needed:
                wrong[one.name] = f"{one.title}不能为空"
        text = msgspec.json.encode(data)
        for fault in () if wrong else every_fault(self._kind, text):
            name = fault.path.partition(".")[0].partition("[")[0]
            if name not in self._inputs:
                raise Refused(f"{fault.path}：{fault.reason}")
            wrong[name] = fault.reason
        for name, field in self._inputs.items():
            if not isinstance(field, ui.checkbox):
                field.error = wrong.get(name)
        return None if wrong else read_command(self._kind, text)


def _input(field: Asked, *, needed: bool) -> Field:
    title = f"{field.title}（元）" if field.kind == "money" else field.title
    label = f"{title} *" if needed else title
    match field.kind:
        case "yes":
            return ui.checkbox(title)
        case "choice" | "several":
            several = field.kind == "several"
            first: object = [] if several else next(iter(field.choices), None)
            chosen = ui.select(dict(field.choices), label=title, value=first, multiple=several)
            return chosen.props("dense outlined options-dense").classes("full-width")
        case "words" | "lines":
            return ui.textarea(label).props("outlined").classes("full-width")
        case "date":
            label = f"{label}，如 2021-11-30"
        case _:
            pass
    return ui.input(label).props("dense outlined").classes("full-width")
