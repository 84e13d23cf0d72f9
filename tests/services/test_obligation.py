"""What is owed to others: registered by rule or by hand, delivered, overdue, waived."""

from datetime import date, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from events.obligation import (
    ObligationFact,
    ObligationFulfilled,
    ObligationOverdue,
    ObligationRegistered,
    ObligationWaived,
)
from events.subjects import obligation_id
from events.terms import Duty, Recipient
from services.decision import Actor, Context
from services.obligation import (
    AnyObligationCommand,
    FulfilObligation,
    MarkObligationOverdue,
    Obligation,
    RegisterObligation,
    WaiveObligation,
    decide,
    evolve,
)
from services.policies.packs import packs
from services.refusal import Refused
from tests.services.policies.acts import refusal
from tests.services.project.given import (
    CHIEF,
    CLOCK,
    EXPERT,
    OFFICER,
    REVIEWER,
    SECTION,
    STRANGER,
    day,
    law_of,
)

JULY = "PROGRESS-07"
REGISTER = RegisterObligation(fiscal_year=2021, obligation=JULY, departments=("D01", "D02"))
CHAIN = RegisterObligation(fiscal_year=2020, obligation="SUMMARY-PREFECTURE")
FULFIL = FulfilObligation(fiscal_year=2021, obligation=JULY, department="D01", document="报〔1〕")
MARK = MarkObligationOverdue(fiscal_year=2021, obligation=JULY, department="D01")
WAIVE = WaiveObligation(fiscal_year=2021, obligation=JULY, department="D01", reason="撤并")


def told(
    command: AnyObligationCommand,
    *facts: ObligationFact,
    by: Actor = OFFICER,
    at: datetime = day(7, 15),  # noqa: B008  # an instant is immutable
    under: str = "hailin",
) -> list[ObligationFact]:
    law = law_of(under)
    division = law.editions[0].division
    obligation = Obligation()
    for fact in facts:
        obligation = evolve(obligation, fact)
    aggregate = obligation_id(division, command.fiscal_year, command.obligation)
    context = Context(command_id="c", at=at, actor=by, aggregate=aggregate, law=law)
    return decide(obligation, command, context)


REGISTERED = told(REGISTER)[0]
assert isinstance(REGISTERED, ObligationRegistered)


@pytest.mark.clause("HL-17")
def test_every_department_owes_the_report_of_july_to_its_section() -> None:
    assert told(REGISTER) == [
        ObligationRegistered(
            kind=Duty.REPORT,
            what="预算绩效管理贯彻落实和工作进展情况（上半年）",
            owed_by=("D01", "D02"),
            recipients=(Recipient.FINANCE_SECTION,),
            due_on=date(2021, 7, 20),
            clause="HL-17",
            edition="hailin@2021-01-01",
        )
    ]
    december = RegisterObligation(fiscal_year=2021, obligation="PROGRESS-12", departments=("D01",))
    (fact,) = told(december)
    assert isinstance(fact, ObligationRegistered)
    assert fact.due_on == date(2021, 12, 20)


def test_registering_again_adds_those_who_came_later() -> None:
    assert told(REGISTER, REGISTERED) == []
    later = RegisterObligation(fiscal_year=2021, obligation=JULY, departments=("D02", "D03"))
    (more,) = told(later, REGISTERED)
    assert isinstance(more, ObligationRegistered)
    assert more.owed_by == ("D03",)
    assert told(later, REGISTERED, more) == []
    other = RegisterObligation(fiscal_year=2021, obligation=JULY, due_on=date(2021, 7, 25))
    with_names = refusal(partial(told, other))
    assert with_names == "义务须有内容、报送对象和义务人"


def test_other_terms_under_the_same_code_are_refused() -> None:
    other = RegisterObligation(
        fiscal_year=2021, obligation=JULY, due_on=date(2021, 7, 25), owed_by=("D01",)
    )
    assert "不能重复登记为其他内容" in refusal(lambda: told(other, REGISTERED))


