"""A clawback round: a cut-off in its year, a list frozen after it, closed."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from msgspec.structs import replace

from events.clawback_round import (
    CandidatesFrozen,
    ClawbackRoundClosed,
    ClawbackRoundFact,
    ClawbackRoundOpened,
    FundsReallocated,
)
from events.subjects import clawback_round_id
from services.clawback_round import (
    AnyClawbackRoundCommand,
    ClawbackRound,
    CloseRound,
    FreezeCandidates,
    OpenRound,
    ReallocateFunds,
    decide,
    evolve,
    follow_up,
)
from services.decision import Actor, Context
from services.project.candidate import IdentifyCandidate
from services.refusal import Refused
from tests.services.policies.acts import refusal
from tests.services.project.given import (
    CHIEF,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    amended,
    day,
    law_of,
)

OPEN = OpenRound(fiscal_year=2021, round="R1")
FREEZE = FreezeCandidates(fiscal_year=2021, round="R1", projects=("P2", "P1", "P2"), position=42)
CLOSE = CloseRound(fiscal_year=2021, round="R1")
EDITION = "hailin@2021-01-01"
OPENED = ClawbackRoundOpened(cutoff_on=date(2021, 11, 30), edition=EDITION)
FROZEN = CandidatesFrozen(projects=("P2", "P1"), position=42)
CLOSED = ClawbackRoundClosed()
DECEMBER = datetime(2021, 11, 30, 16, tzinfo=UTC)


def context(actor: Actor = CHIEF, at: datetime = DECEMBER) -> Context:
    return Context(
        command_id="c",
        at=at,
        actor=actor,
        aggregate=clawback_round_id("231083", 2021, "R1"),
        law=law_of("hailin"),
    )


def fold(*facts: ClawbackRoundFact) -> ClawbackRound:
    state = ClawbackRound()
    for fact in facts:
        state = evolve(state, fact)
    return state


def told(command: AnyClawbackRoundCommand, *facts: ClawbackRoundFact) -> list[ClawbackRoundFact]:
    return decide(fold(*facts), command, context())


def test_a_round_opens_with_the_cutoff_of_the_law_once() -> None:
    """HL-07: by the end of November."""
    assert told(OPEN) == [OPENED]
    assert told(replace(OPEN, cutoff_on=date(2021, 11, 30)), OPENED) == []
    with pytest.raises(Refused, match="已启动，截止日 2021-11-30，不能更改；其他截止日请另开批次"):
        told(replace(OPEN, cutoff_on=date(2021, 10, 31)), OPENED)
    assert told(OPEN, OPENED) == []
    september = replace(OPEN, cutoff_on=date(2021, 9, 30))
    assert told(september) == [replace(OPENED, cutoff_on=date(2021, 9, 30))]


@pytest.mark.parametrize("cutoff", [date(2020, 12, 31), date(2022, 1, 1), date.max])
def test_a_cutoff_lies_in_its_year(cutoff: date) -> None:
    """On another year's day the schedule would start again from nothing."""
    command = replace(OPEN, cutoff_on=cutoff)
    assert refusal(lambda: told(command)) == f"截止日 {cutoff} 不在 2021 预算年度内"


@pytest.mark.parametrize("cutoff", [date(2021, 1, 1), date(2021, 12, 31)])
def test_the_first_and_the_last_day_are_in_the_year(cutoff: date) -> None:
    assert told(replace(OPEN, cutoff_on=cutoff)) == [replace(OPENED, cutoff_on=cutoff)]


def test_the_list_is_frozen_once_without_repetition() -> None:
    assert told(FREEZE, OPENED) == [FROZEN]
    assert told(FREEZE, OPENED, FROZEN) == []
    assert told(replace(FREEZE, projects=None), OPENED) == [replace(FROZEN, projects=())]


def test_the_list_is_frozen_after_the_last_second_of_the_cutoff() -> None:
    before = context(at=DECEMBER - timedelta(microseconds=1))
    answer = refusal(lambda: decide(fold(OPENED), FREEZE, before))
    assert answer == "截止日 2021-11-30 尚未结束，不能冻结清单"


def test_nothing_happens_before_the_opening_or_after_the_end() -> None:
    for command in (FREEZE, CLOSE):
        assert refusal(partial(told, command)) == "盘活收回批次 R1 尚未启动"
    assert told(CLOSE, OPENED, FROZEN) == [CLOSED]
    assert told(CLOSE, OPENED, FROZEN, CLOSED) == []
    assert told(FREEZE, OPENED, FROZEN, CLOSED) == []


def test_a_round_does_not_close_before_anybody_looked_what_is_to_be_taken() -> None:
    assert "清单尚未冻结" in refusal(lambda: told(CLOSE, OPENED))


