"""Who is asking: a person or a system, the duties held, and how far they reach (domain 3)."""

from enum import StrEnum
from typing import Annotated, Final

from msgspec import Meta, Struct

from events.subjects import CODE, DIVISION
from events.terms import Role, Term
from services.refusal import Refused

StaffId = Annotated[
    str, Meta(pattern=rf"^{CODE.pattern}(?!\n)$", description="工号或系统名：字母、数字、横线")
]
Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]
Division = Annotated[str, Meta(pattern=rf"^{DIVISION.pattern}(?!\n)$")]


class Administrator(Term):
    """The three separated administrators; none of them may write a business fact."""

    SYSTEM = "SYSTEM", "系统管理员"
    SECURITY = "SECURITY", "安全管理员"
    AUDIT = "AUDIT", "审计管理员"


class Purpose(Term):
    """What an API key is for; a key does nothing else."""

    INTAKE = "INTAKE", "上报上游事实"
    READ = "READ", "读取视图"
    REPORT = "REPORT", "导出报表"
    AUDIT = "AUDIT", "审计复核"


class Kind(StrEnum):
    """What acts."""

    PERSON = "person"
    SYSTEM = "system"


class Scope(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far an identity reaches; None sets no limit, an empty tuple lets nothing through.

    ``departments`` are a competent department with those under it, ``units`` its spending units,
    ``sections`` the finance bureau's. A project of no section is common to all sections.
    """

    divisions: tuple[Division, ...] = ()
    departments: tuple[Name, ...] | None = None
    units: tuple[Name, ...] | None = None
    sections: tuple[Name, ...] | None = None

    @property
    def whole(self) -> bool:
        """Whether it reaches everything of its divisions."""
        return self.departments is None and self.units is None and self.sections is None


class Identity(Struct, frozen=True, kw_only=True):
    """Who asks, as the server knows it; ``via`` names the session or the key, never its secret."""

    id: str
    kind: Kind
    org: str
    scope: Scope
    via: str
    roles: frozenset[Role] = frozenset()
    administrator: Administrator | None = None
    purposes: frozenset[Purpose] = frozenset()


# The clock and the intake act for themselves; no account is one of them.
GRANTABLE: Final = frozenset(Role) - {Role.CLOCK, Role.UPSTREAM_SYSTEM}
_OF_UNITS: Final = frozenset({Role.UNIT_FILER, Role.UNIT_HEAD, Role.REVENUE_COLLECTOR})
_OF_DEPARTMENTS: Final = _OF_UNITS | {Role.DEPT_REVIEWER, Role.THIRD_PARTY_EXPERT}


def check_duties(roles: frozenset[Role], administrator: Administrator | None, scope: Scope) -> None:
    """Refuse duties that exclude each other and roles that would reach too far."""
    faults: list[str] = []
    if administrator and roles:
        faults.append(f"{administrator.zh}不能兼任业务角色")
    if not administrator and not roles:
        faults.append("须至少有一个角色")
    faults += [f"{role.zh}不能授予账号" for role in sorted(roles - GRANTABLE)]
    if roles and not scope.divisions:
        faults.append("业务角色须限定财政区划")
    limited = sorted(roles & _OF_DEPARTMENTS)
    if limited and not scope.departments:
        faults.append(f"{'、'.join(role.zh for role in limited)}须限定部门")
    spending = sorted(roles & _OF_UNITS)
    if spending and not scope.units:
        faults.append(f"{'、'.join(role.zh for role in spending)}须限定单位")
    if faults:
        raise Refused(*faults)
