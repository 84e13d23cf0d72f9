"""Who may act: the role for the work, the own organisation, and never the own work."""

from typing import Final

import pytest
from msgspec.structs import replace

from events.monitoring import SubmissionReviewed
from events.pre_evaluation import PreEvaluationReported
from events.registration import ProjectRegistered
from events.task import TaskDeadlineExtended
from events.terms import Role
from services.decision import Actor
from services.project.decider import ProjectDecision
from services.project.filling import SaveDraft
from services.project.monitoring import MarkOverdue
from services.project.plan import SetSpendingPlan
from services.project.registration import RegisterProject
from services.project.submission import Withdraw
from services.project.targets import PublishTarget, SetTarget
from tests.services.project import machine_commands
from tests.services.project.given import (
    AUDITOR,
    CHIEF,
    CLOCK,
    EXPERT,
    FILER,
    OFFICER,
    PREFECTURE,
    REVIEWER,
    SECTION,
    Given,
    P,
    day,
    given,
)
from tests.services.project.stories import (
    ROADS,
    form,
    issued,
    line,
    noticed,
    passing,
    registered,
    registration,
    submitted,
)
from tests.services.project.test_adjustment import ASK
from tests.services.project.test_deadlines import LATER
from tests.services.project.test_disputes import DISPUTE, RIGHT
from tests.services.project.test_pre_evaluation import REPORT as WRITTEN
from tests.services.project.test_pre_evaluation import START
from tests.services.project.test_rectification import ACKNOWLEDGE, FEEDBACK, PLAN
from tests.services.project.test_warnings import FORM, REPORT

SCOPED: Final = (Role.UNIT_FILER, Role.DEPT_REVIEWER, Role.FIN_SECTION_REVIEWER)
ELSEWHERE: Final = [
    (replace(actor, org="X99"), command)
    for actor, command in machine_commands.LIKELY
    if actor.role in SCOPED and not isinstance(command, RegisterProject)
]


def sectioned() -> Given:
    first = given().by(OFFICER).when(replace(registration(), section="F01")).so_far
    return replace_head(noticed(), first.facts[0])


def replace_head(story: Given, head: object) -> Given:
    assert isinstance(head, ProjectRegistered)
    return given(head, *story.facts[1:]).under(story.law).at(story.instant)


@pytest.mark.clause("HJ-03", "HJ-06", "HJ-07")
@pytest.mark.parametrize(("actor", "command"), ELSEWHERE, ids=lambda one: type(one).__name__)
def test_nobody_acts_on_what_belongs_to_others(actor: Actor, command: ProjectDecision) -> None:
    answer = sectioned().by(actor).when(command)
    answer.refused("的项目不能由 X99 办理", clause="HJ-03")


UNIT_S: Final[list[ProjectDecision]] = [
    form(),
    SaveDraft(**P, task="H1", lines=(line(),)),
    Withdraw(**P, task="H1"),
]
OWN: Final[list[ProjectDecision]] = [
    SetTarget(**P, overall_objective="修路", indicators=(ROADS,)),
    DISPUTE,
    FORM,
    REPORT,
    ACKNOWLEDGE,
    PLAN,
    FEEDBACK,
    SetSpendingPlan(**P, cumulative_fen=(1,) * 12),
]
OUTSIDERS: Final = (SECTION, OFFICER, CHIEF, EXPERT, AUDITOR, CLOCK)


@pytest.mark.clause("HJ-03")
@pytest.mark.parametrize("command", [*UNIT_S, *OWN], ids=lambda one: type(one).__name__)
def test_what_a_unit_owes_nobody_else_does_for_it(command: ProjectDecision) -> None:
    for actor in OUTSIDERS:
        answer = noticed().by(actor).when(command)
        assert answer.refusal is not None
        assert f"不能由{actor.role.zh}办理" in str(answer.refusal)


