"""Common histories, each made by running commands through the deciders, never by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import TypeVar

from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    CommitmentRecorded,
    CommitmentReleased,
    FundsAppropriated,
    PaymentCorrected,
    PaymentExecuted,
    PaymentRefunded,
    UpstreamFact,
)
from events.monitoring import CauseOfDeviation, IndicatorReport
from events.targets import Indicator
from events.terms import (
    DeviationCause,
    Direction,
    FundTag,
    IndicatorLevel1,
    IndicatorLevel2,
    TargetGrade,
)
from services.policies.law import Law
from services.project.candidate import IdentifyCandidate
from services.project.clawback import (
    ConfirmAmount,
    ExecuteClawback,
    NotifyDepartment,
)
from services.project.monitoring import IssueTask
from services.project.registration import RegisterProject
from services.project.review import ReviewAtLevel
from services.project.submission import Submit
from services.project.targets import (
    ApproveTarget,
    ReturnTarget,
    ReviewTarget,
    SetTarget,
    needed_rounds,
)
from tests.services.project.given import (
    CHIEF,
    DEPARTMENT,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    YEAR,
    Given,
    P,
    day,
    given,
    law_of,
)

BUDGET = 300_000_000
ROADS = Indicator(
    name="道路",
    level1=IndicatorLevel1.OUTPUT,
    level2=IndicatorLevel2.QUANTITY,
    direction=Direction.AT_LEAST,
    unit="公里",
    annual_value=Decimal(100),
)
WHY = (CauseOfDeviation(cause=DeviationCause.FUNDING, explanation="资金到位晚"),)
_numbers = count(1)
U = TypeVar("U", bound=UpstreamFact)


def upstream(kind: type[U], fen: int, on: tuple[int, int], no: str = "", revision: int = 0) -> U:
    """Return what the treasury reports; without a number it is a document of its own."""
    return kind(
        source_system="treasury",
        document_no=no or f"V{next(_numbers)}",
        line_no=1,
        revision=revision,
        amount_fen=fen,
        occurred_on=date(YEAR, *on),
        published_at=datetime(YEAR, *on, 12, tzinfo=UTC),
    )


def budget(fen: int = BUDGET, month: int = 1, of_month: int = 5, no: str = "") -> BudgetApproved:
    return upstream(BudgetApproved, fen, (month, of_month), no)


def adjusted(fen: int, month: int = 4, of_month: int = 15, no: str = "") -> BudgetAdjusted:
    return upstream(BudgetAdjusted, fen, (month, of_month), no)


def paid(fen: int, month: int = 6, of_month: int = 1, no: str = "") -> PaymentExecuted:
    return upstream(PaymentExecuted, fen, (month, of_month), no)


def refunded(fen: int, month: int = 6, of_month: int = 2, no: str = "") -> PaymentRefunded:
    return upstream(PaymentRefunded, fen, (month, of_month), no)


def corrected(fen: int, month: int = 6, of_month: int = 2, no: str = "") -> PaymentCorrected:
    return upstream(PaymentCorrected, fen, (month, of_month), no)


def appropriated(fen: int, month: int = 5, of_month: int = 1, no: str = "") -> FundsAppropriated:
    return upstream(FundsAppropriated, fen, (month, of_month), no)


def committed(fen: int, month: int = 5, of_month: int = 1, no: str = "") -> CommitmentRecorded:
    return upstream(CommitmentRecorded, fen, (month, of_month), no)


def released(fen: int, month: int = 5, of_month: int = 2, no: str = "") -> CommitmentReleased:
    return upstream(CommitmentReleased, fen, (month, of_month), no)


def registration(*tags: FundTag) -> RegisterProject:
    return RegisterProject(**P, name="农村道路", department=DEPARTMENT, unit="U01", fund_tags=tags)


def registered(*tags: FundTag, under: str = "hailin") -> Given:
    return given().under(law_of(under)).when(registration(*tags)).so_far


def proposed(
    *tags: FundTag, under: str = "hailin", indicators: tuple[Indicator, ...] = (ROADS,)
) -> Given:
    command = SetTarget(**P, overall_objective="修路一百公里", indicators=indicators)
    return registered(*tags, under=under).by(FILER).when(command).so_far


def handed_up(story: Given) -> Given:
    """Send the targets down and up again as often as the funds' tags ask for (三下三上)."""
    tags, rules = story.state.registered.fund_tags, story.law.editions[0]
    draft = story.state.targets.draft
    assert draft is not None
    again = SetTarget(**P, overall_objective=draft.overall_objective, indicators=draft.indicators)
    for _ in range(1, needed_rounds(tags, rules)):
        down = story.by(SECTION).when(ReturnTarget(**P, reason="再议")).so_far
        story = down.by(FILER).when(again).so_far
    return story