@pytest.mark.clause("HL-17")
@pytest.mark.parametrize(
    ("on", "late"), [(date(2021, 7, 10), -10), (date(2021, 7, 20), 0), (date(2021, 7, 23), 3)]
)
def test_days_early_and_late_are_counted_from_the_due_day(on: date, late: int) -> None:
    command = FulfilObligation(
        fiscal_year=2021, obligation=JULY, department="D01", document="报〔1〕", on=on
    )
    (fact,) = told(command, REGISTERED, at=day(8, 1))
    assert fact == ObligationFulfilled(
        department="D01",
        recipients=(Recipient.FINANCE_SECTION,),
        document="报〔1〕",
        on=on,
        days_late=late,
        complete=True,
    )
    assert told(command, REGISTERED, fact, at=day(8, 1)) == []
    assert told(replace(command, on=None), REGISTERED, fact, at=day(8, 1)) == []
    other = replace(command, on=date(2021, 7, 1))
    said = refusal(lambda: told(other, REGISTERED, fact, at=day(8, 1)))
    assert said.startswith(f"“报〔1〕”已登记为 {on} 办理，不能改为 2021-07-01")
    more = replace(command, document="报〔2〕")
    said = refusal(lambda: told(more, REGISTERED, fact, at=day(8, 1)))
    assert "另送“报〔2〕”须写明对象" in said
    again = replace(more, recipients=(Recipient.FINANCE_SECTION,))
    assert told(again, REGISTERED, fact, at=day(8, 1))


def test_what_is_not_done_yet_is_refused() -> None:
    tomorrow = FulfilObligation(
        fiscal_year=2021, obligation=JULY, department="D01", document="a", on=date(2021, 7, 16)
    )
    assert refusal(lambda: told(tomorrow, REGISTERED)) == "办理日期 2021-07-16 尚未到来"
    long_ago = structs.replace(tomorrow, on=date(2019, 12, 31))
    assert "早于上一预算年度" in refusal(lambda: told(long_ago, REGISTERED))
    assert told(structs.replace(tomorrow, on=date(2020, 1, 1)), REGISTERED)
    assert "没有登记义务" in refusal(lambda: told(FULFIL))
    stranger = FulfilObligation(fiscal_year=2021, obligation=JULY, department="X", document="a")
    assert "X 没有" in refusal(lambda: told(stranger, REGISTERED))


def test_a_department_reports_for_itself_and_the_bureau_for_everybody() -> None:
    assert told(FULFIL, REGISTERED, by=REVIEWER)
    assert told(FULFIL, REGISTERED, by=SECTION)
    assert refusal(lambda: told(FULFIL, REGISTERED, by=STRANGER)) == "D99 不能代 D01 办理"
    assert "不能由第三方机构专家办理" in refusal(lambda: told(FULFIL, REGISTERED, by=EXPERT))


@pytest.mark.clause("HL-17", "HJ-17")
def test_overdue_begins_with_the_midnight_in_china_after_the_day() -> None:
    last = day(7, 20, 23)
    assert "尚未结束" in refusal(lambda: told(MARK, REGISTERED, by=CLOCK, at=last))
    (fact,) = told(MARK, REGISTERED, by=CLOCK, at=day(7, 21, 0))
    assert fact == ObligationOverdue(department="D01", due_on=date(2021, 7, 20))
    assert told(MARK, REGISTERED, fact, by=CLOCK, at=day(7, 22)) == []
    (late,) = told(FULFIL, REGISTERED, fact, at=day(7, 22))
    assert isinstance(late, ObligationFulfilled)
    assert late.days_late == 2
    assert told(MARK, REGISTERED, late, by=CLOCK, at=day(7, 22)) == []


def test_only_the_head_waives_and_only_what_is_open() -> None:
    assert "须由财政局领导办理" in refusal(lambda: told(WAIVE, REGISTERED))
    (fact,) = told(WAIVE, REGISTERED, by=CHIEF)
    assert fact == ObligationWaived(department="D01", reason="撤并")
    assert told(WAIVE, REGISTERED, fact, by=CHIEF) == []
    other = replace(WAIVE, reason="涉密")
    why = refusal(lambda: told(other, REGISTERED, fact, by=CHIEF))
    assert "D01 已免予（撤并），不能改为其他理由" in why
    assert told(MARK, REGISTERED, fact, by=CLOCK, at=day(8, 1)) == []
    done = told(FULFIL, REGISTERED)[0]
    assert "无须免予" in refusal(lambda: told(WAIVE, REGISTERED, done, by=CHIEF))


