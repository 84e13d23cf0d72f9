"""What a command needs to be told, asked in a dialog; then the action says what it will record."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal

import msgspec
from msgspec import Struct
from nicegui import ui

from services.console.acting import After, act
from services.console.dialogs import answer
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.decision import Command
from services.desk.orders import read_command
from services.refusal import Refused

Value = str | bool | None
LONGEST: Final = 20  # digits of an amount
_AMOUNT: Final = re.compile(r"-?[0-9]+(\.[0-9]{1,2})?")


class Asked(Struct, frozen=True, kw_only=True):
    """One field of a command: money is written in 元 and kept in 分, an empty one is left out."""

    name: str
    title: str
    kind: Literal["text", "money", "date", "yes", "choice"] = "text"
    choices: Mapping[str, str] = {}


async def ask_and_act(
    sitting: Sitting,
    kind: type[Command],
    known: Mapping[str, object],
    fields: Sequence[Asked],
    after: After,
) -> None:
    """Ask for the fields of a command, say what it will record, and give it when confirmed."""
    given = await _answers(kind.title, fields) if fields else {}
    if given is None:
        return
    with told_here():
        data = {**known}
        for field in fields:
            if (value := told(field, given[field.name])) is not None:
                data[field.name] = value
        command = read_command(kind, msgspec.json.encode(data))
        await act(sitting, command, after)


def told(field: Asked, value: Value) -> object:
    """Read what was typed; None when nothing was. :class:`Refused` says what is wrong."""
    if isinstance(value, bool) or value is None:
        return value
    text = value.strip()
    if not text:
        return None
    match field.kind:
        case "money":
            return fen(text, field.title)
        case "date":
            return _day(text, field.title)
        case _:
            return text


def fen(text: str, title: str) -> int:
    """Read an amount of 元 as 分; no more than two decimals."""
    plain = text.strip().replace(",", "").replace("，", "")
    if len(plain) > LONGEST or not _AMOUNT.fullmatch(plain):
        raise Refused(f"{title}：须为以元计的金额，最多两位小数")
    return int(Decimal(plain).scaleb(2))


def _day(text: str, title: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused(f"{title}：须为日期，如 2021-11-30") from None


async def _answers(title: str, fields: Sequence[Asked]) -> dict[str, Value] | None:
    inputs: dict[str, ui.input | ui.select | ui.checkbox] = {}
    with ui.dialog().props("persistent") as dialog, ui.card().style("min-width: 28rem"):
        ui.label(title).classes("text-h6").props('role="heading"')
        for field in fields:
            inputs[field.name] = _input(field)
        with ui.row().classes("full-width justify-end"):
            ui.button("取消", on_click=lambda: dialog.submit("")).props("flat")
            ui.button("下一步", on_click=lambda: dialog.submit("yes"))
    agreed = await answer(dialog)
    given = {name: one.value for name, one in inputs.items()}
    return given if agreed else None


def _input(field: Asked) -> ui.input | ui.select | ui.checkbox:
    match field.kind:
        case "yes":
            return ui.checkbox(field.title)
        case "choice":
            first = next(iter(field.choices), None)
            chosen = ui.select(dict(field.choices), label=field.title, value=first)
            return chosen.props("dense outlined options-dense").classes("full-width")
        case "money":
            return ui.input(f"{field.title}（元）").props("dense outlined").classes("full-width")
        case "date":
            hint = f"{field.title}，如 2021-11-30"
            return ui.input(hint).props("dense outlined").classes("full-width")
        case "text":
            return ui.input(field.title).props("dense outlined").classes("full-width")
