"""Monitoring campaigns of the year: each period's days, key projects, and its steps (LY-12..16)."""

import asyncio
from typing import Final

from nicegui import ui

from events.subjects import campaign_id
from events.terms import MonitoringKind, SelectionSource
from services.access.refusals import Forbidden
from services.campaign import (
    Campaign,
    CloseCampaign,
    ExtendDeadline,
    IssueTasks,
    OpenCampaign,
    SelectKeyProject,
)
from services.console.asking import offer
from services.console.fields import Asked, words
from services.console.listed import sheet
from services.console.page import OVERSEERS, Page
from services.console.rules_today import rules_today
from services.console.sitting import Sitting
from services.policies.rules import Period
from services.project.authority import FINANCE

_DENSE: Final = "outline dense"
_SUBMIT_BY: Final = Asked(name="submit_by", title="报送期限", kind="date")
_REVIEW_BY: Final = Asked(name="review_by", title="审核期限（不填则按政策）", kind="date")
_OPENING: Final = (
    Asked(name="submit_by", title="报送期限（不填则按政策）", kind="date"),
    _REVIEW_BY,
)
_ISSUING: Final = (
    Asked(
        name="kind",
        title="监控种类",
        kind="choice",
        choices={one.value: one.zh for one in MonitoringKind},
    ),
    Asked(name="projects", title="项目代码，每行一个；不填则为应监控的全部项目", kind="lines"),
)
_CHOOSING: Final = (
    Asked(name="project", title="项目（代码）"),
    Asked(
        name="source",
        title="来源",
        kind="choice",
        choices={one.value: one.zh for one in SelectionSource},
    ),
    words("reason", "理由"),
)
_OTHER_DAYS: Final = (
    _SUBMIT_BY,
    _REVIEW_BY,
    words("reason", "理由"),
    Asked(name="projects", title="只调整这些项目，每行一个代码；不填则为全部项目", kind="lines"),
)


async def draw(sitting: Sitting) -> None:
    """Draw every period the rules of today monitor."""
    identity = await sitting.still()
    if sitting.division not in identity.scope.divisions or not identity.roles & OVERSEERS:
        raise Forbidden("集中监控由财政局组织，不在您的权限范围内")
    desk, rules = sitting.rooms.office.desk, await rules_today(sitting)
    if rules is None:
        ui.label("本区划还没有政策版本").classes("jx-quiet")
        return
    for code, period in rules.periods.items():
        name = campaign_id(sitting.division, sitting.year, code)
        state = (await asyncio.to_thread(desk.history, name)).state
        if isinstance(state, Campaign):
            with ui.element("section").classes("jx-card"):
                _standing(sitting, code, period, state)
                _steps(sitting, code, state)


def _standing(sitting: Sitting, code: str, period: Period, state: Campaign) -> None:
    ui.label(f"{code} {period.name}：{_state(period, state)}").classes("text-subtitle1")
    if (days := state.extended or state.opened) is not None:
        why = f"（{state.extended.reason}）" if state.extended else ""
        ui.label(f"报送期限 {days.submit_by}，审核期限 {days.review_by}{why}")
    if not sitting.identity.scope.whole:
        return
    if state.apart:
        own = [
            (project, str(one.submit_by), str(one.review_by), one.reason)
            for project, one in state.apart.items()
        ]
        sheet(("另定时间的项目", "报送期限", "审核期限", "理由"), own)
    if state.selected:
        chosen = [
            (project, one.source.zh, one.reason, f"{one.on}{'（逾期）' if one.late else ''}")
            for project, one in state.selected.items()
        ]
        sheet(("重点监控项目", "来源", "理由", "确定日"), chosen)


def _state(period: Period, state: Campaign) -> str:
    if state.closed:
        return "已结束"
    if state.opened is not None:
        return f"已启动，数据截至 {state.opened.cutoff_on}，已下达 {len(state.issued)} 项任务"
    if period.merge_into:
        return f"并入{period.merge_into}，不单独报送"
    return "期间结束后自动下达任务" if period.task_issue_mode == "STANDING" else "尚未启动"


def _steps(sitting: Sitting, code: str, state: Campaign) -> None:
    """Offer what is still to be done; whether it may be is for the decider to say."""
    if state.closed or not sitting.identity.roles & {*FINANCE}:
        return
    known = {"fiscal_year": sitting.year, "period": code}
    with ui.row().classes("jx-no-print"):
        if state.opened is None:
            offer(sitting, OpenCampaign, known, _OPENING, look=_DENSE)
        else:
            offer(sitting, IssueTasks, known, _ISSUING, look=_DENSE)
        offer(sitting, SelectKeyProject, known, _CHOOSING, look=_DENSE)
        offer(sitting, ExtendDeadline, known, _OTHER_DAYS, look=_DENSE)
        if state.opened is not None:
            offer(sitting, CloseCampaign, known, look=_DENSE)


PAGE: Final = Page(
    path="/campaigns", title="集中监控", group="业务", draw=draw, roles=frozenset(OVERSEERS)
)
