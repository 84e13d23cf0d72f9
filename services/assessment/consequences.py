"""What follows from a published ranking; amounts come from a decision, never from here (HL-16)."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from events.assessment import (
    BudgetDeductionDecided,
    BudgetTiltDecided,
    ClueReferred,
    ConsequenceFact,
    DepartmentCommended,
    DepartmentInterviewed,
    Rank,
    ResultsCirculated,
    ResultsEntered,
)
from events.terms import Consequence, Role
from services.assessment.commands import (
    CirculateResults,
    CommendDepartment,
    ConsequenceCommand,
    DecideDeduction,
    DecideTilt,
    EnterResults,
    InterviewDepartment,
    ReferClue,
)
from services.assessment.state import Assessment
from services.decision import Context
from services.policies.numbers import sensible
from services.policies.rules import AssessmentRules
from services.refusal import Refused

WHOLE = Decimal(100)
_BOTH = "名次靠前与靠后重合，不能据此办理"
_KINDS: dict[type[ConsequenceCommand], Consequence] = {
    DecideTilt: Consequence.TILT,
    DecideDeduction: Consequence.DEDUCTION,
    CommendDepartment: Consequence.COMMENDATION,
    InterviewDepartment: Consequence.INTERVIEW,
    CirculateResults: Consequence.CIRCULAR,
    EnterResults: Consequence.GOVERNMENT_ASSESSMENT,
    ReferClue: Consequence.REFERRAL,
}


class Standing(NamedTuple):
    """Where a department stands in its group; ``tied`` is for a person to look at."""

    rank: int
    front: bool
    rear: bool
    tied: bool


def consequence(
    assessment: Assessment, command: ConsequenceCommand, context: Context
) -> list[ConsequenceFact]:
    """Decide one consequence under the edition the assessment was opened with.

    The same again is already so.
    """
    edition = assessment.opened and assessment.opened.edition
    law = context.law.edition(edition) if edition else context.rules
    rules, kind = law.assessment, _KINDS[type(command)]
    role = Role.AUDITOR if isinstance(command, ReferClue) else Role.FIN_APPROVER
    context.require((role,), command.title, rules.clause)
    if kind not in rules.consequences:
        raise Refused(f"本地政策没有规定{kind.zh}", clause=rules.clause)
    fact = _decided(assessment, command, context, rules)
    return [] if _already(assessment, fact) else [fact]


def _already(assessment: Assessment, fact: ConsequenceFact) -> bool:
    """Say whether it is so; a second, different amount for a department is refused."""
    for one in assessment.consequences:
        if _said(one) == _said(fact):
            return True
        if (
            isinstance(fact, BudgetTiltDecided | BudgetDeductionDecided)
            and isinstance(one, type(fact))
            and one.department == fact.department
        ):
            raise Refused(f"{fact.department} 已作出{fact.title.removeprefix('决定')}的决定")
    return False


def _said(fact: ConsequenceFact) -> ConsequenceFact:
    """Leave out the day it was said on: the same said again later is nothing new."""
    match fact:
        case ClueReferred() | ResultsEntered() | DepartmentInterviewed():
            return replace(fact, on=date.min)
        case _:
            return fact


def _decided(
    assessment: Assessment, command: ConsequenceCommand, context: Context, rules: AssessmentRules
) -> ConsequenceFact:
    if isinstance(command, ReferClue):
        return ClueReferred(
            department=command.department,
            clue=command.clue,
            document=command.document,
            on=context.today,
        )
    if assessment.ranking is None:
        raise Refused("排名尚未公布，不能据此办理", clause=rules.clause)
    match command:
        case CirculateResults(document=document):
            return ResultsCirculated(document=document)
        case EnterResults(document=document):
            return ResultsEntered(document=document, on=context.today)
        case DecideTilt(department=department) | CommendDepartment(department=department):
            place = standing(assessment.ranking.ranks, department, rules)
            _must(place.front, f"{department} 名次不靠前", rules)
            _must(not place.rear, _BOTH, rules)
        case DecideDeduction(department=department) | InterviewDepartment(department=department):
            place = standing(assessment.ranking.ranks, department, rules)
            _must(place.rear, f"{department} 名次不靠后", rules)
            _must(not place.front, _BOTH, rules)
    match command:
        case DecideTilt(document=document, percent=percent, amount_fen=fen):
            _figure(percent, fen, rules)
            return BudgetTiltDecided(
                department=department,
                rank=place.rank,
                tied=place.tied,
                document=document,
                percent=percent,
                amount_fen=fen,
            )
        case DecideDeduction(document=document, percent=percent, amount_fen=fen):
            _figure(percent, fen, rules)
            return BudgetDeductionDecided(
                department=department,
                rank=place.rank,
                tied=place.tied,
                document=document,
                percent=percent,
                amount_fen=fen,
            )
        case CommendDepartment(document=document):
            return DepartmentCommended(department=department, rank=place.rank, document=document)
        case InterviewDepartment(document=document, demand=demand, due_on=due_on):
            _must(due_on >= context.today, f"整改期限 {due_on} 已过", rules)
            return DepartmentInterviewed(
                department=department,
                rank=place.rank,
                on=context.today,
                demand=demand,
                due_on=due_on,
                document=document,
            )


def standing(ranks: tuple[Rank, ...], department: str, rules: AssessmentRules) -> Standing:
    """Find a department's place; places are counted with ties, from the front and the rear."""
    mine = next((one for one in ranks if one.department == department), None)
    if mine is None or mine.rank is None:
        raise Refused(f"{department} 未参加排名", clause=rules.clause)
    peers = [one.rank for one in ranks if one.group == mine.group and one.rank is not None]
    return Standing(
        rank=mine.rank,
        front=mine.rank <= rules.front,
        rear=1 + sum(other > mine.rank for other in peers) <= rules.rear,
        tied=peers.count(mine.rank) > 1,
    )


def _figure(percent: Decimal | None, fen: int | None, rules: AssessmentRules) -> None:
    _must((percent is None) != (fen is None), "须按决定文件写明比例或金额，二者取一", rules)
    if percent is not None:
        _must(sensible(percent) and 0 < percent <= WHOLE, "比例须大于 0 且不超过 100", rules)


def _must(holds: bool, reason: str, rules: AssessmentRules) -> None:  # noqa: FBT001  # the rule
    if not holds:
        raise Refused(reason, clause=rules.clause)
