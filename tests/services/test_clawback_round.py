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
)
from events.subjects import clawback_round_id
from services.clawback_round import (
    AnyClawbackRoundCommand,
    ClawbackRound,
    CloseRound,
    FreezeCandidates,
    OpenRound,
    decide,
    evolve,
    follow_up,
)
from services.decision import Actor, Context
from services.project.clawback import IdentifyCandidate
from tests.services.policies.acts import refusal
from tests.services.project.given import (
    CHIEF,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
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
    assert told(CLOSE, OPENED) == [CLOSED]
    assert told(CLOSE, OPENED, CLOSED) == []
    assert "已结束，不能再冻结" in refusal(lambda: told(FREEZE, OPENED, CLOSED))


@pytest.mark.parametrize("command", [OPEN, FREEZE, CLOSE], ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("actor", [FILER, REVIEWER, SECTION], ids=lambda one: one.role)
def test_only_those_the_rules_name_take_money_back(
    command: AnyClawbackRoundCommand, actor: Actor
) -> None:
    answer = refusal(lambda: decide(fold(OPENED), command, context(actor)))
    assert answer.startswith(f"{command.title}须由财政局领导、绩效管理科办理")
    assert isinstance(decide(fold(OPENED), command, context(OFFICER)), list)


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