@pytest.mark.parametrize("command", UNIT_S, ids=lambda one: type(one).__name__)
def test_a_department_fills_in_only_where_it_is_the_unit_itself(command: ProjectDecision) -> None:
    refused = issued().by(REVIEWER).when(command)
    refused.refused("不能由主管部门审核人办理", clause="LY-15")
    itself = given().by(OFFICER).when(replace(registration(), unit="D01")).so_far.facts[0]
    whole = replace_head(issued(), itself).by(REVIEWER).at(day(7, 5))
    filed = whole.when(form()).so_far
    assert filed.state.monitoring.task("H1").status == "SUBMITTED"
    filed.when(passing()).refused("填报人不能审核自己的填报")


@pytest.mark.parametrize("actor", [EXPERT, AUDITOR, CLOCK], ids=lambda one: one.role)
def test_neither_experts_nor_auditors_nor_time_register_publish_or_adjust(actor: Actor) -> None:
    given().by(actor).when(registration()).refused("登记项目须由")
    publish = PublishTarget(**P, address="http://www.example.gov.cn/1")
    issued().by(actor).when(publish).refused("公开绩效目标须由", clause="HL-13")
    issued().by(actor).when(ASK).refused("申请调整绩效目标须由", clause="HJ-F3")


def test_a_unit_registers_only_what_is_its_own() -> None:
    stranger = replace(FILER, org="U99")
    given().by(stranger).when(registration()).refused("不能由 U99 办理", clause="HJ-03")
    assert given().by(REVIEWER).when(registration()).one(ProjectRegistered).unit == "U01"


@pytest.mark.parametrize("actor", [FILER, REVIEWER, EXPERT, AUDITOR], ids=lambda one: one.role)
def test_only_time_and_finance_say_that_a_day_has_passed(actor: Actor) -> None:
    late = issued().at(day(8, 1)).by(actor)
    late.when(MarkOverdue(**P, task="H1")).refused("标记逾期须由", clause="LY-15")


@pytest.mark.clause("HJ-03")
def test_nobody_gives_himself_more_time() -> None:
    filer = replace(OFFICER, id=FILER.id)
    submitted().by(filer).when(LATER).refused("填报人不能调整自己填报的期限")
    assert submitted().by(OFFICER).when(LATER).one(TaskDeadlineExtended).task == "H1"


@pytest.mark.clause("LY-14")
def test_nobody_ends_his_own_dispute() -> None:
    story = issued().when(DISPUTE).so_far
    story.by(replace(SECTION, id=FILER.id)).when(RIGHT).refused("提出异议的人不能办结自己的异议")


@pytest.mark.clause("HJ-17")
def test_two_levels_are_two_people() -> None:
    """杭锦旗's two sections act in parallel: one person cannot stand for both."""
    story = submitted(under="hanggin").by(REVIEWER).when(passing()).so_far
    story.by(replace(SECTION, id=REVIEWER.id)).when(passing("FINANCE_SECTION", "90")).refused(
        "同一人不能审核一次填报的两个环节"
    )
    story = story.by(SECTION).when(passing("FINANCE_SECTION", "90")).so_far
    same = replace(OFFICER, id=SECTION.id)
    story.by(same).when(passing("PERFORMANCE_SECTION")).refused("同一人不能审核")
    second = story.by(OFFICER).when(passing("PERFORMANCE_SECTION")).one(SubmissionReviewed)
    assert second.reviewer == OFFICER.id


@pytest.mark.clause("HL-03")
@pytest.mark.parametrize("actor", [AUDITOR, CLOCK, EXPERT, PREFECTURE], ids=lambda one: one.role)
def test_strangers_begin_no_pre_evaluation(actor: Actor) -> None:
    registered().by(actor).when(START).refused("启动事前绩效评估须由", clause="HL-03")
    begun = registered().by(SECTION).when(START).so_far
    begun.when(WRITTEN).refused("报送事前绩效评估报告须由", clause="HL-03")
    third = begun.by(actor).when(WRITTEN)
    if actor is EXPERT:  # whom the department may ask to write it
        assert third.all(PreEvaluationReported)
    else:
        third.refused("报送事前绩效评估报告须由", clause="HL-03")