def approved(
    *tags: FundTag, under: str = "hailin", indicators: tuple[Indicator, ...] = (ROADS,)
) -> Given:
    reviewed = handed_up(proposed(*tags, under=under, indicators=indicators)).by(SECTION)
    graded = reviewed.when(ReviewTarget(**P, grade=TargetGrade.GOOD)).so_far
    return graded.by(OFFICER).when(ApproveTarget(**P)).so_far.by(FILER)


def funded(story: Given, paid_fen: int = 150_000_000, budget_fen: int = BUDGET) -> Given:
    return story.reported(budget(budget_fen), paid(paid_fen)).so_far


def issued(
    *tags: FundTag,
    under: str = "hailin",
    law: Law | None = None,
    paid_fen: int = 150_000_000,
    indicators: tuple[Indicator, ...] = (ROADS,),
) -> Given:
    story = funded(approved(*tags, under=under, indicators=indicators), paid_fen)
    asked = story.under(law or story.law).by(OFFICER).at(day(7, 1))
    return asked.when(IssueTask(**P, period="H1")).so_far.by(FILER).at(day(7, 5))


def line(actual: str = "50") -> IndicatorReport:
    return IndicatorReport(
        indicator=ROADS.name, actual=Decimal(actual), causes=WHY, improvement_measure="加快"
    )


def form(actual: str = "50", task: str = "H1") -> Submit:
    return Submit(**P, task=task, lines=(line(actual),))


def submitted(
    *tags: FundTag,
    under: str = "hailin",
    law: Law | None = None,
    actual: str = "50",
    paid_fen: int = 150_000_000,
) -> Given:
    return issued(*tags, under=under, law=law, paid_fen=paid_fen).when(form(actual)).so_far


def passing(level: str = "DEPARTMENT", score: str | None = None, task: str = "H1") -> ReviewAtLevel:
    points = None if score is None else Decimal(score)
    return ReviewAtLevel(**P, task=task, level=level, score=points)


def finalized(actual: str = "50", score: str = "95", paid_fen: int = 150_000_000) -> Given:
    """Pass the chain of 海林市: the department, then the finance section with a score."""
    story = submitted(actual=actual, paid_fen=paid_fen).at(day(7, 21))
    story = story.by(REVIEWER).when(passing()).so_far
    return story.by(SECTION).when(passing("FINANCE_SECTION", score)).so_far.at(day(7, 22))


def noticed(*tags: FundTag) -> Given:
    """Score below 60 under 且末县's rule, on a project that owes a visit when it is tagged."""
    story = submitted(*tags, under="qiemo").at(day(7, 21)).by(SECTION)
    return story.when(passing("FINANCE_SECTION", "58")).so_far.at(day(7, 22)).by(FILER)


CUTOFF = date(YEAR, 11, 30)


def examining(round_: str = "R1", cutoff: date = CUTOFF) -> IdentifyCandidate:
    return IdentifyCandidate(**P, round=round_, cutoff_on=cutoff, edition="hailin@2021-01-01")


def listed(executed_fen: int = 180_000_000) -> Given:
    """The project of §5.7: 3,000,000 元 of budget and, by the end of November, 1,800,000 paid."""
    story = registered().reported(budget(), paid(executed_fen, 11, 1)).so_far
    return story.by(CHIEF).at(day(12, 1)).when(examining()).so_far


def notified(executed_fen: int = 180_000_000) -> Given:
    return listed(executed_fen).when(NotifyDepartment(**P, round="R1")).so_far


def confirmed() -> Given:
    return notified().when(ConfirmAmount(**P, round="R1")).so_far


def taken(story: Given, round_: str = "R1") -> Given:
    """Take back what a round has listed."""
    for command in (
        NotifyDepartment(**P, round=round_),
        ConfirmAmount(**P, round=round_),
        ExecuteClawback(**P, round=round_),
    ):
        story = story.when(command).so_far
    return story


def taken_back() -> Given:
    return confirmed().at(day(12, 2)).when(ExecuteClawback(**P, round="R1")).so_far.at(day(12, 3))
