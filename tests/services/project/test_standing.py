"""A project's life: tagged, carried over, closed, terminated, and what each stage forbids."""

from datetime import date
from typing import get_args

import pytest
from msgspec.structs import replace

from events.registration import CarryoverLinked, FundsTagged, ProjectClosed, ProjectTerminated
from events.terms import BudgetLedger, Cause, FundSource, FundTag, Stage, SubjectKind
from services.project.accountability import AccountabilityCommand
from services.project.clawback import ClawbackCommand, WaiveItem
from services.project.compliance import ExamineSpending
from services.project.decider import ProjectDecision
from services.project.disposition import (
    ReduceBudget,
    ResumeProject,
    StopAppropriation,
    SuspendProject,
)
from services.project.evaluation import EvaluationCommand
from services.project.monitoring import MarkOverdue
from services.project.serious import DisposeSeriousCase
from services.project.standing import CloseProject, LinkCarryover, TagFunds, TerminateProject
from tests.services.project.given import (
    CHIEF,
    CLOCK,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    day,
    given,
)
from tests.services.project.machine_commands import LIKELY
from tests.services.project.stories import (
    approved,
    budget,
    form,
    funded,
    issued,
    notified,
    paid,
    refunded,
    registered,
    registration,
)

END = TerminateProject(**P, reason="规划取消")
CLOSE = CloseProject(**P, reason="完工")
SUSPEND = SuspendProject(**P, cause=Cause.SERIOUS, reason="停工")
TAG = TagFunds(**P, tags=(FundTag.DIRECT,), basis="预指〔2021〕1号")
LINK = LinkCarryover(**P, from_year=2020, from_project="P0", amount_fen=100)


def terminated(story: Given) -> Given:
    return story.by(CHIEF).when(END).so_far


@pytest.mark.clause("LY-01", "LY-02", "HJ-08", "HL-02")
def test_a_subject_says_its_kind_its_money_and_who_answers_for_it() -> None:
    command = replace(
        registration(),
        subject_kind=SubjectKind.DEPARTMENT_OVERALL,
        section="F01",
        parent="D1",
        budget_ledger=BudgetLedger.STATE_CAPITAL,
        fund_source=FundSource.SUPERIOR_TRANSFER,
        responsible=("staff-7",),
    )
    state = given().when(command).so_far.state.registered
    assert (state.subject_kind.zh, state.budget_ledger.zh) == ("部门整体支出", "国有资本经营预算")
    assert (state.section, state.parent, state.responsible) == ("F01", "D1", ("staff-7",))
    assert state.fund_source is FundSource.SUPERIOR_TRANSFER


def test_nothing_belongs_to_itself() -> None:
    command = replace(registration(), parent=P["project_code"])
    given().when(command).refused("不能隶属于自身", clause="LY-11")


@pytest.mark.clause("QM-06", "QM-10")
def test_tags_are_added_once_and_stay() -> None:
    fact = FundsTagged(tags=(FundTag.DIRECT,), basis="预指〔2021〕1号")
    story = registered(FundTag.SPECIAL_TRANSFER).by(SECTION)
    tagged = story.when(replace(TAG, tags=(FundTag.DIRECT, FundTag.SPECIAL_TRANSFER))).then(fact)
    tagged.when(TAG).nothing()
    assert tagged.state.registered.fund_tags == (FundTag.SPECIAL_TRANSFER, FundTag.DIRECT)
    tagged.by(FILER).when(registration(FundTag.SPECIAL_TRANSFER)).nothing()
    story.by(FILER).when(TAG).refused("标记资金属性须由", clause="QM-10")


def test_a_tag_recorded_before_the_registration_is_kept() -> None:
    late = FundsTagged(tags=(FundTag.DIRECT,), basis="文")
    early, after = given(late), registered().state
    assert early.state.registration is None
    state = given(late, *registered().facts).state
    assert state.registered.fund_tags == (FundTag.DIRECT,)
    assert after.registered.fund_tags == ()


@pytest.mark.parametrize(
    ("command", "arranged"),
    [
        (LINK, 2020),
        (replace(LINK, known_arranged_in=2019), 2019),
        (replace(LINK, arranged_in=2018), 2018),
        (replace(LINK, arranged_in=2018, known_arranged_in=2019), 2018),
    ],
)
def test_carried_money_keeps_the_year_it_was_first_arranged(
    command: LinkCarryover, arranged: int
) -> None:
    fact = CarryoverLinked(from_year=2020, from_project="P0", arranged_in=arranged, amount_fen=100)
    story = registered().by(SECTION).when(command).then(fact)
    story.when(command).nothing()
    assert story.state.standing.arranged_in == arranged


def test_a_change_of_use_does_not_restart_the_clock() -> None:
    story = registered().by(SECTION)
    younger = replace(LINK, arranged_in=2020, known_arranged_in=2019)
    story.when(younger).refused("2019 年首次安排，改变用途不重新计算")
    story.when(replace(LINK, arranged_in=2021)).refused("改变用途不重新计算")
    story.when(replace(LINK, from_year=2021)).refused("须来自 2021 年以前")
    linked = story.when(LINK).so_far
    linked.when(replace(LINK, amount_fen=200)).refused("已关联 2020 年项目 P0")
    later = replace(LINK, known_arranged_in=2022)
    assert story.when(later).one(CarryoverLinked).arranged_in == 2020
    two = linked.when(replace(LINK, from_project="P9", from_year=2018)).so_far
    assert two.state.standing.arranged_in == 2018


