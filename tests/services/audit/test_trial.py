"""One project's year under other rules: whatever happened, the same rules decide the same."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from events.monitoring import IndicatorReport
from events.targets import Indicator
from events.terms import EvaluationPart, TargetGrade
from services.answers.difference import Matter
from services.audit.what_if.outcomes import Key
from services.audit.what_if.trial import Round
from services.decision import Actor
from services.project.decider import ProjectDecision
from services.project.monitoring import IssueTask
from services.project.review import ReviewAtLevel
from services.project.submission import Submit
from services.project.targets import ApproveTarget, ReviewTarget, SetTarget
from tests.services.audit.years import Year
from tests.services.project import machine_commands as known
from tests.services.project.anything import INSTANTS
from tests.services.project.given import (
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    P,
    day,
    law_of,
)
from tests.services.project.stories import ROADS, budget, line, paid, registration
from tests.services.project.test_evaluation import (
    CONCLUDE,
    EXAMPLE,
    FEEDBACK,
    JANUARY,
    START,
    SUBMIT,
)

HAILIN = law_of("hailin")
RULES = HAILIN.editions[0]
TRIED = f"{RULES.edition}~试"
STEPS = some.lists(some.tuples(some.sampled_from(known.LIKELY), some.integers(0, 12)), max_size=40)


def targeted(indicators: tuple[Indicator, ...] = (ROADS,), paid_fen: int = 150_000_000) -> Year:
    """Approve targets and spend half of three million."""
    year = Year(HAILIN)
    year.do(OFFICER, day(1, 10), registration())
    year.do(FILER, day(1, 11), SetTarget(**P, overall_objective="修路", indicators=indicators))
    year.do(SECTION, day(1, 12), ReviewTarget(**P, grade=TargetGrade.GOOD))
    year.do(OFFICER, day(1, 13), ApproveTarget(**P))
    year.report(day(6, 1), budget(), paid(paid_fen))
    return year


def monitored(*lines: IndicatorReport) -> Year:
    """Hand a form in and pass it with 84 points."""
    year = targeted()
    year.do(OFFICER, day(7, 1), IssueTask(**P, period="H1"))
    year.do(FILER, day(7, 5), Submit(**P, task="H1", lines=lines))
    year.do(REVIEWER, day(7, 21), ReviewAtLevel(**P, task="H1", level="DEPARTMENT"))
    scored = ReviewAtLevel(**P, task="H1", level="FINANCE_SECTION", score=Decimal(84))
    year.do(SECTION, day(7, 22), scored)
    return year


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_whatever_happened_the_same_rules_decide_it_again(
    steps: list[tuple[tuple[Actor, ProjectDecision], int]],
) -> None:
    year = monitored(line("80"))
    for (actor, command), month in steps:
        year.do(actor, INSTANTS[month], command)
    assert year.under(RULES) == {}


@pytest.mark.clause("HJ-25")
def test_a_form_the_other_rules_would_not_take_is_told_with_its_reasons() -> None:
    year = monitored(IndicatorReport(indicator=ROADS.name, actual=Decimal(100)))
    figures = replace(RULES.figures, over_fulfilment=Decimal(90))
    stricter = replace(RULES, edition=TRIED, figures=figures)
    assert year.under(stricter) == {}
    [(task, reasons)] = year.refusals
    assert (task, "超额完成（100.00%），须说明原因" in reasons) == ("H1", True)


@pytest.mark.clause("HJ-25")
def test_over_fulfilment_from_a_lower_floor_is_proposed() -> None:
    year = monitored(line("100"))
    figures = replace(RULES.figures, over_fulfilment=Decimal(90))
    stricter = replace(RULES, edition=TRIED, figures=figures)
    [(key, (before, after))] = year.under(stricter).items()
    assert (key.subject, key.matter, before) == ("H1", Matter.OVER_FULFILMENT, None)
    assert after is not None
    assert (after.words, after.clause) == ("调整绩效目标", "HL-04")


@pytest.mark.clause("HL-09", "QM-12")
def test_other_weights_give_a_self_evaluation_another_grade() -> None:
    year = targeted(EXAMPLE, 10_000_000)
    for actor, command in ((FILER, START), (FILER, SUBMIT), (REVIEWER, FEEDBACK)):
        year.do(actor, JANUARY, command)
    year.do(REVIEWER, JANUARY, CONCLUDE)
    assert year.under(RULES) == {}
    parts = EvaluationPart
    weights = {parts.EXECUTION: 70, parts.OUTPUT: 10, parts.OUTCOME: 10, parts.SATISFACTION: 10}
    evaluation = replace(RULES.evaluation, weights={k: Decimal(v) for k, v in weights.items()})
    other = replace(RULES, edition=TRIED, evaluation=evaluation)
    before, after = year.under(other)[Key("E1", Matter.EVALUATION)]
    assert before is not None
    assert after is not None
    assert (before.words[-1], after.words[-1]) == ("中", "差")


@pytest.mark.clause("HL-07")
def test_a_year_without_a_round_is_examined_as_if_there_were_one() -> None:
    year = targeted()
    none = Round(code="试算", cutoff_on=date(2021, 11, 30), edition=RULES.edition)
    assert year.under(RULES, none) == {}
    earlier = replace(RULES, edition=TRIED, clawback=replace(RULES.clawback, cutoff="09-30"))
    [(key, (before, after))] = year.under(earlier, none).items()
    assert key == Key("试算", Matter.CLAWBACK)
    assert before is not None
    assert after is not None
    assert (before.fen, after.fen) == (125_000_000, 75_000_000)


def test_other_rules_need_another_name() -> None:
    other = replace(RULES, figures=replace(RULES.figures, over_fulfilment=Decimal(90)))
    with pytest.raises(ValueError, match=RULES.edition):
        targeted().under(other)
