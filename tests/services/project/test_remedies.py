"""The register: the catalogue allows, somebody decides, a command or a record carries it out."""

from dataclasses import replace as with_
from datetime import date

import pytest
from msgspec.structs import replace

from events.disposition import (
    AppropriationResumed,
    AppropriationStopped,
    BudgetReduced,
    DispositionDecided,
    DispositionExecuted,
    DispositionProposed,
    DispositionRevoked,
    ProjectSuspended,
)
from events.terms import Cause, DispositionKind, MeasureKind
from services.policies.packs import packs
from services.project.disposition import (
    ReduceBudget,
    ResumeAppropriation,
    StopAppropriation,
    SuspendProject,
)
from services.project.remedies import (
    DecideDisposition,
    ExecuteDisposition,
    ProposeDisposition,
    RevokeDisposition,
)
from tests.services.project.given import (
    CHIEF,
    FILER,
    OFFICER,
    REVIEWER,
    Given,
    P,
    day,
)
from tests.services.project.stories import (
    appropriated,
    budget,
    finalized,
    registered,
    taken_back,
)

K = DispositionKind
DECIDE = DecideDisposition(**P, disposition="D1", opinion="同意", document="决定1号")
JULY_1 = date(2021, 7, 1)


def propose(cause: Cause, *kinds: DispositionKind, basis: str = "") -> ProposeDisposition:
    return ProposeDisposition(
        **P, disposition="D1", cause=cause, kinds=kinds, reason="监控结果", basis=basis
    )


def proposed(cause: Cause, *kinds: DispositionKind, under: str = "hanggin") -> Given:
    story = registered(under=under).reported(budget()).so_far.by(REVIEWER).at(day(7, 1))
    return story.when(propose(cause, *kinds)).so_far


def decided(cause: Cause, *kinds: DispositionKind, under: str = "hanggin") -> Given:
    return proposed(cause, *kinds, under=under).by(CHIEF).when(DECIDE).so_far


@pytest.mark.clause("HJ-05", "HJ-24", "HJ-26", "HJ-27")
@pytest.mark.parametrize(
    ("cause", "kinds"),
    [
        (Cause.SERIOUS, (K.POSTPONE_FUNDS, K.URGE_IMPROVEMENT)),
        (Cause.GOOD_RESULT, (K.PRIORITISE,)),
        (Cause.FAIR_RESULT, (K.URGE_IMPROVEMENT,)),
        (Cause.OVERLAPPING, (K.ADJUST,)),
        (Cause.INEFFECTIVE, (K.CUT,)),
        (Cause.INEFFECTIVE, (K.CANCEL,)),
        (Cause.IDLE, (K.RECLAIM,)),
        (Cause.OBJECTIVE, (K.REDUCE_BUDGET, K.ADJUST_TARGET)),
        (Cause.SLOW_PROGRESS, (K.URGE_IMPROVEMENT,)),
        (Cause.SERIOUS, (K.SUSPEND, K.REDUCE_BUDGET, K.STOP_FUNDS)),
    ],
)
def test_the_outcomes_of_hanggin(cause: Cause, kinds: tuple[DispositionKind, ...]) -> None:
    story = decided(cause, *kinds)
    assert story.state.disposition.register["D1"].pending == kinds


@pytest.mark.clause("LY-19", "LY-20", "HL-06", "HL-12", "HJ-24", "HJ-27")
@pytest.mark.parametrize(
    ("place", "cause", "kinds", "why", "clause"),
    [
        ("lingyuan", Cause.OBJECTIVE, (K.REDUCE_BUDGET,), "须同时提出：调整绩效目标", "LY-19"),
        ("hanggin", Cause.OBJECTIVE, (K.ADJUST_TARGET,), "须同时提出：调减预算", "HJ-24"),
        ("hanggin", Cause.SERIOUS, (K.SUSPEND,), "须同时提出：调减预算、停止拨付资金", "HJ-27"),
        ("lingyuan", Cause.SERIOUS, (K.REDUCE_BUDGET,), "不适用“调减预算”", "LY-20"),
        ("hailin", Cause.BEHIND, (K.STOP_FUNDS,), "不适用“停止拨付资金”", "HL-06"),
        ("hailin", Cause.EXPIRED, (K.PRIORITISE,), "不适用“优先保障”", "HL-12"),
        ("hailin", Cause.GOOD_RESULT, (K.PRIORITISE,), "处置目录没有“绩效好”", "HL-06"),
        ("hailin", Cause.BEHIND, (), "至少提出一项", "HL-06"),
    ],
)
def test_a_cause_decides_which_measures_there_are_and_what_goes_together(
    place: str, cause: Cause, kinds: tuple[DispositionKind, ...], why: str, clause: str
) -> None:
    story = registered(under=place).by(REVIEWER)
    story.when(propose(cause, *kinds)).refused(why, clause=clause)


