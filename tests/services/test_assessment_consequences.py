"""What follows from a place: only from a published one, only with a decision's own figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from events.assessment import (
    BudgetDeductionDecided,
    BudgetTiltDecided,
    ClueReferred,
    ConsequenceFact,
    DepartmentCommended,
    DepartmentInterviewed,
    ResultsCirculated,
    ResultsEntered,
)
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
from services.policies.law import Law
from tests.services.assessing import OPEN, PUBLISH, Year, scoring
from tests.services.project.given import AUDITOR, CHIEF, OFFICER, amended, day, law_of

HAILIN = law_of("hailin")
QIEMO = law_of("qiemo")


def published(law: Law = HAILIN, **on_time: int) -> Year:
    """Rank departments by how many of their ten tasks were on time."""
    return Year(law).after(OPEN).after(scoring(**on_time)).after(PUBLISH).by(CHIEF)


def tilt(department: str, percent: str | None = "5", fen: int | None = None) -> DecideTilt:
    return DecideTilt(
        fiscal_year=2021,
        assessment="A",
        department=department,
        document="府办〔2022〕1号",
        percent=None if percent is None else Decimal(percent),
        amount_fen=fen,
    )


def deduction(department: str, fen: int | None = 100_000_000) -> DecideDeduction:
    return DecideDeduction(
        fiscal_year=2021,
        assessment="A",
        department=department,
        document="府办〔2022〕2号",
        amount_fen=fen,
    )


YEAR = published(D01=10, D02=8, D03=5)


@pytest.mark.clause("HL-16")
def test_the_front_gets_more_and_the_rear_less_by_the_decision_s_figures() -> None:
    assert YEAR.told(tilt("D01")) == [
        BudgetTiltDecided(
            department="D01",
            rank=1,
            tied=False,
            document="府办〔2022〕1号",
            percent=Decimal(5),
        )
    ]
    assert YEAR.told(deduction("D03")) == [
        BudgetDeductionDecided(
            department="D03",
            rank=3,
            tied=False,
            document="府办〔2022〕2号",
            amount_fen=100_000_000,
        )
    ]
    assert YEAR.after(tilt("D01")).told(tilt("D01")) == []
    assert "已作出预算倾斜的决定" in YEAR.after(tilt("D01")).refused(tilt("D01", "6"))


@pytest.mark.clause("HL-16")
@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (tilt("D01", None), "写明比例或金额"),
        (tilt("D01", "5", 100), "写明比例或金额"),
        (tilt("D01", "0"), "大于 0 且不超过 100"),
        (tilt("D01", "100.01"), "大于 0 且不超过 100"),
        (tilt("D01", "NaN"), "大于 0 且不超过 100"),
        (tilt("D02"), "D02 名次不靠前"),
        (tilt("D09"), "D09 未参加排名"),
        (deduction("D02"), "D02 名次不靠后"),
        (deduction("D03", None), "写明比例或金额"),
    ],
)
def test_there_is_no_default_figure_and_no_place_in_between(
    command: ConsequenceCommand, fault: str
) -> None:
    assert fault in YEAR.refused(command)


@pytest.mark.clause("HL-16")
def test_ties_at_a_cut_are_all_in_and_marked_for_a_person() -> None:
    year = published(D01=10, D02=10, D03=4, D04=4, D05=7)
    for name in ("D01", "D02"):
        (fact,) = year.told(tilt(name))
        assert isinstance(fact, BudgetTiltDecided)
        assert (fact.rank, fact.tied) == (1, True)
    for name in ("D03", "D04"):
        (cut,) = year.told(deduction(name))
        assert isinstance(cut, BudgetDeductionDecided)
        assert (cut.rank, cut.tied) == (4, True)
    assert "名次不靠前" in year.refused(tilt("D05"))


def test_how_many_places_are_the_front_is_the_place_s_rule() -> None:
    wider = amended(HAILIN, day(2, 1), assessment__front=2, assessment__rear=0)
    year = published(wider, D01=10, D02=8, D03=5)
    assert year.told(tilt("D02"))
    assert "名次不靠后" in year.refused(deduction("D03"))


def test_a_cut_changed_after_the_opening_counts_for_the_next_assessment() -> None:
    year = published(HAILIN, D01=10, D02=8, D03=5)
    wider = amended(HAILIN, day(12, 1), assessment__front=3, assessment__consequences=[])
    assert "名次不靠前" in year.under(wider).refused(tilt("D02"))
    assert year.under(wider).told(tilt("D01"))


def test_where_all_are_equal_nobody_is_in_front() -> None:
    year = published(D01=8, D02=8)
    assert "重合" in year.refused(tilt("D01"))
    assert "重合" in year.refused(deduction("D01"))
    county = published(QIEMO, D03=8, D01=8)
    assert "重合" in county.refused(COMMEND)
    assert "重合" in county.refused(INTERVIEW)


@pytest.mark.clause("HL-16", "QM-14")
def test_nothing_follows_from_what_is_not_published_or_not_ranked() -> None:
    scored = Year(HAILIN).after(OPEN).after(scoring(D01=9)).by(CHIEF)
    assert "排名尚未公布" in scored.refused(tilt("D01"))
    assert "须由财政局领导办理" in YEAR.by(OFFICER).refused(tilt("D01"))


INTERVIEW = InterviewDepartment(
    fiscal_year=2021,
    assessment="A",
    department="D03",
    demand="限期补报",
    due_on=date(2022, 1, 31),
    document="约谈1号",
)
COMMEND = CommendDepartment(fiscal_year=2021, assessment="A", department="D01", document="表彰1号")
CIRCULATE = CirculateResults(fiscal_year=2021, assessment="A", document="通报1号")
ENTER = EnterResults(fiscal_year=2021, assessment="A", document="考核办1号")
REFER = ReferClue(
    fiscal_year=2021, assessment="A", department="D02", clue="虚列支出", document="审移1号"
)


@pytest.mark.clause("QM-14", "HJ-23")
def test_the_county_commends_interviews_circulates_and_enters_the_results() -> None:
    year = published(QIEMO, D01=10, D02=8, D03=5)
    asked: list[tuple[ConsequenceCommand, type[ConsequenceFact]]] = [
        (COMMEND, DepartmentCommended),
        (INTERVIEW, DepartmentInterviewed),
        (CIRCULATE, ResultsCirculated),
        (ENTER, ResultsEntered),
    ]
    for command, kind in asked:
        after = year.after(command)
        assert isinstance(after.facts[-1], kind)
        assert after.told(command) == []
        assert replace(after, instant=day(12, 20)).told(command) == []
    assert "本地政策没有规定预算倾斜" in year.refused(tilt("D01"))
    assert "本地政策没有规定表彰" in YEAR.refused(COMMEND)
    standing = published(law_of("hanggin"), D01=10)
    assert standing.told(ENTER)


@pytest.mark.clause("QM-14")
def test_the_auditors_refer_a_clue_whatever_the_place_and_before_any_ranking() -> None:
    opened = Year(QIEMO).after(OPEN)
    (fact,) = opened.by(AUDITOR).told(REFER)
    assert isinstance(fact, ClueReferred)
    assert (fact.department, fact.on) == ("D02", date(2021, 12, 15))
    assert "须由审计人员办理" in opened.by(CHIEF).refused(REFER)


def test_a_day_to_rectify_by_lies_ahead() -> None:
    year = published(QIEMO, D01=10, D03=5)
    late = InterviewDepartment(
        fiscal_year=2021,
        assessment="A",
        department="D03",
        demand="补报",
        due_on=date(2021, 12, 14),
        document="约谈1号",
    )
    assert "整改期限 2021-12-14 已过" in year.refused(late)
