"""What is sent to and answered by the routes of this package."""

from datetime import datetime
from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from events.subjects import CODE, DIVISION
from events.terms import Role
from services.access.duties import Duties
from services.access.identity import Administrator

StaffId = Annotated[str, Field(pattern=rf"^{CODE.pattern}$", description="工号")]
Name = Annotated[str, Field(min_length=1, max_length=64)]
Names = Annotated[tuple[Name, ...], Field(max_length=500)]
Division = Annotated[str, Field(pattern=rf"^{DIVISION.pattern}$")]


class Form(BaseModel):
    """What a client sends: nothing beyond the named fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ScopeForm(Form):
    """权限范围；不填部门、单位、科室即不限。"""

    divisions: Annotated[tuple[Division, ...], Field(max_length=100, description="财政区划")] = ()
    departments: Annotated[Names | None, Field(description="主管部门及所属")] = None
    units: Annotated[Names | None, Field(description="预算单位")] = None
    sections: Annotated[Names | None, Field(description="财政业务科室")] = None


class DutiesForm(Form):
    """账号的职责：业务角色，或三员之一。"""

    org: Name
    roles: Annotated[tuple[Role, ...], Field(max_length=len(Role))] = ()
    administrator: Administrator | None = None
    scope: ScopeForm = ScopeForm()

    def duties(self) -> Duties:
        """Give them as they are kept."""
        return msgspec.convert(self.model_dump(), Duties)


class LogLine(BaseModel):
    """审计日志的一条。"""

    number: int
    at: datetime
    act: str
    title: str
    who: str
    what: str
    origin: str
    detail: dict[str, str]
