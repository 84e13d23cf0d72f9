"""One rectification case: notice, plan, result, visit and verdict, each by who may (QM-09)."""

from typing import Final

from nicegui import ui

from projections.trail.words import ground_of
from services.console import attachments, papers
from services.console.asking import offer
from services.console.fields import Asked, words
from services.console.page import Page
from services.console.seen import Seen, seen
from services.console.sitting import Sitting
from services.project.attachment import Place
from services.project.authority import FINANCE, OWN
from services.project.cases import Case
from services.project.follow_through import CloseItem
from services.project.rectification import (
    AcceptRectification,
    Acknowledge,
    RejectRectification,
    SubmitFeedback,
    SubmitPlan,
    VerifyOnSite,
)
from services.refusal import Refused

_WORDS: Final = {
    "NOTICE_ISSUED": "待签收",
    "ACKNOWLEDGED": "已签收，待报方案",
    "IN_PROGRESS": "整改中，待报结果",
    "FEEDBACK_SUBMITTED": "已报结果，待验收",
    "ACCEPTED": "验收通过",
}


async def draw(sitting: Sitting) -> None:
    """Draw the case and what can be done now."""
    found = await seen(sitting)
    name = str(sitting.request.path_params["case"])
    case = found.project.rectification.cases.get(name)
    if case is None:
        raise Refused(f"没有整改事项 {name}")
    _notice(found, name, case)
    place = Place(case.notice.task, case=name)
    attachments.draw(sitting, found, place, changing=_turn(sitting, case))
    with ui.row().classes("jx-no-print"):
        if sitting.identity.roles & {*OWN}:
            _answer(sitting, found, name, case)
        if sitting.identity.roles & {*FINANCE}:
            _judge(sitting, found, name, case)


def _turn(sitting: Sitting, case: Case) -> bool:
    """Whether it is now for who sits here to work on the case."""
    if case.status == "ACCEPTED":
        return False
    working = FINANCE if case.status == "FEEDBACK_SUBMITTED" else OWN
    return bool(sitting.identity.roles & {*working})


def _notice(found: Seen, name: str, case: Case) -> None:
    notice = case.notice
    with ui.element("div").classes("jx-card"):
        ui.label(f"{found.title} · {name}").classes("text-subtitle1")
        with ui.element("div").classes("jx-facts"):
            ui.label(f"状态：{_WORDS[case.status]}")
            ui.label(f"通知日期：{notice.issued_on}")
            ui.label(f"整改期限：{case.due}{'（已逾期）' if case.overdue else ''}")
            ui.label(f"文书：{case.step.zh}")
        for ground in notice.grounds:
            ui.label(f"依据：{ground_of(ground)}")
        if notice.reason:
            ui.label(f"理由：{notice.reason}")
        for number, item in enumerate(case.items, 1):
            mark = "已销号" if number in case.closed else "未销号"
            ui.label(f"整改措施 {number}：{item}（{mark}）")
        papers.offer(found.id, "rectification", name)


def _answer(sitting: Sitting, found: Seen, name: str, case: Case) -> None:
    known = {**found.known, "case": name}
    if case.status == "NOTICE_ISSUED":
        offer(sitting, Acknowledge, known)
    if case.status in ("ACKNOWLEDGED", "IN_PROGRESS"):
        items = Asked(name="items", title="整改措施，每行一项", kind="lines")
        offer(sitting, SubmitPlan, known, (items,))
    if case.status == "IN_PROGRESS":
        offer(sitting, SubmitFeedback, known, (words("result", "整改结果"),))


def _judge(sitting: Sitting, found: Seen, name: str, case: Case) -> None:
    if case.status != "FEEDBACK_SUBMITTED":
        return
    known = {**found.known, "case": name}
    offer(sitting, VerifyOnSite, known, (words("finding", "核实情况"),))
    for item in case.open_items():
        closing, fields = {**known, "item": item}, (words("evidence", "销号依据"),)
        offer(sitting, CloseItem, closing, fields, title=f"第 {item} 项销号")
    offer(sitting, AcceptRectification, known, (words("opinion", "验收意见"),))
    offer(sitting, RejectRectification, known, (words("reason", "不通过的理由"),))


PAGE: Final = Page(path="/projects/{code}/cases/{case}", title="整改事项", draw=draw)
