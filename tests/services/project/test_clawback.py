"""Clawback: grounds and amount at the cut-off, told, objected to, waived or confirmed, taken."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackConfirmed,
    ClawbackCorrected,
    ClawbackExecuted,
    ClawbackFigures,
    ClawbackNotified,
    ClawbackObjected,
    ClawbackWaived,
    NextYearReallocationRequired,
)
from events.terms import FundTag
from services.decision import Actor
from services.project.clawback import (
    ClawbackCommand,
    ConfirmAmount,
    CorrectClawback,
    ExecuteClawback,
    NotifyDepartment,
    RecordObjection,
    WaiveItem,
)
from services.project.standing import TagFunds
from tests.services.project.given import (
    CHIEF,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import (
    CUTOFF,
    budget,
    confirmed,
    examining,
    listed,
    notified,
    paid,
    registered,
    taken_back,
)

NOTIFY = NotifyDepartment(**P, round="R1")
OBJECT = RecordObjection(**P, round="R1", reason="工程在建")
WAIVE = WaiveItem(**P, round="R1", reason="民生急需")
CONFIRM = ConfirmAmount(**P, round="R1")
EXECUTE = ExecuteClawback(**P, round="R1")
CORRECT = CorrectClawback(**P, round="R1", amount_fen=100, document_no="更正1")
BEHIND = 95_000_000


@pytest.mark.clause("HL-07")
def test_a_project_behind_schedule_is_listed_with_its_figures() -> None:
    """Example 23, §5.7: 3,000,000 x 11/12 - 1,800,000 = 950,000."""
    story = registered().reported(budget(), paid(180_000_000, 11, 1)).so_far
    asked = story.by(CHIEF).at(day(12, 1))
    fact = asked.when(examining()).one(ClawbackCandidateIdentified)
    assert fact == ClawbackCandidateIdentified(
        round="R1",
        grounds=fact.grounds,
        figures=ClawbackFigures(
            as_of=CUTOFF,
            budget_fen=300_000_000,
            executed_fen=180_000_000,
            committed_fen=0,
            prior_clawback_fen=0,
            schedule_rate=Decimal("91.67"),
            shortfall_fen=BEHIND,
            recoverable_fen=120_000_000,
            schedule="11/12",
        ),
        amount_fen=BEHIND,
        edition="hailin@2021-01-01",
        project_name="农村道路",
        department="D01",
    )
    assert [ground.zh for ground in fact.grounds] == ["慢于序时进度"]
    asked.when(examining()).so_far.when(examining()).nothing()


@pytest.mark.parametrize("spent", [275_000_000, 300_000_000, 310_000_000])
def test_a_project_on_schedule_is_not_listed(spent: int) -> None:
    story = registered().reported(budget(), paid(spent, 11, 1)).so_far
    story.by(CHIEF).at(day(12, 1)).when(examining()).nothing()


@pytest.mark.clause("HL-07")
def test_guaranteed_funds_are_left_alone() -> None:
    story = registered(FundTag.THREE_GUARANTEES).reported(budget()).so_far
    story.by(CHIEF).at(day(12, 1)).when(examining()).nothing()


@pytest.mark.clause("HL-07")
def test_funds_found_guaranteed_after_the_list_was_frozen_are_left_alone() -> None:
    tag = TagFunds(**P, tags=(FundTag.THREE_GUARANTEES,), basis="县级清单")
    why = "资金已标记为三保，不得收回，请免予收回"
    for story, command in ((notified(), CONFIRM), (confirmed(), EXECUTE)):
        tagged = story.when(tag).so_far
        tagged.when(command).refused(why, clause="HL-07")
        assert tagged.when(WAIVE).one(ClawbackWaived).waived_fen == BEHIND


@pytest.mark.parametrize("other", [FILER, REVIEWER, SECTION], ids=lambda one: one.role)
def test_only_the_bureau_examines_notifies_confirms_executes_and_corrects(other: Actor) -> None:
    begun = registered().reported(budget()).so_far.by(other)
    begun.when(examining()).refused("核查盘活收回须由", clause="HL-07")
    listed().by(other).when(NOTIFY).refused("告知部门须由", clause="HL-07")
    notified().by(other).when(CONFIRM).refused("确认收回金额须由", clause="HL-07")
    confirmed().by(other).when(EXECUTE).refused("执行收回须由", clause="HL-07")
    taken_back().by(other).when(CORRECT).refused("更正收回金额须由", clause="HL-07")


def test_an_edition_that_was_never_adopted_examines_nothing() -> None:
    story = registered().reported(budget()).so_far.by(CHIEF)
    story.when(replace(examining(), edition="hailin@1999-01-01")).refused("未被采用")


@pytest.mark.parametrize(
    "command", [NOTIFY, OBJECT, WAIVE, CONFIRM, EXECUTE, CORRECT], ids=lambda c: type(c).__name__
)
def test_a_project_that_is_not_on_the_list_is_not_acted_on(command: ClawbackCommand) -> None:
    answer = registered().by(CHIEF).when(command)
    answer.refused("项目不在盘活收回批次 R1 的清单中", clause="HL-07")


def test_the_department_is_told_once() -> None:
    fact = ClawbackNotified(round="R1", on=date(2021, 12, 1))
    listed().when(NOTIFY).then(fact).when(NOTIFY).nothing()
    taken_back().when(NOTIFY).nothing()


def test_the_department_objects_after_it_was_told() -> None:
    told = notified().by(REVIEWER)
    after = told.when(OBJECT).then(ClawbackObjected(round="R1", reason="工程在建"))
    after.by(CHIEF).when(CONFIRM).refused("部门异议尚未答复", clause="HL-07")
    for story in (listed(), confirmed()):
        story.by(REVIEWER).when(OBJECT).refused("尚未被告知，或金额已经确认", clause="HL-07")


@pytest.mark.parametrize("story", [listed, notified, confirmed], ids=lambda one: one.__name__)
def test_money_is_waived_with_a_reason_until_it_is_taken(story: Callable[[], Given]) -> None:
    fact = ClawbackWaived(round="R1", reason="民生急需", waived_fen=BEHIND)
    waived = story().when(WAIVE).then(fact)
    waived.when(WAIVE).nothing()
    waived.when(EXECUTE).refused("收回金额尚未确认", clause="HL-07")
    waived.when(CONFIRM).refused("须先告知部门，且尚未确认", clause="HL-07")


def test_what_is_waived_is_neither_told_nor_objected_to() -> None:
    listed().when(WAIVE).so_far.when(NOTIFY).refused("已免予收回，不必告知", clause="HL-07")
    waived = notified().when(WAIVE).so_far
    waived.when(NOTIFY).nothing()
    waived.by(REVIEWER).when(OBJECT).refused("没有可提的异议", clause="HL-07")
    objected = notified().by(REVIEWER).when(OBJECT).so_far
    objected.when(OBJECT).refused("尚待答复", clause="HL-07")


@pytest.mark.parametrize("other", [OFFICER, SECTION, REVIEWER], ids=lambda one: one.role)
def test_only_the_head_of_the_bureau_waives(other: Actor) -> None:
    """HL-07: "in principle" leaves room, and one person who uses it."""
    notified().by(other).when(WAIVE).refused("免予收回须由财政局领导办理", clause="HL-07")


def test_what_is_taken_is_not_waived() -> None:
    taken_back().when(WAIVE).refused("款项已收回", clause="HL-07")


def test_the_amount_is_what_was_identified_unless_less_is_reasoned() -> None:
    story = notified()
    story.when(CONFIRM).then(ClawbackConfirmed(round="R1", amount_fen=BEHIND))
    less = replace(CONFIRM, amount_fen=BEHIND - 1)
    story.when(less).refused("少于列明的 950000.00 元，须说明理由", clause="HL-07")
    story.when(replace(less, reason=" ")).refused("须说明理由", clause="HL-07")
    kept = ClawbackConfirmed(round="R1", amount_fen=BEHIND - 1, reason="留一分")
    story.when(replace(less, reason="留一分")).then(kept)


@pytest.mark.parametrize("amount", [0, -1, BEHIND + 1, 10**18])
def test_an_amount_lies_within_what_was_identified(amount: int) -> None:
    answer = notified().when(replace(CONFIRM, amount_fen=amount, reason="另定"))
    answer.refused("收回金额须大于 0 且不超过可收回的 950000.00 元", clause="HL-07")


def test_an_amount_lies_within_what_is_still_there() -> None:
    spent = notified().reported(paid(100_000_000, 12, 1)).so_far
    spent.when(CONFIRM).refused("不超过可收回的 200000.00 元", clause="HL-07")
    rest = replace(CONFIRM, amount_fen=20_000_000, reason="仅余此数")
    assert spent.when(rest).one(ClawbackConfirmed).amount_fen == 20_000_000
    nothing = spent.reported(paid(20_000_000, 12, 2)).so_far
    nothing.when(rest).refused("不超过可收回的 0.00 元", clause="HL-07")


@pytest.mark.parametrize(("passed", "enough"), [(9, False), (10, True)])
def test_an_amount_is_confirmed_after_the_days_of_notice(passed: int, *, enough: bool) -> None:
    law = amended(law_of("hailin"), day(2, 1), clawback__notice_days=10)
    story = registered().under(law).reported(budget()).so_far.by(CHIEF).at(day(12, 1))
    command = replace(examining(), edition="hailin@2021-02-01")
    told = story.when(command).so_far.when(NOTIFY).so_far.at(day(12, 1 + passed))
    if enough:
        assert told.when(CONFIRM).one(ClawbackConfirmed).amount_fen == 275_000_000
    else:
        told.when(CONFIRM).refused("告知部门满 10 日后方可确认")


def test_an_amount_is_confirmed_once_and_only_after_notice() -> None:
    for story in (listed(), confirmed(), taken_back()):
        story.when(CONFIRM).refused("须先告知部门，且尚未确认", clause="HL-07")


def test_money_is_taken_once() -> None:
    fact = ClawbackExecuted(
        round="R1", amount_fen=BEHIND, on=date(2021, 12, 2), document_no="231083-2021-P1-R1"
    )
    story = confirmed().at(day(12, 2))
    story.when(EXECUTE).then(fact).when(EXECUTE).nothing()
    notified().when(EXECUTE).refused("收回金额尚未确认", clause="HL-07")


def test_money_spent_since_the_confirmation_is_not_taken() -> None:
    story = confirmed().reported(paid(25_000_001, 12, 1)).so_far
    story.when(EXECUTE).refused("可收回余额只有 949999.99 元，少于已确认的", clause="HL-07")
    just = confirmed().reported(paid(25_000_000, 12, 1)).so_far
    assert just.when(EXECUTE).one(ClawbackExecuted).amount_fen == BEHIND


def test_money_is_taken_after_the_cutoff_and_not_tomorrow() -> None:
    story = confirmed()
    later = replace(EXECUTE, on=date(2021, 12, 31))
    story.when(later).refused("收回日期 2021-12-31 晚于今天", clause="HL-07")
    early = replace(EXECUTE, on=CUTOFF)
    story.when(early).refused("收回日期 2021-11-30 须在截止日 2021-11-30 之后", clause="HL-07")
    assert story.when(replace(EXECUTE, on=date(2021, 12, 1))).facts


@pytest.mark.clause("HL-07", "HL-08")
def test_a_project_that_must_go_on_lives_from_the_next_budget() -> None:
    """HL-08."""
    command = replace(EXECUTE, on=date(2021, 12, 5), must_continue=True)
    confirmed().at(day(12, 5)).when(command).then(
        ClawbackExecuted(
            round="R1",
            amount_fen=BEHIND,
            on=date(2021, 12, 5),
            must_continue=True,
            document_no="231083-2021-P1-R1",
        ),
        NextYearReallocationRequired(
            round="R1", amount_fen=BEHIND, department="D01", budget_year=2022
        ),
    )


@pytest.mark.parametrize("amount", [0, -1, BEHIND + 1])
def test_a_correction_gives_back_no_more_than_was_taken(amount: int) -> None:
    answer = taken_back().when(replace(CORRECT, amount_fen=amount))
    answer.refused("不超过已收回的 950000.00 元")


def test_a_correction_gives_money_back() -> None:
    fact = ClawbackCorrected(round="R1", delta_fen=-100, document_no="更正1")
    after = taken_back().when(CORRECT).then(fact)
    assert after.state.clawback.taken_fen == BEHIND - 100
    confirmed().when(CORRECT).refused("款项尚未收回", clause="HL-07")


def test_a_second_round_counts_what_the_first_took() -> None:
    later = replace(examining("R2"), cutoff_on=date(2021, 12, 31))
    fact = taken_back().when(later).one(ClawbackCandidateIdentified)
    assert fact.figures.prior_clawback_fen == BEHIND
    assert (fact.figures.shortfall_fen, fact.figures.recoverable_fen) == (25_000_000, 25_000_000)
