"""Tasks of one project: given, given other days, taken back (LY-14, HJ-16, HJ-19)."""

from typing import Final

from nicegui import ui

from events.terms import MonitoringKind, Role
from services.console.asking import offer
from services.console.fields import Asked, words
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.policies.rules import Rules
from services.project.authority import FINANCE
from services.project.monitoring import OF_DEPARTMENTS, ExtendTaskDeadline, IssueTask, WaiveTask

_DENSE: Final = "outline dense"
_GONE: Final = ("WAIVED", "CLOSED_INCOMPLETE")
_REASON: Final = words("reason", "理由")


def tasking(sitting: Sitting, seen: Seen, rules: Rules | None) -> None:
    """Offer what may be done to the tasks of a project under the rules of today."""
    roles = sitting.identity.roles
    finance = bool(roles & {*FINANCE})
    if rules is None or not (finance or Role.DEPT_REVIEWER in roles):
        return
    with ui.row().classes("jx-no-print"):
        _offers(sitting, seen, rules, finance=finance)


def _offers(sitting: Sitting, seen: Seen, rules: Rules, *, finance: bool) -> None:
    tasks = seen.project.monitoring.tasks
    kinds = {one.value: one.zh for one in MonitoringKind if finance or one in OF_DEPARTMENTS}
    kind = seen.project.registration and seen.project.registration.subject_kind
    periods = {
        code: f"{code} {one.name}"
        for code, one in rules.periods.items()
        if kind in one.subject_kinds and not one.merge_into
    }
    if periods and seen.project.targets.version:
        asked = (
            Asked(name="period", title="期间", kind="choice", choices=periods),
            Asked(name="kind", title="种类", kind="choice", choices=kinds),
            words("reason", "理由（重点跟踪等须说明）"),
        )
        offer(sitting, IssueTask, seen.known, asked, look=_DENSE)
    running = {name: name for name, task in tasks.items() if task.status not in _GONE}
    if finance and running:
        days = (
            Asked(name="task", title="任务", kind="choice", choices=running),
            Asked(name="submit_by", title="报送期限", kind="date"),
            Asked(name="review_by", title="审核期限（不填则不变，必要时顺延）", kind="date"),
            _REASON,
        )
        offer(sitting, ExtendTaskDeadline, seen.known, days, look=_DENSE)
    waiting = {name: name for name, task in tasks.items() if task.status == "ISSUED"}
    if waiting:
        named = Asked(name="task", title="任务", kind="choice", choices=waiting)
        offer(sitting, WaiveTask, seen.known, (named, _REASON), look=_DENSE)
