"""One rectification case: notice, plan, result, visit and verdict, each by who may (QM-09)."""

from functools import partial
from typing import Final

from nicegui import ui

from services.console import attachments, papers
from services.console.page import Page
from services.console.seen import Seen, seen
from services.console.sitting import Sitting
from services.console.wording import at_once, reload, words_first
from services.forms.letters import RULES
from services.project.attachment import Place
from services.project.authority import FINANCE, OWN
from services.project.follow_through import CloseItem
from services.project.rectification import (
    AcceptRectification,
    Acknowledge,
    Case,
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
    _notice(sitting, found, name, case)
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


def _notice(sitting: Sitting, found: Seen, name: str, case: Case) -> None:
    notice = case.notice
    with ui.element("div").classes("jx-card"):
        ui.label(f"{found.title} · {name}").classes("text-subtitle1")
        with ui.element("div").classes("jx-facts"):
            ui.label(f"状态：{_WORDS[case.status]}")
            ui.label(f"通知日期：{notice.issued_on}")
            ui.label(f"整改期限：{case.due}{'（已逾期）' if case.overdue else ''}")
            ui.label(f"文书：{case.step.zh}")
        for ground in notice.grounds:
            rule = RULES.get(ground.rule, ground.rule)
            ui.label(f"依据：{rule}为 {ground.value}，界限 {ground.threshold}")
        if notice.reason:
            ui.label(f"理由：{notice.reason}")
        for number, item in enumerate(case.items, 1):
            mark = "已销号" if number in case.closed else "未销号"
            ui.label(f"整改措施 {number}：{item}（{mark}）")
        papers.offer(sitting, found.id, "rectification", name)


def _answer(sitting: Sitting, found: Seen, name: str, case: Case) -> None:
    year, code = found.id.year, found.id.code
    if case.status == "NOTICE_ISSUED":
        command = Acknowledge(fiscal_year=year, project_code=code, case=name)
        at_once(sitting, command.title, command, reload)
    if case.status in ("ACKNOWLEDGED", "IN_PROGRESS"):
        words_first(
            sitting,
            SubmitPlan.title,
            "整改措施，每行一项",
            lambda words: SubmitPlan(
                fiscal_year=year,
                project_code=code,
                case=name,
                items=tuple(line.strip() for line in words.splitlines() if line.strip()),
            ),
            reload,
        )
    if case.status == "IN_PROGRESS":
        words_first(
            sitting,
            SubmitFeedback.title,
            "整改结果",
            lambda words: SubmitFeedback(
                fiscal_year=year, project_code=code, case=name, result=words
            ),
            reload,
        )


def _judge(sitting: Sitting, found: Seen, name: str, case: Case) -> None:
    if case.status != "FEEDBACK_SUBMITTED":
        return
    year, code = found.id.year, found.id.code
    words_first(
        sitting,
        VerifyOnSite.title,
        "核实情况",
        lambda words: VerifyOnSite(fiscal_year=year, project_code=code, case=name, finding=words),
        reload,
    )
    for item in case.open_items():
        words_first(
            sitting,
            f"第 {item} 项销号",
            "销号依据",
            partial(_close, found, name, item),
            reload,
        )
    words_first(
        sitting,
        AcceptRectification.title,
        "验收意见",
        lambda words: AcceptRectification(
            fiscal_year=year, project_code=code, case=name, opinion=words
        ),
        reload,
    )
    words_first(
        sitting,
        RejectRectification.title,
        "不通过的理由",
        lambda words: RejectRectification(
            fiscal_year=year, project_code=code, case=name, reason=words
        ),
        reload,
    )


def _close(found: Seen, case: str, item: int, words: str) -> CloseItem:
    return CloseItem(
        fiscal_year=found.id.year,
        project_code=found.id.code,
        case=case,
        item=item,
        evidence=words,
    )


PAGE: Final = Page(path="/projects/{code}/cases/{case}", title="整改事项", draw=draw)
