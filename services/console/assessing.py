"""The steps of an assessment, each for whom it is and where the rules have it (HL-16, QM-14)."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from events.subjects import assessment_id
from events.terms import Consequence, Role
from projections.ranking import AppealState, Ranking
from services.assessment import commands as of
from services.assessment.state import Assessment
from services.console.asking import offer
from services.console.fields import Asked, words
from services.console.sitting import Sitting
from services.decision import Command
from services.policies.rules import Rules
from services.project.authority import OWN, PERFORMANCE

_CHIEF: Final = frozenset({Role.FIN_APPROVER})
_DOCUMENT: Final = Asked(name="document", title="决定文件文号")
_FIGURES: Final = (
    _DOCUMENT,
    Asked(name="percent", title="比例%（与金额二者填一）", kind="number"),
    Asked(name="amount_fen", title="金额（与比例二者填一）", kind="money"),
)


class Following(Struct, frozen=True, kw_only=True):
    """What may follow from a published ranking, and who decides it."""

    command: type[Command]
    kind: Consequence
    fields: tuple[Asked, ...] = (_DOCUMENT,)
    roles: frozenset[Role] = _CHIEF


_OF_ALL: Final = (
    Following(command=of.CirculateResults, kind=Consequence.CIRCULAR),
    Following(command=of.EnterResults, kind=Consequence.GOVERNMENT_ASSESSMENT),
)
_OF_ONE: Final = (
    Following(command=of.DecideTilt, kind=Consequence.TILT, fields=_FIGURES),
    Following(command=of.DecideDeduction, kind=Consequence.DEDUCTION, fields=_FIGURES),
    Following(command=of.CommendDepartment, kind=Consequence.COMMENDATION),
    Following(
        command=of.InterviewDepartment,
        kind=Consequence.INTERVIEW,
        fields=(
            words("demand", "整改要求"),
            Asked(name="due_on", title="整改期限", kind="date"),
            _DOCUMENT,
        ),
    ),
    Following(
        command=of.ReferClue,
        kind=Consequence.REFERRAL,
        fields=(words("clue", "线索"), _DOCUMENT),
        roles=frozenset({Role.AUDITOR}),
    ),
)


class Assessed(Struct, frozen=True, kw_only=True):
    """An assessment as it stands, and the edition it was opened with."""

    code: str
    state: Assessment
    rules: Rules

    @property
    def items(self) -> Mapping[str, str]:
        """Name the items of its rubric."""
        opened = self.state.opened
        return {one.code: one.name for one in opened.rubric} if opened else {}

    @property
    def by_hand(self) -> Mapping[str, str]:
        """Name the items that no software can count."""
        opened = self.state.opened
        rubric = opened.rubric if opened else ()
        return {one.code: one.name for one in rubric if one.measure == "MANUAL"}


async def assessed(sitting: Sitting, codes: Iterable[str]) -> list[Assessed]:
    """Read assessments of the sitting's year."""
    desk = sitting.rooms.office.desk
    names = {assessment_id(sitting.division, sitting.year, code): code for code in codes}
    found = await asyncio.to_thread(desk.histories, [*names], current=True)
    law = await asyncio.to_thread(desk.law, sitting.division)
    return [
        Assessed(code=names[name], state=state, rules=law.edition(state.opened.edition))
        for name, history in found.items()
        if isinstance(state := history.state, Assessment) and state.opened
    ]


def opening(sitting: Sitting) -> None:
    """Offer a further assessment of the year."""
    if sitting.identity.roles & {*PERFORMANCE}:
        fields = (Asked(name="assessment", title="考核代码"),)
        offer(sitting, of.OpenAssessment, {"fiscal_year": sitting.year}, fields, look="outline")


def of_all(sitting: Sitting, one: Assessed, departments: Iterable[str]) -> None:
    """Offer what concerns all departments: scores, publication once, what follows from it."""
    known = _known(sitting, one)
    if sitting.identity.roles & {*PERFORMANCE}:
        if not one.state.published:
            offer(sitting, of.ScoreDepartments, known)
            offer(sitting, of.PublishRanking, known)
        if one.rules.assessment.pilots:
            names = {name: name for name in departments}
            chosen = Asked(name="departments", title="部门", kind="several", choices=names)
            offer(sitting, of.SelectPilots, known, (chosen, _DOCUMENT))
    for step in _possible(sitting, one, _OF_ALL):
        offer(sitting, step.command, known, step.fields)


def of_one(sitting: Sitting, one: Assessed, row: Ranking) -> None:
    """Offer what concerns one department: points, an appeal and its answer, what follows."""
    known = {**_known(sitting, one), "department": row.department}
    roles = sitting.identity.roles
    appealable = row.score is not None and row.appeal is not AppealState.OPEN
    if appealable and roles & {*OWN, *PERFORMANCE}:
        offer(sitting, of.AppealScore, known, (words("reason", "申诉理由"),))
    if roles & {*PERFORMANCE}:
        _points(sitting, one, row, known)
    for step in _possible(sitting, one, _OF_ONE):
        offer(sitting, step.command, known, step.fields)


def _points(sitting: Sitting, one: Assessed, row: Ranking, known: dict[str, object]) -> None:
    item = Asked(name="item", title="评分项", kind="choice", choices=one.items)
    points = Asked(name="points", title="得分", kind="number")
    reason = words("reason", "理由")
    if row.appeal is AppealState.OPEN:
        upheld, rejected = {**known, "upheld": True}, {**known, "upheld": False}
        offer(sitting, of.ResolveAppeal, upheld, (item, points, reason), title="申诉成立")
        offer(sitting, of.ResolveAppeal, rejected, (reason,), title="申诉不成立")
    if one.state.published:
        offer(sitting, of.CorrectScore, known, (item, points, reason))
    elif one.by_hand:
        by_hand = Asked(name="item", title="评分项", kind="choice", choices=one.by_hand)
        offer(sitting, of.ScoreItem, known, (by_hand, points, _DOCUMENT))


def _possible(sitting: Sitting, one: Assessed, steps: Iterable[Following]) -> Iterator[Following]:
    """Leave out what the edition does not have, and what somebody else decides."""
    roles, prescribed = sitting.identity.roles, one.rules.assessment.consequences
    for step in steps:
        due = one.state.published or step.kind is Consequence.REFERRAL
        if due and step.kind in prescribed and roles & step.roles:
            yield step


def _known(sitting: Sitting, one: Assessed) -> dict[str, object]:
    return {"fiscal_year": sitting.year, "assessment": one.code}
