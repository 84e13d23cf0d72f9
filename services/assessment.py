"""The yearly assessment: points from evidence, departments ranked 1, 1, 3 (HL-16, HJ-23)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.assessment import (
    AssessmentFact,
    AssessmentOpened,
    DepartmentScored,
    ItemScore,
    Rank,
    RankingPublished,
    RubricItem,
)
from events.terms import Role
from services.decision import Command, Context
from services.policies.numbers import sensible
from services.project.command import Code, FiscalYear, Text
from services.project.measures import hundredths
from services.refusal import Refused

_BUREAU = (Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER)


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the record says about a department in a year; money in 分."""

    department: Text
    projects: int = 0
    targets_approved: int = 0
    tasks_due: int = 0
    tasks_on_time: int = 0
    score_sum: Decimal = Decimal(0)
    score_count: int = 0
    executed_fen: int = 0
    base_fen: int = 0
    cases_issued: int = 0
    cases_accepted: int = 0

    def part_of(self, measure: str) -> tuple[Fraction, Fraction]:
        """Part and whole of a rubric measure; a whole of zero is not applicable."""
        pairs: dict[str, tuple[int | Decimal, int]] = {
            "TARGETS_APPROVED": (self.targets_approved, self.projects),
            "SUBMITTED_ON_TIME": (self.tasks_on_time, self.tasks_due),
            "MEAN_REVIEW_SCORE": (self.score_sum, 100 * self.score_count),
            "EXECUTION": (self.executed_fen, self.base_fen),
            "RECTIFIED": (self.cases_accepted, self.cases_issued),
        }
        part, whole = pairs[measure]
        return Fraction(part), Fraction(whole)


class AssessmentCommand(Command, frozen=True, kw_only=True):
    """A command on one assessment of a year."""

    fiscal_year: FiscalYear
    assessment: Code


class OpenAssessment(AssessmentCommand, frozen=True, kw_only=True):
    """Open an assessment with the rubric of the edition in force."""

    title = "启动绩效考核"


class ScoreDepartments(AssessmentCommand, frozen=True, kw_only=True):
    """Score departments; without evidence it is gathered from the views at ``position``."""

    title = "部门考核评分"

    evidence: Annotated[
        tuple[Evidence, ...] | None, Meta(description="不填则由系统从视图汇集全部部门的证据")
    ] = None
    position: int = 0


class PublishRanking(AssessmentCommand, frozen=True, kw_only=True):
    """Publish the ranking, once."""

    title = "公布考核排名"


AnyAssessmentCommand = OpenAssessment | ScoreDepartments | PublishRanking


class Assessment(Struct, frozen=True):
    """Where an assessment stands."""

    opened: AssessmentOpened | None = None
    scores: dict[str, DepartmentScored] = {}
    published: bool = False


def evolve(assessment: Assessment, fact: AssessmentFact) -> Assessment:
    """Fold one fact."""
    match fact:
        case AssessmentOpened():
            return replace(assessment, opened=fact)
        case DepartmentScored(department=department):
            return replace(assessment, scores={**assessment.scores, department: fact})
        case RankingPublished():
            return replace(assessment, published=True)


def decide(
    assessment: Assessment, command: AnyAssessmentCommand, context: Context
) -> list[AssessmentFact]:
    """Decide about an assessment."""
    context.require(_BUREAU, command.title, "HL-16")
    rules = context.rules
    if isinstance(command, OpenAssessment):
        if assessment.opened:
            return []
        return [AssessmentOpened(edition=rules.edition, rubric=rules.assessment.rubric)]
    if assessment.opened is None:
        raise Refused(f"考核 {command.assessment} 尚未启动", clause="HL-16")
    match command:
        case ScoreDepartments(evidence=evidence, position=position):
            if assessment.published:
                raise Refused("排名已公布，不能再评分", clause="HL-16")
            given = evidence or ()
            if len({one.department for one in given}) < len(given):
                raise Refused("同一部门只能评分一次", clause="HL-16")
            if not sensible(*(one.score_sum for one in given)):
                raise Refused("审核得分之和须为有限小数", clause="HL-16")
            scored = [score(assessment.opened.rubric, one, position) for one in given]
            return [fact for fact in scored if assessment.scores.get(fact.department) != fact]
        case PublishRanking():
            if assessment.published:
                return []
            if not assessment.scores:
                raise Refused("尚未对任何部门评分，不能公布排名")
            return [RankingPublished(ranks=rank([*assessment.scores.values()]))]


def score(rubric: Sequence[RubricItem], evidence: Evidence, position: int) -> DepartmentScored:
    """Give points line by line; what does not apply is left out and the rest rescaled to 100.

    A department without any task has no obligation and no score (domain 5.9).
    """
    items = tuple(_item(item, evidence) for item in rubric)
    full = sum((item.full for item in items if item.points is not None), Decimal(0))
    points = sum((item.points for item in items if item.points is not None), Decimal(0))
    ranked = evidence.tasks_due > 0 and full > 0
    return DepartmentScored(
        department=evidence.department,
        score=hundredths(Fraction(points) / Fraction(full) * 100) if ranked else None,
        rescaled=full != sum(item.full for item in items),
        items=items,
        position=position,
    )


def _item(item: RubricItem, evidence: Evidence) -> ItemScore:
    part, whole = evidence.part_of(item.measure)
    rate = min(Fraction(1), max(Fraction(0), part / whole)) if whole else None
    return ItemScore(
        code=item.code,
        name=item.name,
        full=item.points,
        points=None if rate is None else hundredths(Fraction(item.points) * rate),
        part=str(part),
        whole=str(whole),
    )


def rank(scores: list[DepartmentScored]) -> tuple[Rank, ...]:
    """Rank by score, equal scores share a place and the next is skipped; ordered for display."""
    ranked = [one.score for one in scores if one.score is not None]
    places = [
        Rank(
            department=one.department,
            score=one.score,
            rank=None if one.score is None else 1 + sum(s > one.score for s in ranked),
        )
        for one in scores
    ]
    return tuple(sorted(places, key=lambda p: (p.rank is None, p.rank or 0, p.department)))