def test_carried_money_may_turn_out_to_be_older_never_younger() -> None:
    """The earlier project may say only afterwards where its own money came from."""
    linked = registered().by(SECTION).when(LINK).so_far
    older = linked.when(replace(LINK, known_arranged_in=2018)).so_far
    assert older.state.standing.arranged_in == 2018
    older.when(LINK).nothing()
    older.when(replace(LINK, arranged_in=2019)).refused("资金 2018 年首次安排")


@pytest.mark.clause("HL-12")
def test_money_is_not_first_arranged_after_its_year() -> None:
    command = replace(registration(), first_arranged_year=2022)
    given().when(command).refused("首次安排年度不能晚于预算年度 2021", clause="HL-12")
    assert given().when(replace(command, first_arranged_year=2021)).facts


def test_a_project_goes_through_its_stages() -> None:
    assert given().state.stage is Stage.PROPOSED
    assert approved().state.stage is Stage.PROPOSED
    active = funded(approved())
    assert active.state.stage is Stage.ACTIVE
    suspended = active.by(CHIEF).when(SUSPEND).so_far
    assert suspended.state.stage is Stage.SUSPENDED
    assert suspended.when(ResumeProject(**P, reason="好")).so_far.state.stage is Stage.ACTIVE
    assert terminated(suspended).state.stage is Stage.TERMINATED
    suspended.when(CLOSE).refused("恢复或终止后方可结束")
    closed = active.by(REVIEWER).when(CLOSE).so_far
    assert closed.state.stage is Stage.CLOSED


@pytest.mark.parametrize(
    "command",
    [
        SUSPEND,
        StopAppropriation(**P, cause=Cause.SERIOUS, reason="停"),
        ReduceBudget(**P, cause=Cause.SERIOUS, reason="减", amount_fen=1),
        DisposeSeriousCase(**P, reason="损失"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_closed_project_is_neither_stopped_nor_cut(command: ProjectDecision) -> None:
    closed = funded(approved()).by(CHIEF).when(CLOSE).so_far
    closed.when(command).refused(f"项目已结束，不能{command.title}")
    assert funded(approved()).by(CHIEF).when(command).facts


def test_ends_are_decided_once_with_their_day() -> None:
    story = funded(approved()).by(CHIEF)
    ended = story.when(END).then(
        ProjectTerminated(reason="规划取消", effective_on=date(2021, 1, 10))
    )
    ended.when(END).nothing()
    closed = story.when(replace(CLOSE, effective_on=date(2021, 12, 31))).then(
        ProjectClosed(reason="完工", effective_on=date(2021, 12, 31))
    )
    closed.when(CLOSE).nothing()
    closed.when(END).refused("项目已结束，不能终止项目")
    ended.when(CLOSE).refused("项目已终止，不能结束项目")
    story.by(FILER).when(END).refused("终止项目须由")
    story.by(FILER).when(CLOSE).refused("结束项目须由")


def test_what_never_began_is_not_ended() -> None:
    approved().by(CHIEF).when(END).refused("项目尚未实施（申报）")
    approved().by(CHIEF).when(CLOSE).refused("项目尚未实施（申报）")
    spending = registered().reported(paid(100)).so_far
    assert terminated(spending).state.stage is Stage.TERMINATED


def test_after_a_termination_only_what_is_owed_goes_on() -> None:
    story = terminated(issued())
    allowed = (
        *get_args(ClawbackCommand),
        *get_args(AccountabilityCommand),
        *get_args(EvaluationCommand),
        ExamineSpending,
        TerminateProject,
    )
    for actor, command in LIKELY:
        answer = story.by(actor).at(day(9, 1)).when(command)
        if answer.refusal is None and answer.facts:
            assert type(command) in allowed, command
    story.by(FILER).when(form()).refused("项目已终止，不能报送监控情况")


def test_a_terminated_project_is_still_paid_back_and_examined() -> None:
    story = terminated(notified())
    assert story.reported(refunded(100), budget(1)).so_far.state.stage is Stage.TERMINATED
    waived = story.by(CHIEF).when(WaiveItem(**P, round="R1", reason="急需"))
    assert waived.facts
    late = terminated(issued()).by(CLOCK).at(day(9, 1)).when(MarkOverdue(**P, task="H1"))
    late.nothing()


def test_a_closed_project_sets_no_new_targets_but_answers_its_tasks() -> None:
    closed = issued().by(CHIEF).when(CLOSE).so_far
    for actor, command in LIKELY:
        if command.title in ("编报绩效目标", "申请调整绩效目标", "暂停项目实施"):
            closed.by(actor).when(command).refused("项目已结束")
    assert closed.by(FILER).at(day(7, 5)).when(form()).facts
    assert closed.by(OFFICER).when(replace(TAG)).facts