@pytest.mark.clause("QM-01")
def test_the_summary_goes_to_several_superiors_with_a_copy_and_is_done_when_all_have_it() -> None:
    (fact,) = told(CHAIN, under="qiemo")
    assert isinstance(fact, ObligationRegistered)
    assert fact.owed_by == ("财政局",)
    assert fact.copies == (Recipient.SUPERIOR_FINANCE,)
    first = FulfilObligation(
        fiscal_year=2020,
        obligation="SUMMARY-PREFECTURE",
        department="财政局",
        document="且财发〔2020〕77号",
        on=date(2020, 11, 18),
        recipients=(Recipient.SUPERIOR_CONGRESS,),
    )
    (part,) = told(first, fact, under="qiemo")
    assert isinstance(part, ObligationFulfilled)
    assert not part.complete
    rest = FulfilObligation(
        fiscal_year=2020, obligation="SUMMARY-PREFECTURE", department="财政局", document="号"
    )
    (whole,) = told(rest, fact, part, under="qiemo")
    assert isinstance(whole, ObligationFulfilled)
    assert whole.complete
    assert whole.recipients == (
        Recipient.SUPERIOR_PARTY,
        Recipient.SUPERIOR_GOVERNMENT,
        Recipient.SUPERIOR_FINANCE,
    )
    wrong = FulfilObligation(
        fiscal_year=2020,
        obligation="SUMMARY-PREFECTURE",
        department="财政局",
        document="号",
        recipients=(Recipient.PUBLIC,),
    )
    assert "不报送社会公众" in refusal(lambda: told(wrong, fact, under="qiemo"))


@pytest.mark.clause("HL-02", "HL-13", "HL-14", "LY-17", "LY-23", "HJ-21", "QM-04", "QM-11", "QM-15")
def test_what_each_document_asks_to_report_publish_or_draw_up_is_a_rule_of_its_place() -> None:
    owed = {
        (one.clause, code): one.recipients
        for rules in packs().values()
        for code, one in rules.obligations.items()
    }
    public = (Recipient.CONGRESS, Recipient.PUBLIC)
    assert owed["HL-13", "TARGETS-PUBLIC"] == owed["HL-13", "RESULTS-PUBLIC"] == (Recipient.PUBLIC,)
    assert owed["HL-14", "TARGETS-CONGRESS"] == owed["QM-15", "BUDGET-DRAFT"] == public
    assert owed["QM-11", "DIRECT-FUNDS"] == public
    assert owed["HL-14", "EVALUATION-RESULTS"] == (
        Recipient.CONGRESS,
        Recipient.GOVERNMENT,
        Recipient.PUBLIC,
    )
    assert owed["LY-23", "CONGRESS-EXTRACT"] == (Recipient.CONGRESS, Recipient.AUDIT)
    assert {("HL-02", "RULES"), ("LY-17", "RESPONSIBLE"), ("HJ-21", "KEY-PROJECTS")} <= owed.keys()
    assert len([code for clause, code in owed if clause == "QM-04" and "RULES" in code]) == 6


def test_something_no_rule_knows_needs_everything_said() -> None:
    bare = RegisterObligation(fiscal_year=2021, obligation="X")
    assert "规则中没有义务 X" in refusal(lambda: told(bare))
    whole = RegisterObligation(
        fiscal_year=2021,
        obligation="X",
        kind=Duty.REPORT,
        what="专项说明",
        recipients=(Recipient.AUDIT, Recipient.AUDIT),
        copies=(Recipient.AUDIT, Recipient.GOVERNMENT),
        owed_by=("D01", "D01"),
        due_on=date(2021, 9, 1),
    )
    (fact,) = told(whole)
    assert isinstance(fact, ObligationRegistered)
    assert (fact.owed_by, fact.recipients) == (("D01",), (Recipient.AUDIT,))
    assert fact.copies == (Recipient.GOVERNMENT,)


orders = st.lists(
    st.sampled_from([(FULFIL, OFFICER), (MARK, CLOCK), (WAIVE, CHIEF), (REGISTER, OFFICER)]),
    max_size=8,
)


@given(orders, st.integers(1, 28))
def test_asked_twice_is_answered_once_in_any_order(
    asked: list[tuple[AnyObligationCommand, Actor]], of_july: int
) -> None:
    facts: list[ObligationFact] = [REGISTERED]
    at = day(7, of_july)
    for command, actor in asked:
        try:
            told_now = told(command, *facts, by=actor, at=at)
        except Refused:
            continue
        facts += told_now
        if not (told_now and isinstance(told_now[0], ObligationFulfilled)):
            continue
        assert told(command, *facts, by=actor, at=at) == []
    kinds = [type(fact) for fact in facts]
    assert kinds.count(ObligationOverdue) <= 1
    assert kinds.count(ObligationWaived) <= 1
