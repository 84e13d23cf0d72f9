"""Accountability: suspected, examined, reported, referred, decided; only ever added to."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.accountability import (
    AccountabilityCaseClosed,
    FindingRecorded,
    ReferredToDiscipline,
    ReportedToGovernment,
    SanctionRecorded,
    ViolationSuspected,
)
from events.terms import Cause, Violation
from services.decision import Actor
from services.project.accountability import (
    AccountabilityCommand,
    CloseCase,
    OpenCase,
    RecordFinding,
    RecordSanction,
    ReferToDiscipline,
    ReportToGovernment,
)
from services.project.disposition import SuspendProject
from tests.services.project.given import (
    AUDITOR,
    CHIEF,
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    day,
)
from tests.services.project.stories import paid, registered

OPEN = OpenCase(**P, violation=Violation.DIVERSION, evidence="审计报告", amount_fen=500)
FIND = RecordFinding(**P, case="A1", confirmed=True, finding="属实")
REPORT = ReportToGovernment(**P, case="A1", document="报告1")
REFER = ReferToDiscipline(**P, case="A1", document="移送1")
SANCTION = RecordSanction(**P, case="A1", body="监委", sanction="警告", document="决定1")
CLOSE = CloseCase(**P, case="A1", conclusion="已处理")
STEPS: tuple[AccountabilityCommand, ...] = (FIND, REPORT, REFER, SANCTION, CLOSE)


def suspected() -> Given:
    return registered().by(AUDITOR).at(day(8, 1)).when(OPEN).so_far


def confirmed() -> Given:
    return suspected().when(FIND).so_far


def test_a_suspicion_opens_a_case() -> None:
    fact = ViolationSuspected(
        case="A1",
        violation=Violation.DIVERSION,
        evidence="审计报告",
        amount_fen=500,
        department="D01",
        unit="U01",
    )
    story = registered().by(AUDITOR).when(OPEN).then(fact)
    story.when(OPEN).then(replace(fact, case="A2"))


@pytest.mark.parametrize("actor", [SECTION, OFFICER, CHIEF, AUDITOR], ids=lambda one: one.role)
def test_finance_and_audit_open_cases(actor: Actor) -> None:
    assert registered().by(actor).when(OPEN).one(ViolationSuspected).case == "A1"


@pytest.mark.parametrize("other", [FILER, REVIEWER, EXPERT], ids=lambda one: one.role)
def test_nobody_else_touches_a_case(other: Actor) -> None:
    for command in (OPEN, *STEPS):
        confirmed().by(other).when(command).refused(f"{command.title}须由", clause="LY-24")


@pytest.mark.clause("LY-24", "HJ-28")
def test_the_way_of_a_confirmed_case() -> None:
    today = date(2021, 8, 1)
    story = suspected().when(FIND).then(FindingRecorded(case="A1", confirmed=True, finding="属实"))
    story = story.when(REPORT).then(ReportedToGovernment(case="A1", document="报告1", on=today))
    story = story.when(REFER).then(ReferredToDiscipline(case="A1", document="移送1", on=today))
    decided = SanctionRecorded(case="A1", body="监委", sanction="警告", document="决定1")
    story = story.when(SANCTION).then(decided)
    closed = story.when(CLOSE).then(AccountabilityCaseClosed(case="A1", conclusion="已处理"))
    for command in STEPS:
        closed.when(command).refused("问责线索 A1 已办结")


def test_the_day_of_a_report_may_be_another() -> None:
    earlier = date(2021, 7, 30)
    reported = confirmed().when(replace(REPORT, on=earlier)).one(ReportedToGovernment)
    referred = confirmed().when(replace(REFER, on=earlier)).one(ReferredToDiscipline)
    assert (reported.on, referred.on) == (earlier, earlier)


@pytest.mark.clause("LY-24")
@pytest.mark.parametrize("command", [REPORT, REFER, SANCTION], ids=lambda one: type(one).__name__)
def test_only_a_confirmed_case_leaves_the_house(command: AccountabilityCommand) -> None:
    why = "线索尚未认定属实，不能报送、移送或登记处分"
    suspected().when(command).refused(why, clause="LY-24")
    unfounded = suspected().when(replace(FIND, confirmed=False)).so_far
    unfounded.when(command).refused(why, clause="LY-24")


@pytest.mark.clause("LY-24")
@pytest.mark.parametrize("command", STEPS[:-1], ids=lambda one: type(one).__name__)
def test_a_step_is_recorded_once(command: AccountabilityCommand) -> None:
    story = confirmed() if command is FIND else confirmed().when(command).so_far
    story.when(command).nothing()


@pytest.mark.clause("LY-24")
def test_another_document_is_another_step() -> None:
    story = confirmed().when(REPORT).so_far.when(REFER).so_far.when(SANCTION).so_far
    for command in (REPORT, REFER, SANCTION):
        assert len(story.when(replace(command, document="补充2")).facts) == 1


@pytest.mark.clause("LY-24")
def test_a_confirmed_finding_stands_and_an_unfounded_one_may_be_taken_up_again() -> None:
    unfounded = replace(FIND, confirmed=False)
    confirmed().when(unfounded).refused("线索已认定属实，不能改为不属实", clause="LY-24")
    again = suspected().when(unfounded).so_far
    again.when(unfounded).nothing()
    more = confirmed().when(replace(FIND, finding="另有凭证"))
    assert more.one(FindingRecorded).finding == "另有凭证"
    assert again.when(FIND).one(FindingRecorded).confirmed


@pytest.mark.clause("LY-24")
def test_a_confirmed_case_is_closed_when_somebody_decided() -> None:
    story = confirmed().when(REPORT).so_far
    story.when(CLOSE).refused("须先登记处理处分决定", clause="LY-24")
    assert story.when(SANCTION).so_far.when(CLOSE).one(AccountabilityCaseClosed).case == "A1"


@pytest.mark.parametrize("command", [REPORT, REFER], ids=lambda one: type(one).__name__)
def test_nothing_is_sent_on_a_day_to_come(command: ReportToGovernment | ReferToDiscipline) -> None:
    to_come = replace(command, on=date(2021, 8, 2))
    confirmed().when(to_come).refused("2021-08-02 晚于今天", clause="LY-24")
    assert len(confirmed().when(replace(command, on=date(2021, 8, 1))).facts) == 1


def test_a_case_is_closed_after_its_finding_whatever_it_was() -> None:
    suspected().when(CLOSE).refused("线索尚未核查认定，不能办结", clause="LY-24")
    unfounded = suspected().when(replace(FIND, confirmed=False)).so_far
    assert unfounded.when(CLOSE).one(AccountabilityCaseClosed).case == "A1"


@pytest.mark.parametrize("command", STEPS, ids=lambda one: type(one).__name__)
def test_an_unknown_case_is_named(command: AccountabilityCommand) -> None:
    registered().by(AUDITOR).when(command).refused("没有问责线索 A1")


def test_cases_of_people_and_of_money_are_numbered_together() -> None:
    suspend = SuspendProject(**P, cause=Cause.SERIOUS, reason="停")
    story = suspected().by(CHIEF).when(suspend).so_far
    answer = story.reported(paid(5, 8, 2), paid(6, 8, 3))
    assert [one.case for one in answer.all(ViolationSuspected)] == ["A2", "A3"]