def test_what_was_closed_without_a_list_stays_closed() -> None:
    """As older versions allowed."""
    assert told(CLOSE, OPENED, CLOSED) == []
    assert "已结束，不能再冻结" in refusal(lambda: told(FREEZE, OPENED, CLOSED))


@pytest.mark.parametrize("command", [OPEN, FREEZE, CLOSE], ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("actor", [FILER, REVIEWER, SECTION], ids=lambda one: one.role)
def test_only_those_the_rules_name_take_money_back(
    command: AnyClawbackRoundCommand, actor: Actor
) -> None:
    answer = refusal(lambda: decide(fold(OPENED), command, context(actor)))
    assert answer.startswith(f"{command.title}须由财政局领导、绩效管理科办理")
    frozen = () if command is FREEZE else (FROZEN,)
    assert isinstance(decide(fold(OPENED, *frozen), command, context(OFFICER)), list)


def test_each_project_is_examined_as_of_the_cutoff_under_the_edition_of_the_round() -> None:
    assert follow_up(fold(OPENED), FROZEN, context()) == [
        IdentifyCandidate(
            fiscal_year=2021,
            project_code=code,
            round="R1",
            cutoff_on=date(2021, 11, 30),
            edition=EDITION,
        )
        for code in ("P2", "P1")
    ]


def test_nothing_else_sets_anything_off() -> None:
    assert follow_up(fold(OPENED), OPENED, context()) == []
    assert follow_up(ClawbackRound(), FROZEN, context()) == []


def test_facts_fold_in_any_order() -> None:
    assert fold(CLOSED, FROZEN, OPENED) == fold(OPENED, FROZEN, CLOSED)


@pytest.mark.clause("HL-07")
def test_a_round_closes_when_every_item_is_settled() -> None:
    open_items = replace(CLOSE, unfinished=("P1", "P2"))
    assert refusal(lambda: told(open_items, OPENED, FROZEN)) == "尚未收回或免收：P1、P2，不能结束"
    waiting = replace(CLOSE, unfinished=(), unconfirmed=("P3",))
    assert refusal(lambda: told(waiting, OPENED, FROZEN)) == "上游尚未核减预算：P3，不能结束"
    assert told(replace(waiting, unconfirmed=()), OPENED, FROZEN) == [CLOSED]


def test_a_bureau_may_close_before_upstream_confirms() -> None:
    law = amended(law_of("hailin"), day(2, 1), clawback__closes_when="EXECUTED")
    opened = replace(OPENED, edition="hailin@2021-02-01")
    waiting = replace(CLOSE, unfinished=(), unconfirmed=("P3",))
    there = replace(context(), law=law)
    assert decide(fold(opened, FROZEN), waiting, there) == [CLOSED]


GIVE = ReallocateFunds(
    fiscal_year=2021,
    round="R1",
    project="P9",
    purpose="防汛抢险",
    document="统筹1号",
    amount_fen=600,
    pool_fen=1000,
    position=7,
)
GIVEN = FundsReallocated(
    number=1,
    project="P9",
    purpose="防汛抢险",
    document="统筹1号",
    amount_fen=600,
    pool_fen=1000,
    position=7,
    on=date(2021, 12, 1),
)


@pytest.mark.clause("HJ-05", "HL-12")
def test_the_pool_is_given_to_urgent_projects_and_never_more_than_it_holds() -> None:
    assert told(GIVE, OPENED) == [GIVEN]
    assert told(GIVE, OPENED, GIVEN) == []
    more = replace(GIVE, document="统筹2号", amount_fen=401)
    assert "不超过池中余额 4.00 元" in refusal(lambda: told(more, OPENED, GIVEN))
    rest = replace(more, amount_fen=400)
    assert told(rest, OPENED, GIVEN) == [
        replace(GIVEN, number=2, document="统筹2号", amount_fen=400)
    ]
    other = replace(GIVE, amount_fen=1)
    assert "已为 P9 统筹安排其他金额" in refusal(lambda: told(other, OPENED, GIVEN))


@pytest.mark.parametrize(("fen", "pool"), [(0, 1000), (-1, 1000), (1, 0), (1, None), (1, -5)])
def test_an_empty_pool_gives_nothing(fen: int, pool: int | None) -> None:
    command = replace(GIVE, amount_fen=fen, pool_fen=pool)
    assert "不超过池中余额" in refusal(lambda: told(command, OPENED))


def test_a_pool_that_shrank_by_a_late_fact_gives_nothing_more() -> None:
    less = replace(GIVE, document="统筹2号", amount_fen=1, pool_fen=500)
    assert "池中余额 0.00 元" in refusal(lambda: told(less, OPENED, GIVEN))
