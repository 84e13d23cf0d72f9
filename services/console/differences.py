"""Two moments of a project compared: what stood at its head, and every value that differs."""

from typing import Final

import msgspec
from msgspec import Struct
from nicegui import ui

from events.catalogue import FACTS
from services.audit.replay import Change, diff
from services.console.listed import listed
from services.console.moments import Moments, at
from services.console.overview import standing
from services.console.state_words import FACETS, FIELDS
from services.project.execution import Entry, Key
from services.project.measures import yuan

PAGE: Final = 20
LONGEST: Final = 160
_CHANGES: Final = {"path": "项", "before": "前", "after": "后"}


class Between(Struct):
    """The two versions that are compared."""

    before: int
    after: int


def compare(moments: Moments) -> None:
    """Draw what differs between two versions: the page's and the newest, or the first and it."""
    events = moments.events
    choices = {
        one.originator_version: f"{one.originator_version} · {at(one)} {one.fact.title}"
        for one in events
    }
    newest = len(events)
    state = Between(before=moments.version if moments.past else 1, after=newest)

    @ui.refreshable
    def differences() -> None:
        then = [moments.replayed(one) for one in (state.before, state.after)]
        old, new = (standing(moments.seen(one)) for one in then)
        rows = [
            {"path": title, "before": old.get(title, "（无）"), "after": new.get(title, "（无）")}
            for title in {**old, **new}
            if old.get(title) != new.get(title)
        ]
        ui.label("项目状况").classes("text-subtitle1")
        listed(_CHANGES, rows)
        changes = [_shown(one) for one in diff(then[0].state(), then[1].state())]
        ui.label(f"逐项差异：{len(changes)} 项不同").classes("text-subtitle1")
        listed(_CHANGES, changes, size=PAGE)

    def chosen(name: str, value: int) -> None:
        setattr(state, name, value)
        differences.refresh()

    with ui.row().classes("jx-no-print"):
        for name, label, value in (("before", "前", state.before), ("after", "后", state.after)):
            field = ui.select(choices, value=value, label=label, with_input=True)
            field.props("dense outlined options-dense").style("min-width: 26rem")
            field.on_value_change(lambda e, name=name: chosen(name, e.value))
    differences()


def _shown(change: Change) -> dict[str, str]:
    facet, _, rest = change.path.partition(".")
    field = rest.rpartition(".")[2]
    return {
        "path": f"{FACETS.get(facet, facet)} {_place(rest)}".strip(),
        "before": _value(change.before, field),
        "after": _value(change.after, field),
    }


def _place(path: str) -> str:
    """Say a path in words; an entry of the treasury by its document and kind."""
    entry = path.removeprefix("entries.").split("/")
    if path.startswith("entries.") and len(entry) == len(Key.__struct_fields__):
        source, document, line, tag, _ = entry
        return f"{source} {document} 第 {line} 行 {FACTS[tag].title if tag in FACTS else tag}"
    return " · ".join(FIELDS.get(part, part) for part in path.split("."))


def _value(value: object, field: str) -> str:
    match value:
        case None:
            return "（无）"
        case bool():
            return "是" if value else "否"
        case int() if field.endswith("_fen"):
            return f"{yuan(value):,} 元"
        case [int() as fen, str() as day, *_] if len(value) == len(Entry.__struct_fields__):
            return f"{yuan(fen):,} 元（{day}）"
        case str():
            text = value
        case _:
            text = msgspec.json.encode(value).decode()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