def test_every_place_has_a_catalogue_with_clauses() -> None:
    for rules in packs().values():
        for remedy in rules.disposition.catalogue.values():
            assert remedy.clause[:2] == rules.disposition.clause[:2]
            assert {*remedy.paired} <= {*remedy.kinds}
            assert remedy.verified or remedy.note


@pytest.mark.clause("HL-06", "HJ-14")
def test_the_way_of_a_disposition() -> None:
    story = registered().by(REVIEWER).at(day(7, 1))
    command = replace(propose(Cause.BEHIND, K.SUSPEND, K.SUSPEND), measure=MeasureKind.RESTRICT)
    after = story.when(command).then(
        DispositionProposed(
            disposition="D1",
            cause=Cause.BEHIND,
            kinds=(K.SUSPEND,),
            reason="监控结果",
            proposer="reviewer",
            edition="hailin@2021-01-01",
            project_name="农村道路",
            department="D01",
            measure=MeasureKind.RESTRICT,
        )
    )
    after.when(command).nothing()
    after.when(replace(command, reason="另")).refused("分类处置 D1 已经提出，内容不同")
    after.by(CHIEF).when(DECIDE).then(
        DispositionDecided(
            disposition="D1",
            approved=True,
            opinion="同意",
            document="决定1号",
            target_version=0,
            taken_fen=0,
        )
    ).when(DECIDE).nothing()


def test_who_proposes_does_not_decide_and_a_unit_s_clerk_does_neither() -> None:
    story = registered().by(CHIEF).when(propose(Cause.BEHIND, K.SUSPEND)).so_far
    story.when(DECIDE).refused("提出人不能决定自己提出的处置意见")
    story.by(REVIEWER).when(DECIDE).refused("决定分类处置须由", clause="HL-06")
    story.by(FILER).when(replace(propose(Cause.BEHIND, K.SUSPEND), disposition="D2")).refused(
        "提出分类处置意见须由", clause="HL-06"
    )
    assert story.by(OFFICER).when(DECIDE).one(DispositionDecided).approved


def test_a_rejected_or_revoked_disposition_is_not_carried_out() -> None:
    no = proposed(Cause.SLOW_PROGRESS, K.URGE_IMPROVEMENT).by(CHIEF)
    no = no.when(replace(DECIDE, approved=False)).so_far
    done = ExecuteDisposition(**P, disposition="D1", kind=K.URGE_IMPROVEMENT, note="约谈")
    no.when(done).refused("未决定“督促改进”")
    no.when(DECIDE).refused("已经决定")
    revoke = RevokeDisposition(**P, disposition="D1", reason="情况变化")
    story = decided(Cause.SLOW_PROGRESS, K.URGE_IMPROVEMENT)
    gone = story.when(revoke).then(DispositionRevoked(disposition="D1", reason="情况变化"))
    gone.when(revoke).nothing()
    gone.when(done).refused("未决定“督促改进”")
    executed = story.when(done).then(
        DispositionExecuted(disposition="D1", kind=K.URGE_IMPROVEMENT, on=JULY_1, note="约谈")
    )
    executed.when(done).nothing()
    executed.when(revoke).refused("已经执行，不能撤销", clause="HJ-26")


@pytest.mark.clause("HL-06", "LY-20")
def test_nothing_is_carried_out_on_a_day_to_come() -> None:
    story = decided(Cause.INEFFECTIVE, K.CUT).by(OFFICER)
    cut = ExecuteDisposition(**P, disposition="D1", kind=K.CUT, note="压减", on=date(2021, 7, 2))
    story.when(cut).refused("执行日期 2021-07-02 晚于今天")
    assert story.when(replace(cut, on=JULY_1)).one(DispositionExecuted).on == JULY_1


def test_a_suspension_is_the_execution_of_what_was_decided() -> None:
    story = decided(Cause.BEHIND, K.SUSPEND, K.REDUCE_BUDGET, under="hailin")
    suspend = SuspendProject(**P, cause=Cause.BEHIND, reason="慢")
    after = story.when(suspend).then(
        ProjectSuspended(
            cause=Cause.BEHIND,
            reason="慢",
            effective_on=JULY_1,
            disposition="D1",
            project_name="农村道路",
            department="D01",
        ),
        DispositionExecuted(disposition="D1", kind=K.SUSPEND, on=JULY_1),
    )
    reduce = ReduceBudget(**P, cause=Cause.BEHIND, reason="慢", amount_fen=5, disposition="D1")
    done = after.when(reduce).then(
        BudgetReduced(
            cause=Cause.BEHIND,
            reason="慢",
            amount_fen=5,
            disposition="D1",
            project_name="农村道路",
            department="D01",
        ),
        DispositionExecuted(disposition="D1", kind=K.REDUCE_BUDGET, on=JULY_1),
    )
    done.when(reduce).nothing()
    assert done.state.disposition.register["D1"].pending == ()


