"""Rectification: notice, acknowledgement, plan, feedback, visit, verdict; four eyes."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.disposition import ProjectResumed
from events.rectification import (
    Ground,
    RectificationAccepted,
    RectificationAcknowledged,
    RectificationFeedbackSubmitted,
    RectificationGroundsAdded,
    RectificationNoticeIssued,
    RectificationPlanSubmitted,
    RectificationRejected,
    SiteVerified,
)
from events.terms import Cause, FundTag
from services.decision import Actor
from services.policies.calendar import SHANGHAI
from services.project.disposition import ResumeProject, SuspendProject
from services.project.rectification import (
    AcceptRectification,
    Acknowledge,
    IssueNotice,
    RectificationCommand,
    RejectRectification,
    SubmitFeedback,
    SubmitPlan,
    VerifyOnSite,
)
from services.project.standing import TagFunds
from tests.services.project.given import (
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
from tests.services.project.stories import ROADS, finalized, issued, noticed, passing, submitted
from tests.services.project.test_adjustment import ASK
from tests.services.project.test_warnings import FORM, REPORT

ORDER = IssueNotice(**P, task="H1", ground="SITE_VISIT")
ACKNOWLEDGE = Acknowledge(**P, case="H1-R1")
PLAN = SubmitPlan(**P, case="H1-R1", items=("补建台账",))
FEEDBACK = SubmitFeedback(**P, case="H1-R1", result="已补建")
VISIT = VerifyOnSite(**P, case="H1-R1", finding="属实")
ACCEPT = AcceptRectification(**P, case="H1-R1", opinion="同意")
REJECT = RejectRectification(**P, case="H1-R1", reason="仍缺凭证")


def planned(*tags: FundTag) -> Given:
    return noticed(*tags).when(ACKNOWLEDGE).so_far.when(PLAN).so_far


def answered(*tags: FundTag) -> Given:
    return planned(*tags).when(FEEDBACK).so_far


def accepted() -> Given:
    return answered().by(SECTION).when(ACCEPT).so_far


@pytest.mark.clause("HJ-07")
def test_the_way_of_a_case() -> None:
    story = noticed().when(ACKNOWLEDGE).then(RectificationAcknowledged(case="H1-R1"))
    story = story.when(PLAN).then(
        RectificationPlanSubmitted(case="H1-R1", items=("补建台账",), submitter="filer")
    )
    feedback = RectificationFeedbackSubmitted(case="H1-R1", submitter="filer", result="已补建")
    story = story.when(FEEDBACK).then(feedback).by(SECTION)
    fact = RectificationAccepted(case="H1-R1", on=date(2021, 7, 22), opinion="同意")
    story.when(ACCEPT).then(fact).when(ACCEPT).nothing()


def test_receipt_is_acknowledged_once() -> None:
    noticed().when(ACKNOWLEDGE).so_far.when(ACKNOWLEDGE).nothing()
    accepted().by(FILER).when(ACKNOWLEDGE).nothing()


@pytest.mark.parametrize(
    ("story", "command", "why"),
    [
        (noticed, PLAN, "尚未签收或方案已报送"),
        (planned, PLAN, "尚未签收或方案已报送"),
        (noticed, FEEDBACK, "尚未报送整改方案或结果已报送"),
        (answered, FEEDBACK, "尚未报送整改方案或结果已报送"),
    ],
)
def test_no_step_is_skipped_or_repeated(
    story: Callable[[], Given], command: RectificationCommand, why: str
) -> None:
    story().when(command).refused(why)


@pytest.mark.parametrize("command", [VISIT, ACCEPT, REJECT], ids=lambda one: type(one).__name__)
def test_there_is_no_verdict_before_the_feedback(command: RectificationCommand) -> None:
    planned().by(SECTION).when(command).refused("尚未报送整改结果")


def test_a_plan_has_at_least_one_item() -> None:
    story = noticed().when(ACKNOWLEDGE).so_far
    story.when(replace(PLAN, items=())).refused("整改方案至少一项")


def test_an_unknown_case_is_named() -> None:
    noticed().when(replace(ACKNOWLEDGE, case="H1-R9")).refused("没有整改事项 H1-R9")


@pytest.mark.parametrize("other", [FILER, REVIEWER, EXPERT], ids=lambda one: one.role)
def test_only_verifiers_judge(other: Actor) -> None:
    for command, title in ((VISIT, "现场核实"), (ACCEPT, "整改验收通过"), (REJECT, "不通过")):
        answered().by(other).when(command).refused(f"{title}须由", clause="QM-09")


def test_nobody_accepts_his_own_result() -> None:
    same = replace(SECTION, id=FILER.id)
    story = answered()
    for command in (VISIT, ACCEPT, REJECT):
        story.by(same).when(command).refused("报送人不能核实或验收自己的整改结果")
    assert story.by(OFFICER).when(ACCEPT).one(RectificationAccepted).case == "H1-R1"


def test_a_rejected_result_is_worked_on_again() -> None:
    story = answered().by(SECTION)
    rejected = story.when(REJECT).then(RectificationRejected(case="H1-R1", reason="仍缺凭证"))
    rejected.when(ACCEPT).refused("尚未报送整改结果")
    again = rejected.by(FILER).when(FEEDBACK).so_far
    assert again.by(SECTION).when(ACCEPT).one(RectificationAccepted).opinion == "同意"


@pytest.mark.parametrize(
    ("when", "days"), [((8, 20, 23), 0), ((8, 21, 0), 1), ((9, 1, 12), 12)], ids=str
)
def test_feedback_after_the_due_day_is_late(when: tuple[int, int, int], days: int) -> None:
    """The notice of 21 July gives 30 days."""
    answer = planned().at(day(*when)).when(FEEDBACK)
    assert answer.one(RectificationFeedbackSubmitted).days_late == days


def test_some_funds_are_visited_before_the_case_is_accepted() -> None:
    """QM-10: two rounds of visits verify the truth of the material."""
    story = answered(FundTag.DIRECT).by(SECTION)
    story.when(ACCEPT).refused("须先现场核实", clause="QM-10")
    seen = story.when(VISIT).then(SiteVerified(case="H1-R1", on=date(2021, 7, 22), finding="属实"))
    assert seen.when(ACCEPT).one(RectificationAccepted).case == "H1-R1"


@pytest.mark.parametrize(
    ("tag", "visit"),
    [
        (FundTag.DIRECT, True),
        (FundTag.POVERTY_ALLEVIATION, True),
        (FundTag.SPECIAL_TRANSFER, False),
    ],
)
def test_the_notice_says_whether_somebody_must_go_and_look(tag: FundTag, *, visit: bool) -> None:
    seven = tuple(replace(ROADS, name=f"道路{number}") for number in range(7))
    story = issued(tag, under="qiemo", indicators=seven).by(OFFICER)
    assert story.when(ORDER).one(RectificationNoticeIssued).site_visit_required is visit


def test_a_rejection_asks_for_a_new_visit() -> None:
    seen = answered(FundTag.DIRECT).by(SECTION).when(VISIT).so_far
    again = seen.when(REJECT).so_far.by(FILER).when(FEEDBACK).so_far
    again.by(SECTION).when(ACCEPT).refused("须先现场核实", clause="QM-10")


def test_a_visit_to_come_is_none() -> None:
    answered().by(SECTION).when(replace(VISIT, on=date(2021, 7, 23))).refused(
        "2021-07-23 晚于今天", clause="QM-10"
    )


def test_a_visit_may_have_been_earlier() -> None:
    story = answered().by(SECTION).when(replace(VISIT, on=date(2021, 7, 21)))
    assert story.one(SiteVerified).on == date(2021, 7, 21)


@pytest.mark.clause("QM-10")
def test_a_visit_before_the_notice_verifies_nothing() -> None:
    early = replace(VISIT, on=date(2021, 7, 20))
    answered().by(SECTION).when(early).refused("早于整改通知（2021-07-21）", clause="QM-10")


@pytest.mark.clause("QM-10")
def test_funds_tagged_after_the_notice_are_visited_too() -> None:
    tag = TagFunds(**P, tags=(FundTag.DIRECT,), basis="直达资金台账")
    tagged = answered().by(OFFICER).when(tag).so_far.by(SECTION)
    tagged.when(ACCEPT).refused("须先现场核实", clause="QM-10")
    seen = tagged.when(VISIT).so_far
    assert seen.when(ACCEPT).one(RectificationAccepted).case == "H1-R1"


def test_a_case_is_opened_by_hand_on_a_finding() -> None:
    expected = RectificationNoticeIssued(
        case="H1-R1",
        task="H1",
        grounds=(Ground(rule="SITE_VISIT", value=Decimal(0), threshold=Decimal(0)),),
        issued_on=date(2021, 7, 22),
        due_on=date(2021, 8, 21),
        edition="hailin@2021-01-01",
        department="D01",
        unit="U01",
    )
    story = finalized().by(OFFICER)
    after = story.when(ORDER).then(expected)
    after.when(ORDER).refused("未办结的整改事项 H1-R1 已有该项依据")
    story.by(FILER).when(ORDER).refused("下发整改通知须由", clause="QM-10")
    story.when(replace(ORDER, task="Q9")).refused("没有监控任务 Q9")


def test_an_accepted_case_is_never_changed_a_later_one_is_new() -> None:
    again = accepted().by(SECTION).when(ORDER)
    assert again.one(RectificationNoticeIssued).case == "H1-R2"
    assert again.so_far.state.rectification.open_cases() == ["H1-R2"]


def test_a_case_opened_by_hand_takes_the_place_of_the_automatic_one() -> None:
    ordered = issued(under="qiemo").by(OFFICER).when(ORDER).so_far
    story = submitted(under="qiemo")
    facts = (*ordered.facts, *story.facts[len(ordered.facts) - 1 :])
    scored = Given(facts, story.law).by(SECTION).at(day(7, 21))
    answer = scored.when(passing("FINANCE_SECTION", "58"))
    assert answer.all(RectificationNoticeIssued) == []
    low = Ground(rule="LOW_SCORE", value=Decimal("58.00"), threshold=Decimal("60.00"))
    assert answer.one(RectificationGroundsAdded).grounds == (low,)
    case = answer.so_far.state.rectification.cases["H1-R1"]
    assert [ground.rule for ground in case.notice.grounds] == ["SITE_VISIT", "LOW_SCORE"]


def test_a_further_ground_by_hand_goes_into_the_open_case() -> None:
    finding = replace(ORDER, ground="SERIOUS_FINDING", reason="挪用")
    story = issued(under="qiemo").by(OFFICER).when(ORDER).so_far
    answer = story.when(finding)
    added = answer.one(RectificationGroundsAdded)
    assert ([one.rule for one in added.grounds], added.reason) == (["SERIOUS_FINDING"], "挪用")
    (case,) = answer.so_far.state.rectification.cases.values()
    assert [one.rule for one in case.notice.grounds] == ["SITE_VISIT", "SERIOUS_FINDING"]
    answer.so_far.when(finding).refused("已有该项依据")


def test_the_documents_owed_come_before_the_acceptance() -> None:
    """HJ-22: three documents of a warned project."""
    story = submitted(under="hanggin", actual="80").by(REVIEWER).when(passing()).so_far
    story = story.by(SECTION).when(passing("FINANCE_SECTION", "90")).so_far
    story = story.by(OFFICER).when(passing("PERFORMANCE_SECTION")).so_far.by(FILER)
    for step in (ACKNOWLEDGE, PLAN, FEEDBACK):
        story = story.when(step).so_far
    missing = "目标纠偏表、绩效运行监控目标调整表"
    story.by(SECTION).when(ACCEPT).refused(missing, clause="HJ-22")
    story = story.when(FORM).so_far.when(REPORT).so_far
    story.by(SECTION).when(ACCEPT).refused("尚未报送：绩效运行监控目标调整表", clause="HJ-22")
    after_the_year = story.by(SECTION).at(datetime(2022, 1, 1, tzinfo=SHANGHAI))
    assert after_the_year.when(ACCEPT).one(RectificationAccepted).on == date(2022, 1, 1)
    complete = story.when(ASK).so_far.by(SECTION)
    assert complete.when(ACCEPT).one(RectificationAccepted).on == date(2021, 7, 5)


def test_a_suspended_project_resumes_when_every_case_is_accepted() -> None:
    suspend = SuspendProject(**P, cause=Cause.SERIOUS, reason="偏差大")
    resume = ResumeProject(**P, reason="已整改")
    noticed().by(CHIEF).when(suspend).so_far.when(resume).refused("整改未验收，不能恢复：H1-R1")
    resumed = ProjectResumed(reason="已整改", effective_on=date(2021, 7, 22))
    accepted().by(CHIEF).when(suspend).so_far.when(resume).then(resumed)


@pytest.mark.parametrize("command", [PLAN, FEEDBACK, REJECT])
def test_what_was_accepted_is_only_taken_up_again(command: RectificationCommand) -> None:
    accepted = answered().by(SECTION).when(ACCEPT).so_far
    actor = SECTION if command is REJECT else FILER
    accepted.by(actor).when(command).refused("已经验收，确有问题请重新整改（ReopenRectification）")
