"""Invented identities of one county."""

from datetime import UTC, datetime

from events import subjects
from events.registration import ProjectRegistered
from events.subjects import AggregateId
from events.terms import Role, SubjectKind
from services.access.authority import acting
from services.access.identity import Administrator, Identity, Kind, Purpose, Scope
from services.decision import Actor, Command
from services.desk.orders import Order

HERE, ELSEWHERE = "211382", "150625"
NOW = datetime(2021, 9, 1, 2, tzinfo=UTC)
ROADS = subjects.project_id(HERE, 2021, "LY01")
FARMS = subjects.project_id(HERE, 2021, "LY02")
UNKNOWN = subjects.project_id(HERE, 2021, "LY99")


def registration(department: str, unit: str, section: str = "") -> ProjectRegistered:
    day = NOW.date()
    return ProjectRegistered(
        name="项目",
        subject_kind=SubjectKind.PROJECT,
        department=department,
        unit=unit,
        section=section,
        starts_on=day,
        ends_on=day,
    )


REGISTERED: dict[AggregateId, ProjectRegistered | None] = {
    ROADS: registration("住房和城乡建设局", "市政设施养护中心", "经济建设科"),
    FARMS: registration("农业农村局", "农业技术推广中心", "农业科"),
    UNKNOWN: None,
}


def person(*roles: Role, org: str = "财政局", scope: Scope | None = None) -> Identity:
    return Identity(
        id="staff-01",
        kind=Kind.PERSON,
        org=org,
        scope=scope or Scope(divisions=(HERE,)),
        via="session:1",
        roles=frozenset(roles),
    )


FILER = person(
    Role.UNIT_FILER,
    org="市政设施养护中心",
    scope=Scope(divisions=(HERE,), departments=("住房和城乡建设局",), units=("市政设施养护中心",)),
)
REVIEWER = person(
    Role.DEPT_REVIEWER,
    org="住房和城乡建设局",
    scope=Scope(divisions=(HERE,), departments=("住房和城乡建设局",)),
)
SECTION = person(
    Role.FIN_SECTION_REVIEWER,
    org="农业科",
    scope=Scope(divisions=(HERE,), sections=("农业科",)),
)
OFFICER = person(Role.PERF_SECTION_OFFICER, org="绩效管理科")
EXPERT = person(
    Role.THIRD_PARTY_EXPERT,
    org="institute-1",
    scope=Scope(divisions=(HERE,), departments=("农业农村局",)),
)


def administrator(duty: Administrator) -> Identity:
    return Identity(
        id="admin-01",
        kind=Kind.PERSON,
        org="信息中心",
        scope=Scope(),
        via="session:2",
        administrator=duty,
    )


def system(*purposes: Purpose) -> Identity:
    return Identity(
        id="treasury",
        kind=Kind.SYSTEM,
        org="treasury",
        scope=Scope(divisions=(HERE,)),
        via="key:1",
        purposes=frozenset(purposes),
    )


def order(
    who: Identity, command: Command, *, division: str = HERE, actor: Actor | None = None
) -> Order:
    return Order(id="1", at=NOW, actor=actor or acting(who), division=division, command=command)
