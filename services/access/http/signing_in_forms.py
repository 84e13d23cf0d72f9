"""Who signs in, as sent to and answered by the routes of this package."""

from typing import Annotated, Final, Self

import msgspec
from pydantic import BaseModel, Field

from events.terms import Role
from services.access.http.forms import Form, Name, ScopeForm, StaffId
from services.access.identity import Administrator, Identity, Purpose
from services.access.passwords import LONGEST

_LINK: Final = 256


class SignInForm(Form):
    """账号和口令。"""

    id: Annotated[str, Field(max_length=64, description="工号")]
    password: Annotated[str, Field(max_length=LONGEST, description="口令")]


class PasswordForm(Form):
    """一次性链接里的令牌和新口令。"""

    link: Annotated[str, Field(max_length=_LINK, description="链接中 # 之后的部分")]
    password: Annotated[str, Field(max_length=LONGEST, description="新口令，至少 12 个字符")]


class OwnPasswordForm(Form):
    """原口令和新口令。"""

    old: Annotated[str, Field(max_length=LONGEST, description="原口令")]
    password: Annotated[str, Field(max_length=LONGEST, description="新口令，至少 12 个字符")]


class FirstForm(PasswordForm):
    """首位安全管理员。"""

    id: StaffId
    org: Name


class Me(BaseModel):
    """登录者。"""

    id: str
    kind: str
    org: str
    roles: dict[Role, str]
    administrator: Administrator | None
    purposes: tuple[Purpose, ...]
    scope: ScopeForm
    csrf_token: str = ""

    @classmethod
    def of(cls, identity: Identity, csrf_token: str = "") -> Self:
        """Tell people who they are."""
        return cls(
            id=identity.id,
            kind=identity.kind.value,
            org=identity.org,
            roles={role: role.zh for role in sorted(identity.roles)},
            administrator=identity.administrator,
            purposes=tuple(sorted(identity.purposes)),
            scope=ScopeForm.model_validate(msgspec.structs.asdict(identity.scope)),
            csrf_token=csrf_token,
        )
