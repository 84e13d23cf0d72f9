"""Decide about an assessment: opened, scored, appealed, published once (HL-16, HJ-23)."""

from datetime import timedelta
from decimal import Decimal

from events.assessment import (
    AppealResolved,
    AssessmentFact,
    AssessmentOpened,
    DepartmentScored,
    DepartmentsGrouped,
    ItemScored,
    PilotsSelected,
    RankingPublished,
    RubricItem,
    ScoreAppealed,
    ScoreCorrected,
)
from events.terms import Role
from services.assessment.commands import (
    AnyAssessmentCommand,
    AppealScore,
    ConsequenceCommand,
    CorrectScore,
    GroupDepartments,
    OpenAssessment,
    PublishRanking,
    ResolveAppeal,
    ScoreDepartments,
    ScoreItem,
    ScoringCommand,
    SelectPilots,
)
from services.assessment.consequences import consequence
from services.assessment.scoring import Entered, changed, limits, rank, score
from services.assessment.state import Assessment
from services.decision import Context
from services.policies.numbers import sensible
from services.project.authority import PERFORMANCE
from services.refusal import Refused

_DEPARTMENT = (Role.DEPT_REVIEWER, Role.UNIT_HEAD, Role.UNIT_FILER)


def decide(
    assessment: Assessment, command: AnyAssessmentCommand, context: Context
) -> list[AssessmentFact]:
    """Decide about an assessment."""
    if isinstance(command, ConsequenceCommand):
        return [*consequence(assessment, command, context)]
    roles = (*_DEPARTMENT, *PERFORMANCE) if isinstance(command, AppealScore) else PERFORMANCE
    context.require(roles, command.title, "HL-16")
    rules = context.rules
    if isinstance(command, OpenAssessment):
        if assessment.opened:
            return []
        return [AssessmentOpened(edition=rules.edition, rubric=rules.assessment.rubric)]
    if assessment.opened is None:
        raise Refused(f"考核 {command.assessment} 尚未启动", clause="HL-16")
    if isinstance(command, SelectPilots):
        return [*_pilots(assessment, command, context)]
    return _scoring(assessment, assessment.opened, command, context)


def _scoring(
    assessment: Assessment, opened: AssessmentOpened, command: ScoringCommand, context: Context
) -> list[AssessmentFact]:
    match command:
        case GroupDepartments(groups=groups):
            _unpublished(assessment, "再分组")
            names = [name for group in groups.values() for name in group]
            if len({*names}) < len(names):
                raise Refused("一个部门只能在一个组", clause="HL-16")
            return [] if groups == assessment.groups else [DepartmentsGrouped(groups=groups)]
        case ScoreDepartments():
            return [*_score(assessment, opened, command)]
        case ScoreItem():
            return _by_hand(assessment, opened, command)
        case AppealScore(department=department, reason=reason):
            known = _known(assessment, department)
            if context.actor.role in _DEPARTMENT and context.actor.org != department:
                raise Refused(f"{context.actor.org} 不能代 {department} 申诉", clause="HL-16")
            if waiting := assessment.appeals.get(department):
                if waiting == reason:
                    return []
                raise Refused(f"{department} 已有待处理的申诉", clause="HL-16")
            last = assessment.ranking and assessment.ranking.appeal_by
            if last and context.today > last:
                raise Refused(f"申诉期限 {last} 已过", clause="HL-16")
            return [ScoreAppealed(department=department, score=known.score, reason=reason)]
        case ResolveAppeal():
            return _resolve(assessment, opened, command)
        case CorrectScore(department=department, item=code, points=points, reason=reason):
            if not assessment.published:
                raise Refused("排名尚未公布，请重新评分，不必更正", clause="HL-16")
            known = _known(assessment, department)
            _within(_item(opened, code), points)
            after = changed(known, code, Entered(points, reason))
            if after == known:
                return []
            return [_corrected(code, points, known, after, reason)]
        case PublishRanking():
            if assessment.published:
                return []
            if not assessment.scores:
                raise Refused("尚未对任何部门评分，不能公布排名")
            if assessment.appeals:
                waiting = "、".join(sorted(assessment.appeals))
                raise Refused(f"尚有申诉未处理：{waiting}", clause="HL-16")
            rules = context.law.edition(opened.edition).assessment
            scores = [*assessment.scores.values()]
            days = rules.appeal_days
            return [
                RankingPublished(
                    ranks=rank(scores, rules.tie_breaks, assessment.groups),
                    appeal_by=None if days is None else context.today + timedelta(days=days),
                )
            ]


