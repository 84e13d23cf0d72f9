"""A third-party institution in a year: engaged, its work rated, managed by the result (HL-11)."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.engagement import EngagementFact, InstitutionEngaged, QualityRated, WorkSubmitted
from events.terms import Role, TargetGrade
from services.decision import Command, Context
from services.policies.numbers import sensible
from services.project.command import Code, FiscalYear, Text
from services.project.measures import grade, hundredths
from services.refusal import Refused

FULL_MARKS = 100


class EngagementCommand(Command, frozen=True, kw_only=True):
    """A command on one institution in a year; ``engagement`` names one piece of work."""

    fiscal_year: FiscalYear
    institution: Code
    engagement: Code


class EngageInstitution(EngagementCommand, frozen=True, kw_only=True):
    """Give work to an institution; a poor rating of this or the last year asks for a reason."""

    title = "委托第三方机构"

    name: Text
    purpose: Text
    projects: tuple[Code, ...] = ()
    reason: str = ""
    barred_before: Annotated[
        tuple[str, ...], Meta(description="上一年度评估不合格的委托；由系统填写")
    ] = ()


class SubmitWork(EngagementCommand, frozen=True, kw_only=True):
    """Hand in the work, or a better version of it."""

    title = "第三方提交成果"

    work: Text
    document: Annotated[Text, Meta(description="成果文件的文号或存放处")]


class RateQuality(EngagementCommand, frozen=True, kw_only=True):
    """Rate the newest version of the work out of 100."""

    title = "评估第三方质量"

    score: Decimal
    opinion: str = ""


AnyEngagementCommand = EngageInstitution | SubmitWork | RateQuality


class Engagement(Struct, frozen=True):
    """One piece of work; only its newest version and rating count."""

    engaged: InstitutionEngaged
    submitted: WorkSubmitted | None = None
    rated: QualityRated | None = None


class Institution(Struct, frozen=True):
    """What an institution was given in the year."""

    engagements: dict[str, Engagement] = {}

    @property
    def poorly_rated(self) -> tuple[str, ...]:
        """The pieces of work whose rating bars from more."""
        rated = ((name, one.rated) for name, one in self.engagements.items())
        return tuple(name for name, rating in rated if rating is not None and rating.barred)


def evolve(institution: Institution, fact: EngagementFact) -> Institution:
    """Fold one fact; one about work that was never given changes nothing."""
    known = institution.engagements.get(fact.engagement)
    match fact:
        case InstitutionEngaged():
            one = known or Engagement(fact)
        case WorkSubmitted() | QualityRated() if known is None:
            return institution
        case WorkSubmitted():
            one = replace(known, submitted=fact)
        case QualityRated():
            one = replace(known, rated=fact)
    return Institution({**institution.engagements, fact.engagement: one})


def decide(
    institution: Institution, command: AnyEngagementCommand, context: Context
) -> list[EngagementFact]:
    """Decide about an institution."""
    rules = context.rules.third_parties
    if isinstance(command, EngageInstitution):
        context.require(rules.roles, command.title, rules.clause)
        return [*_engage(institution, command, context)]
    known = institution.engagements.get(command.engagement)
    if known is None:
        raise Refused(f"没有委托 {command.engagement}", clause=rules.clause)
    match command:
        case SubmitWork(work=work, document=document):
            context.require((Role.THIRD_PARTY_EXPERT, *rules.roles), command.title, rules.clause)
            _own_work(command, context)
            before = known.submitted
            if before is not None and (before.work, before.document) == (work, document):
                return []
            return [
                WorkSubmitted(
                    engagement=command.engagement,
                    work=work,
                    document=document,
                    submission=1 + (before.submission if before else 0),
                    on=context.today,
                )
            ]
        case RateQuality(score=score, opinion=opinion):
            context.require(rules.roles, command.title, rules.clause)
            if known.submitted is None:
                raise Refused("成果尚未提交，不能评估质量", clause=rules.clause)
            if not sensible(score) or not 0 <= score <= FULL_MARKS:
                raise Refused(f"得分须在 0 至 {FULL_MARKS} 之间", clause=rules.clause)
            score = hundredths(Fraction(score))
            earned = TargetGrade[grade(score, context.rules.evaluation.grades).name]
            fact = QualityRated(
                engagement=command.engagement,
                submission=known.submitted.submission,
                score=score,
                grade=earned,
                opinion=opinion,
                barred=earned in rules.barred_grades,
                edition=context.rules.edition,
            )
            return [] if known.rated == fact else [fact]


def _own_work(command: SubmitWork, context: Context) -> None:
    """Refuse an expert who hands in the work of another institution."""
    actor = context.actor
    if actor.role is Role.THIRD_PARTY_EXPERT and actor.org != command.institution:
        raise Refused(
            f"{actor.org} 不能代 {command.institution} 提交成果",
            clause=context.rules.third_parties.clause,
        )


def _engage(
    institution: Institution, command: EngageInstitution, context: Context
) -> list[InstitutionEngaged]:
    rules = context.rules
    known = institution.engagements.get(command.engagement)
    if known is not None:
        given = (known.engaged.institution, known.engaged.purpose, known.engaged.projects)
        if given == (command.name, command.purpose, command.projects):
            return []
        raise Refused(f"委托 {command.engagement} 已有其他内容", clause=rules.third_parties.clause)
    for year, poor in (("本", institution.poorly_rated), ("上一", command.barred_before)):
        if poor and not command.reason.strip():
            raise Refused(
                f"该机构{year}年度质量评估不合格（{'、'.join(poor)}），再次委托须说明理由",
                clause=rules.third_parties.clause,
            )
    return [
        InstitutionEngaged(
            engagement=command.engagement,
            institution=command.name,
            purpose=command.purpose,
            projects=command.projects,
            on=context.today,
            reason=command.reason,
            edition=rules.edition,
        )
    ]
