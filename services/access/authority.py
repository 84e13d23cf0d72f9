"""What an identity may command: its own roles, in its own name, within its scope."""

from events.terms import Role
from services.access import subject
from services.access.identity import Identity, Purpose
from services.access.refusals import Forbidden
from services.access.subject import Registered, covers
from services.assessment.commands import ScoreDepartments
from services.decision import Actor
from services.desk.orders import Order
from services.engagement import EngagementCommand

_MENDERS = frozenset({Role.FIN_SECTION_REVIEWER, Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER})
OUT_OF_REACH = "不在您的权限范围内（区划、部门、单位或业务科室）"


def acting(identity: Identity, role: Role | None = None) -> Actor:
    """Give the actor of a command: id and organisation are the identity's, never the client's.

    Without a role the only one held is taken; :class:`Forbidden` when it is not held or unclear.
    """
    if identity.administrator is not None:
        raise Forbidden(f"{identity.administrator.zh}不能办理业务")
    if role is None:
        if len(identity.roles) != 1:
            held = "、".join(one.zh for one in sorted(identity.roles)) or "无"
            raise Forbidden(f"须说明以哪个角色办理；您的角色：{held}")
        [role] = identity.roles
    if role not in identity.roles:
        raise Forbidden(f"您没有“{role.zh}”角色")
    return Actor(id=identity.id, role=role, org=identity.org)


def may_command(identity: Identity, order: Order, registered: Registered) -> None:
    """Raise :class:`Forbidden` unless the identity may give this order.

    ``registered`` holds the registrations of :func:`subject.projects`; what is not registered is
    out of reach like another department's, so that nobody learns which codes exist.
    """
    if order.actor != acting(identity, order.actor.role):
        raise Forbidden("办理人须是登录者本人")
    if order.division not in identity.scope.divisions:
        raise Forbidden(f"区划 {order.division} {OUT_OF_REACH}")
    command = order.command
    if isinstance(command, ScoreDepartments) and command.evidence is not None:
        raise Forbidden("考核依据由系统从视图取得，不能随命令提交")
    if isinstance(command, EngagementCommand) and order.actor.role is Role.THIRD_PARTY_EXPERT:
        if command.institution != identity.org:
            raise Forbidden(f"第三方机构 {command.institution} {OUT_OF_REACH}")
        return
    if identity.scope.whole:
        return
    found = subject.about(order, registered)
    if found is None or not all(covers(identity.scope, one) for one in found):
        raise Forbidden(f"“{command.title}”所办对象{OUT_OF_REACH}")


def may_report(identity: Identity, division: str) -> None:
    """Raise :class:`Forbidden` unless the identity may bring upstream facts of a division."""
    if Purpose.INTAKE not in identity.purposes:
        raise Forbidden("只有用途为“上报上游事实”的接口密钥可以上报")
    if division not in identity.scope.divisions:
        raise Forbidden(f"区划 {division} {OUT_OF_REACH}")


def may_mend(identity: Identity, division: str) -> None:
    """Raise :class:`Forbidden` unless the identity may answer a parked message with another."""
    if not identity.roles & _MENDERS:
        raise Forbidden(f"改正搁置报文须由{'、'.join(one.zh for one in sorted(_MENDERS))}办理")
    if not identity.scope.whole or division not in identity.scope.divisions:
        raise Forbidden(f"区划 {division} {OUT_OF_REACH}")