def test_a_measure_of_another_cause_or_of_nothing_decided_stands_alone() -> None:
    story = decided(Cause.BEHIND, K.SUSPEND, under="hailin")
    alone = story.when(SuspendProject(**P, cause=Cause.SERIOUS, reason="损失"))
    assert alone.one(ProjectSuspended).disposition == ""
    linked = SuspendProject(**P, cause=Cause.BEHIND, reason="慢", disposition="D1")
    later = alone.so_far.when(linked)
    assert later.one(DispositionExecuted).kind is K.SUSPEND
    later.so_far.when(linked).nothing()
    unknown = replace(linked, disposition="D9")
    story.when(unknown).refused("分类处置 D9 未决定“暂停项目实施”")


def test_a_measure_with_a_command_of_its_own_is_not_ticked_off() -> None:
    story = decided(Cause.BEHIND, K.SUSPEND, under="hailin")
    tick = ExecuteDisposition(**P, disposition="D1", kind=K.SUSPEND, note="已停")
    story.when(tick).refused("请用 SuspendProject 办理")


@pytest.mark.clause("HJ-05")
def test_reclaiming_is_done_when_money_was_taken_since() -> None:
    story = taken_back().by(REVIEWER).when(propose(Cause.IDLE, K.RECLAIM)).so_far
    story = story.by(CHIEF).when(DECIDE).so_far
    tick = ExecuteDisposition(**P, disposition="D1", kind=K.RECLAIM, note="已收回")
    story.when(tick).refused("资金在决定之后尚未收回", clause="HJ-05")
    before = proposed(Cause.OBJECTIVE, K.REDUCE_BUDGET, K.ADJUST_TARGET).by(CHIEF)
    adjust = ExecuteDisposition(**P, disposition="D1", kind=K.ADJUST_TARGET, note="已调整")
    before.when(DECIDE).so_far.when(adjust).refused("尚未调整", clause="LY-19")


@pytest.mark.clause("LY-21", "HJ-26")
def test_a_disposition_rests_on_a_result_of_the_project() -> None:
    story = finalized().by(REVIEWER)
    command = propose(Cause.BEHIND, K.REDUCE_BUDGET, basis="H1")
    assert story.when(command).one(DispositionProposed).basis == "H1"
    story.when(replace(command, basis="H9")).refused("处置依据 H9 不是本项目的")


@pytest.mark.clause("HJ-05")
def test_funds_may_be_postponed_and_released_again() -> None:
    story = decided(Cause.SERIOUS, K.POSTPONE_FUNDS, K.URGE_IMPROVEMENT)
    stop = StopAppropriation(**P, cause=Cause.SERIOUS, reason="整改", disposition="D1")
    stopped = story.when(stop).then(
        AppropriationStopped(
            cause=Cause.SERIOUS,
            reason="整改",
            effective_on=JULY_1,
            disposition="D1",
            project_name="农村道路",
            department="D01",
        ),
        DispositionExecuted(disposition="D1", kind=K.POSTPONE_FUNDS, on=JULY_1),
    )
    go_on = ResumeAppropriation(**P, reason="已整改")
    early = replace(go_on, effective_on=date(2021, 6, 30))
    stopped.when(early).refused("恢复日期早于停止日期 2021-07-01")
    resumed = (
        stopped.at(day(8, 1))
        .when(go_on)
        .then(AppropriationResumed(reason="已整改", effective_on=date(2021, 8, 1)))
    )
    resumed.when(go_on).nothing()
    during, after = appropriated(1, 7, 15, "B1"), appropriated(1, 8, 1, "B2")
    resumed.reported(after).then(after)
    assert len(resumed.reported(during).facts) == 2
    again = with_(resumed, instant=day(9, 1)).when(replace(stop, disposition=""))
    assert again.one(AppropriationStopped).effective_on == date(2021, 9, 1)


@pytest.mark.clause("HJ-25")
@pytest.mark.parametrize("place", ["hanggin", "hailin", "lingyuan", "qiemo"])
def test_a_cut_for_a_target_that_does_not_fit_is_finances_to_decide(place: str) -> None:
    story = registered(under=place).reported(budget(1000)).so_far.at(day(7, 1))
    cut = ReduceBudget(**P, cause=Cause.TARGET_MISMATCH, reason="目标偏低", amount_fen=400)
    clause = packs()[f"{place}@{'2020' if place == 'qiemo' else '2021'}-01-01"]
    remedy = clause.disposition.catalogue[Cause.TARGET_MISMATCH]
    own = story.by(REVIEWER).when(cut)
    own.refused("因目标过低或与资金不匹配调减预算须由财政局领导", clause=remedy.clause)
    assert story.by(CHIEF).when(cut).one(BudgetReduced).amount_fen == 400
    asked = replace(propose(Cause.TARGET_MISMATCH, K.REDUCE_BUDGET), amount_fen=400)
    proposed = story.by(REVIEWER).when(asked).so_far
    proposed.when(cut).refused("须由财政局领导", clause=remedy.clause)
    decided = proposed.by(CHIEF).when(DECIDE).so_far.by(REVIEWER)
    decided.when(replace(cut, amount_fen=401)).refused("超过分类处置 D1 决定的 4.00 元")
    assert decided.when(cut).one(BudgetReduced).disposition == "D1"
