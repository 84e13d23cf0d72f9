"""Nobody commands under another's name, in another's role or beyond the own scope."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.terms import Role
from services.access.authority import acting, may_command, may_mend, may_report
from services.access.identity import Administrator, Identity, Purpose, Scope
from services.access.refusals import Forbidden
from services.assessment.commands import AppealScore, PublishRanking, ScoreDepartments
from services.campaign import CloseCampaign, IssueTasks
from services.clawback_round import FreezeCandidates, ReallocateFunds
from services.decision import Actor, Command
from services.engagement import RateQuality, SubmitWork
from services.project.registration import RegisterProject
from services.project.targets import ApproveTarget
from tests.services.access.people import (
    ELSEWHERE,
    EXPERT,
    FARMS,
    FILER,
    HERE,
    OFFICER,
    REGISTERED,
    REVIEWER,
    ROADS,
    SECTION,
    UNKNOWN,
    administrator,
    order,
    person,
    system,
)

BEYOND = "权限范围"


def approve(code: str) -> Command:
    return ApproveTarget(fiscal_year=2021, project_code=code)


def refused(who: Identity, command: Command, says: str = BEYOND, *, division: str = HERE) -> None:
    with pytest.raises(Forbidden, match=says):
        may_command(who, order(who, command, division=division), REGISTERED)


def allowed(who: Identity, command: Command) -> None:
    may_command(who, order(who, command), REGISTERED)


@pytest.mark.parametrize("who", [FILER, REVIEWER])
def test_a_department_reaches_its_own_project_and_no_other(who: Identity) -> None:
    allowed(who, approve(ROADS.code))
    refused(who, approve(FARMS.code))


def test_a_unit_reaches_no_other_unit_of_its_department() -> None:
    other = replace(FILER, scope=replace(FILER.scope, units=("城市停车管理中心",)))
    refused(other, approve(ROADS.code))


def test_a_section_reaches_its_projects_and_those_of_no_section() -> None:
    allowed(SECTION, approve(FARMS.code))
    refused(SECTION, approve(ROADS.code))
    common = {FARMS: replace(REGISTERED[FARMS] or pytest.fail("no project"), section="")}
    may_command(SECTION, order(SECTION, approve(FARMS.code)), common)


def test_what_is_not_registered_is_refused_like_what_is_another_departments() -> None:
    said: set[str] = set()
    for code in (FARMS.code, UNKNOWN.code):
        with pytest.raises(Forbidden) as refusal:
            may_command(REVIEWER, order(REVIEWER, approve(code)), REGISTERED)
        said.add(str(refusal.value))
    assert len(said) == 1


def test_another_division_is_refused_even_to_the_bureau() -> None:
    refused(OFFICER, approve(ROADS.code), ELSEWHERE, division=ELSEWHERE)


def test_a_registration_is_looked_at_as_it_is_written() -> None:
    def register(department: str, unit: str, code: str) -> RegisterProject:
        return RegisterProject(
            fiscal_year=2021, project_code=code, name="新", department=department, unit=unit
        )

    own = ("住房和城乡建设局", "市政设施养护中心")
    allowed(FILER, register(*own, UNKNOWN.code))
    refused(FILER, register("农业农村局", own[1], UNKNOWN.code))
    refused(FILER, register(*own, FARMS.code))


def test_tasks_are_issued_by_a_section_to_its_own_projects_only() -> None:
    def issue(*codes: str) -> IssueTasks:
        return IssueTasks(fiscal_year=2021, period="H1", projects=codes or None)

    allowed(SECTION, issue(FARMS.code))
    refused(SECTION, issue(FARMS.code, ROADS.code))
    refused(SECTION, issue())
    allowed(OFFICER, issue())


@pytest.mark.parametrize(
    "command",
    [
        CloseCampaign(fiscal_year=2021, period="H1", projects=(FARMS.code,)),
        FreezeCandidates(fiscal_year=2021, round="R1", projects=(FARMS.code,)),
        ReallocateFunds(
            fiscal_year=2021,
            round="R1",
            project=FARMS.code,
            purpose="防汛",
            document="统1",
            amount_fen=1,
        ),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_concerns_everybody_is_not_reached_by_naming_an_own_project(command: Command) -> None:
    refused(SECTION, command)
    allowed(OFFICER, command)


def test_a_department_appeals_for_itself_and_decides_nothing_for_the_division() -> None:
    def appeal(department: str) -> AppealScore:
        return AppealScore(fiscal_year=2021, assessment="Y", department=department, reason="有误")

    allowed(REVIEWER, appeal("住房和城乡建设局"))
    refused(REVIEWER, appeal("农业农村局"))
    refused(REVIEWER, PublishRanking(fiscal_year=2021, assessment="Y"))


def test_an_expert_speaks_for_the_own_institution() -> None:
    def submit(institution: str) -> SubmitWork:
        return SubmitWork(
            fiscal_year=2021, institution=institution, engagement="E1", work="w", document="d"
        )

    allowed(EXPERT, submit("institute-1"))
    refused(EXPERT, submit("institute-2"))


def test_a_department_does_not_rate_institutions_for_the_division() -> None:
    rate = RateQuality(
        fiscal_year=2021, institution="institute-1", engagement="E1", score=Decimal(1)
    )
    refused(REVIEWER, rate)


def test_evidence_of_an_assessment_comes_from_the_views_never_from_outside() -> None:
    allowed(OFFICER, ScoreDepartments(fiscal_year=2021, assessment="Y"))
    refused(OFFICER, ScoreDepartments(fiscal_year=2021, assessment="Y", evidence=()), "系统")


@pytest.mark.parametrize(
    "claimed",
    [
        Actor(id="staff-02", role=Role.DEPT_REVIEWER, org=REVIEWER.org),
        Actor(id=REVIEWER.id, role=Role.DEPT_REVIEWER, org="农业农村局"),
        Actor(id=REVIEWER.id, role=Role.FIN_APPROVER, org=REVIEWER.org),
        Actor(id=REVIEWER.id, role=Role.CLOCK, org=REVIEWER.org),
    ],
)
def test_the_actor_is_never_what_the_client_says(claimed: Actor) -> None:
    with pytest.raises(Forbidden):
        may_command(REVIEWER, order(REVIEWER, approve(ROADS.code), actor=claimed), REGISTERED)


def test_one_of_several_roles_has_to_be_named() -> None:
    two = person(Role.FIN_APPROVER, Role.PERF_SECTION_OFFICER)
    with pytest.raises(Forbidden, match="哪个角色"):
        acting(two)
    assert acting(two, Role.FIN_APPROVER).role is Role.FIN_APPROVER


@pytest.mark.parametrize("duty", list(Administrator))
def test_no_administrator_writes_a_business_fact(duty: Administrator) -> None:
    who = administrator(duty)
    forged = replace(who, roles=frozenset({Role.FIN_APPROVER}), scope=Scope(divisions=(HERE,)))
    for one in (who, forged):
        with pytest.raises(Forbidden, match=duty.zh):
            acting(one, Role.FIN_APPROVER)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_no_key_commands(purpose: Purpose) -> None:
    with pytest.raises(Forbidden):
        acting(system(purpose), Role.UPSTREAM_SYSTEM)


def test_only_an_intake_key_reports_and_only_for_its_division() -> None:
    may_report(system(Purpose.INTAKE), HERE)
    with pytest.raises(Forbidden, match=ELSEWHERE):
        may_report(system(Purpose.INTAKE), ELSEWHERE)
    for other in (system(Purpose.READ, Purpose.REPORT, Purpose.AUDIT), OFFICER):
        with pytest.raises(Forbidden, match="接口密钥"):
            may_report(other, HERE)


def test_only_finance_with_the_whole_division_answers_a_parked_message() -> None:
    may_mend(OFFICER, HERE)
    for who in (
        FILER,
        REVIEWER,
        EXPERT,
        system(Purpose.INTAKE),
        administrator(Administrator.SYSTEM),
    ):
        with pytest.raises(Forbidden, match="改正搁置报文须由"):
            may_mend(who, HERE)
    for who, division in ((SECTION, HERE), (OFFICER, ELSEWHERE)):
        with pytest.raises(Forbidden, match=BEYOND):
            may_mend(who, division)
