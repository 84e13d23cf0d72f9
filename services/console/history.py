"""The facts of a project in their order: filtered, as of a moment, and two moments compared."""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct
from nicegui import ui

from events.catalogue import FACTS
from events.subjects import AggregateId
from events.terms import Role
from projections.trail.sentence import summarise
from services.audit.replay import Change, Replayed, diff
from services.console.listed import Row, listed
from services.desk.history import Stamped, empty
from services.policies.calendar import SHANGHAI
from services.project.execution import Entry, Key

PAGE: Final = 20
LONGEST: Final = 160
_TIMELINE: Final = {
    "version": "版本",
    "at": "登记时间",
    "title": "事实",
    "summary": "内容",
    "actor": "经办",
}
_CHANGES: Final = {"path": "项", "before": "前", "after": "后"}
_FACETS: Final = {
    "registration": "登记",
    "execution": "预算执行",
    "targets": "绩效目标",
    "monitoring": "监控",
    "rectification": "整改",
    "disposition": "处置",
    "clawback": "收回",
    "accountability": "问责",
    "standing": "状态",
    "pre_evaluations": "事前评估",
    "budgeting": "预算申请",
    "plan": "用款计划",
    "evaluation": "评价",
}


class History:
    """Every fact of one project, drawn up to a version: the newest, or the one asked for."""

    def __init__(self, replayed: Replayed, version: int | None = None) -> None:
        self._all = replayed.events
        self._id = replayed.id
        self.newest = version is None
        self._until = version or len(self._all)
        self._title = ""

    def draw(self) -> None:
        """Draw the slider, the filter and the facts."""
        titles = {"": "全部事实"} | {one.fact.title: one.fact.title for one in self._all}
        with ui.row().classes("items-center full-width no-wrap jx-no-print"):
            ui.select(
                titles, value="", label="筛选", on_change=lambda e: self._only(e.value)
            ).props("dense outlined options-dense").style("min-width: 14rem")
            ui.label("截至版本").classes("jx-quiet")
            slider = ui.slider(
                min=1, max=len(self._all), value=self._until, on_change=lambda e: self._to(e.value)
            )
            slider.props('label snap aria-label="截至版本"').classes("col")
        self._facts()

    def _only(self, title: str | None) -> None:
        self._title = title or ""
        self._facts.refresh()

    def _to(self, version: float) -> None:
        self._until = int(version)
        self._facts.refresh()

    @ui.refreshable_method
    def _facts(self) -> None:
        last = self._all[self._until - 1]
        ui.label(f"截至 {_at(last)}（版本 {self._until}，共 {len(self._all)}）").classes(
            "jx-quiet"
        ).props('aria-live="polite"')
        shown: list[Row] = [
            {
                "version": one.originator_version,
                "at": _at(one),
                "title": one.fact.title,
                "summary": summarise(one.fact),
                "actor": f"{one.envelope.actor}（{_role(one.envelope.actorrole)}）",
            }
            for one in reversed(self._all[: self._until])
            if self._title in ("", one.fact.title)
        ]
        listed(_TIMELINE, shown, size=PAGE)

    def compare(self) -> None:
        """Draw what differs between two versions."""
        choices = {
            one.originator_version: f"{one.originator_version} · {_at(one)} {one.fact.title}"
            for one in self._all
        }
        state = Between(before=1, after=len(self._all))

        @ui.refreshable
        def differences() -> None:
            old, new = (self._state(one) for one in (state.before, state.after))
            changes = [_shown(one) for one in diff(old, new)]
            ui.label(f"{len(changes)} 项不同").classes("jx-quiet")
            listed(_CHANGES, changes, size=PAGE)

        def chosen(name: str, value: int) -> None:
            setattr(state, name, value)
            differences.refresh()

        with ui.row().classes("jx-no-print"):
            for name, label, value in (("before", "前", 1), ("after", "后", len(self._all))):
                field = ui.select(choices, value=value, label=label, with_input=True)
                field.props("dense outlined options-dense").style("min-width: 26rem")
                field.on_value_change(lambda e, name=name: chosen(name, e.value))
        differences()

    def _state(self, version: int) -> object:
        events = self._all[:version]
        return replayed(self._id, events).state()


class Between(Struct):
    """The two versions that are compared."""

    before: int
    after: int


def replayed(name: AggregateId, events: Sequence[Stamped]) -> Replayed:
    """Fold some facts anew."""
    return Replayed(id=name, events=tuple(events), history=empty(name).then(events))


def _at(one: Stamped) -> str:
    return one.envelope.time.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _role(code: str) -> str:
    return next((one.zh for one in Role if one.value == code), code)


def _shown(change: Change) -> dict[str, str]:
    facet, _, rest = change.path.partition(".")
    return {
        "path": f"{_FACETS.get(facet, facet)} {_place(rest)}".strip(),
        "before": _value(change.before),
        "after": _value(change.after),
    }


def _place(path: str) -> str:
    """Name an entry of the treasury by its document and kind; other paths stand as they are."""
    entry = path.removeprefix("entries.").split("/")
    if path.startswith("entries.") and len(entry) == len(Key.__struct_fields__):
        source, document, line, tag, _ = entry
        return f"{source} {document} 第 {line} 行 {FACTS[tag].title if tag in FACTS else tag}"
    return path


def _value(value: object) -> str:
    if value is None:
        return "（无）"
    if (
        isinstance(value, list)
        and len(value) == len(Entry.__struct_fields__)
        and isinstance(value[0], int)
    ):
        return f"{value[0] / 100:,.2f} 元（{value[1]}）"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
