"""What an identity may see: which views, and which of their rows."""

from collections.abc import Collection
from typing import Final

from events.terms import Role
from services.access.authority import OUT_OF_REACH
from services.access.identity import Administrator, Identity, Kind, Purpose, Scope
from services.access.refusals import Forbidden
from services.access.subject import Subject, covers

Conditions = dict[str, list[str]]

# Reading these, and every export, is itself recorded.
SENSITIVE: Final = frozenset(
    {"trail", "cases", "clawback", "sums", "dispositions", "ranking", "congress"}
)
_READING: Final = frozenset({Purpose.READ, Purpose.REPORT, Purpose.AUDIT})
_SAME_PROJECT: Final = (
    "(division, fiscal_year, project) IN (SELECT division, fiscal_year, project FROM subjects"
)
_SAME_DEPARTMENT: Final = "(division, department) IN (SELECT division, department FROM subjects"


def may_look(identity: Identity) -> None:
    """Raise :class:`Forbidden` unless the identity may see business at all."""
    if identity.administrator is not None:
        raise Forbidden(f"{identity.administrator.zh}不能查看业务数据")
    if identity.kind is Kind.SYSTEM and not identity.purposes & _READING:
        raise Forbidden("此接口密钥不能读取")


def may_see(identity: Identity, one: Subject) -> None:
    """Raise :class:`Forbidden` unless the identity may see this project or department."""
    may_look(identity)
    if not covers(identity.scope, one):
        raise Forbidden(f"所查对象{OUT_OF_REACH}")


def may_read(
    identity: Identity,
    columns: Collection[str],
    *,
    division: str | None = None,
    department: str | None = None,
) -> Conditions:
    """Give the conditions that keep a view's rows within the identity's scope, for ``listing``.

    :class:`Forbidden` when the asked division or department is out of reach, or when the view
    has no column by which its rows could be kept apart.
    """
    may_look(identity)
    scope = identity.scope
    if division is not None and division not in scope.divisions:
        raise Forbidden(f"区划 {division} {OUT_OF_REACH}")
    if None not in (department, scope.departments) and department not in (scope.departments or ()):
        raise Forbidden(f"部门 {department} {OUT_OF_REACH}")
    if "division" not in columns:
        if division is None:
            raise Forbidden("须说明财政区划")
        return {} if scope.whole else _refuse_unless_whole(scope)
    own = {"division = ANY(%s)": list(scope.divisions)}
    if "institution" in columns and Role.THIRD_PARTY_EXPERT in identity.roles:
        return own | {"institution = ANY(%s)": [identity.org]}
    return own | _within(scope, columns)


def may_export(identity: Identity) -> None:
    """Raise :class:`Forbidden` unless the identity may take data away as a file."""
    may_look(identity)
    if identity.kind is Kind.SYSTEM and not identity.purposes & {Purpose.REPORT, Purpose.AUDIT}:
        raise Forbidden("此接口密钥不能导出")


def may_see_all(identity: Identity) -> None:
    """Raise :class:`Forbidden` unless the identity sees every department of its divisions."""
    if not identity.scope.whole:
        raise Forbidden("只供全区划范围的人员取用")


def may_read_logbook(identity: Identity) -> None:
    """Raise :class:`Forbidden` unless this is an audit administrator."""
    may_administer(identity, Administrator.AUDIT)


def may_administer(identity: Identity, duty: Administrator) -> None:
    """Raise :class:`Forbidden` unless the identity has this administrator's duty."""
    if identity.administrator is not duty:
        raise Forbidden(f"须由{duty.zh}办理")


def _within(scope: Scope, columns: Collection[str]) -> Conditions:
    found: Conditions = {}
    if scope.whole:
        return found
    if "project" in columns:
        for column, names in (("department", scope.departments), ("unit", scope.units)):
            if names is not None:
                found[f"{_SAME_PROJECT} WHERE {column} = ANY(%s))"] = list(names)
        if scope.sections is not None:
            found[f"{_SAME_PROJECT} WHERE section = ANY(%s))"] = ["", *scope.sections]
        return found
    if "department" not in columns:
        return _refuse_unless_whole(scope)
    if scope.departments is not None:
        found["department = ANY(%s)"] = list(scope.departments)
    if scope.sections is not None:
        found[f"{_SAME_DEPARTMENT} WHERE section = ANY(%s))"] = ["", *scope.sections]
    return found


def _refuse_unless_whole(scope: Scope) -> Conditions:
    if not scope.whole:
        raise Forbidden("此视图没有部门栏，只供全区划范围的人员查看")
    return {}