def _score(
    assessment: Assessment, opened: AssessmentOpened, command: ScoreDepartments
) -> list[DepartmentScored]:
    _unpublished(assessment, "再评分")
    given = command.evidence or ()
    if len({one.department for one in given}) < len(given):
        raise Refused("同一部门只能评分一次", clause="HL-16")
    if not sensible(*(one.score_sum for one in given)):
        raise Refused("审核得分之和须为有限小数", clause="HL-16")
    scored = [
        score(opened.rubric, one, command.position, assessment.entered.get(one.department))
        for one in given
    ]
    return [fact for fact in scored if assessment.scores.get(fact.department) != fact]


def _by_hand(
    assessment: Assessment, opened: AssessmentOpened, command: ScoreItem
) -> list[AssessmentFact]:
    _unpublished(assessment, "再评分")
    item, department = _item(opened, command.item), command.department
    if item.measure != "MANUAL":
        raise Refused(f"{item.name}由系统按事实评分，不能人工填写", clause="HL-16")
    _within(item, command.points)
    entered = Entered(command.points, command.document)
    if assessment.entered.get(department, {}).get(item.code) == entered:
        return []
    fact = ItemScored(
        department=department, item=item.code, points=command.points, document=command.document
    )
    known = assessment.scores.get(department)
    return [fact] if known is None else [fact, changed(known, item.code, entered)]


def _resolve(
    assessment: Assessment, opened: AssessmentOpened, command: ResolveAppeal
) -> list[AssessmentFact]:
    department, reason, points = command.department, command.reason, command.points
    known = _known(assessment, department)
    if department not in assessment.appeals:
        raise Refused(f"{department} 没有待处理的申诉", clause="HL-16")
    if not command.upheld:
        if points is not None or command.item:
            raise Refused("申诉不成立时不能改分", clause="HL-16")
        return [
            AppealResolved(
                department=department,
                upheld=False,
                reason=reason,
                before=known.score,
                after=known.score,
            )
        ]
    if points is None:
        raise Refused("申诉成立须写明评分项和分数", clause="HL-16")
    item = _item(opened, command.item)
    _within(item, points)
    after = changed(known, item.code, Entered(points, reason))
    answer = AppealResolved(
        department=department,
        upheld=True,
        reason=reason,
        item=item.code,
        points=points,
        before=known.score,
        after=after.score,
    )
    if assessment.published:
        return [answer, _corrected(item.code, points, known, after, reason)]
    return [answer, after]


def _pilots(
    assessment: Assessment, command: SelectPilots, context: Context
) -> list[PilotsSelected]:
    wanted = context.rules.assessment.pilots
    names = tuple(dict.fromkeys(command.departments))
    if not wanted:
        raise Refused("本地政策没有规定整体支出财政评价试点", clause="HL-10")
    if len(names) != wanted:
        raise Refused(f"试点部门须为 {wanted} 个，现为 {len(names)} 个", clause="HL-10")
    fact = PilotsSelected(departments=names, document=command.document)
    return [] if assessment.pilots == fact else [fact]


def _corrected(
    item: str, points: Decimal, before: DepartmentScored, after: DepartmentScored, reason: str
) -> ScoreCorrected:
    return ScoreCorrected(
        department=before.department,
        item=item,
        points=points,
        before=before.score,
        after=after.score,
        reason=reason,
    )


def _unpublished(assessment: Assessment, what: str) -> None:
    if assessment.published:
        raise Refused(f"排名已公布，不能{what}", clause="HL-16")


def _known(assessment: Assessment, department: str) -> DepartmentScored:
    known = assessment.score_of(department)
    if known is None:
        raise Refused(f"{department} 尚未评分", clause="HL-16")
    return known


def _item(opened: AssessmentOpened, code: str) -> RubricItem:
    for item in opened.rubric:
        if item.code == code:
            return item
    raise Refused(f"评分细则没有 {code} 这一项", clause="HL-16")


def _within(item: RubricItem, points: Decimal) -> None:
    lowest, most = limits(item)
    if not sensible(points) or not lowest <= points <= most:
        raise Refused(f"{item.name}的得分须在 {lowest} 至 {most} 之间", clause="HL-16")
