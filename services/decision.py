"""What a decision is made with: the command, who gave it and when, and the law."""

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from events.subjects import AggregateId
from events.terms import Role
from services.policies.calendar import local_day
from services.policies.law import Law
from services.policies.rules import Rules
from services.refusal import Refused


class Actor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who acts: a staff id, the role acted in, and the organisation's code."""

    id: str
    role: Role
    org: str


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something a person or a process wants; ``title`` is its Chinese name."""

    title: ClassVar[str]


class Context(Struct, frozen=True, kw_only=True):
    """The circumstances of one command; ``at`` is aware and becomes the recorded time."""

    command_id: str
    at: datetime
    actor: Actor
    aggregate: AggregateId
    law: Law
    correlation: str = ""
    causation: str = ""

    @property
    def today(self) -> date:
        """The day in China on which the command is given."""
        return local_day(self.at)

    @property
    def rules(self) -> Rules:
        """The edition in force today; :class:`Refused` when there is none."""
        return self.law.on(self.today)

    @property
    def edition(self) -> str:
        """The name of the edition in force today, empty when there is none."""
        try:
            return self.rules.edition
        except Refused:
            return ""

    def require(self, roles: tuple[Role, ...], what: str, clause: str = "") -> None:
        """Refuse unless the actor has one of the roles."""
        if self.actor.role not in roles:
            allowed = "、".join(role.zh for role in dict.fromkeys(roles))
            raise Refused(f"{what}须由{allowed}办理，不能由{self.actor.role.zh}办理", clause=clause)
