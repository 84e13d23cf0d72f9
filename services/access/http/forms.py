"""What is sent to and answered by the routes of this package."""

from datetime import datetime
from typing import Annotated, Final, Self

import msgspec
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from events.subjects import CODE, DIVISION
from events.terms import Role
from services.access.account import Account
from services.access.api_key import ApiKey, KeyTerms
from services.access.duties import Duties
from services.access.identity import Administrator, Identity, Purpose
from services.access.passwords import LONGEST

_LINK: Final = 256
StaffId = Annotated[str, Field(pattern=rf"^{CODE.pattern}$", description="工号")]
Name = Annotated[str, Field(min_length=1, max_length=64)]
Names = Annotated[tuple[Name, ...], Field(max_length=500)]
Division = Annotated[str, Field(pattern=rf"^{DIVISION.pattern}$")]


class Form(BaseModel):
    """What a client sends: nothing beyond the named fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


class AccountForm(DutiesForm):
    """新账号。"""

    id: StaffId

    def duties(self) -> Duties:
        """Give them as they are kept."""
        return msgspec.convert(self.model_dump(exclude={"id"}), Duties)


class KeyForm(Form):
    """新接口密钥。"""

    system: Annotated[StaffId, Field(description="使用密钥的系统")]
    org: Name
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1, max_length=len(Purpose))]
    scope: ScopeForm
    expires_at: AwareDatetime

    def terms(self) -> KeyTerms:
        """Give them as they are kept."""
        return msgspec.convert(self.model_dump(), KeyTerms)


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


class AccountView(BaseModel):
    """账号，不含口令。"""

    id: str
    duties: DutiesForm
    locked: bool
    has_password: bool
    issuer: str
    changed_by: str
    changed_at: datetime

    @classmethod
    def of(cls, account: Account) -> Self:
        """Show an account without its secrets."""
        return cls(
            id=account.id,
            duties=DutiesForm.model_validate(msgspec.to_builtins(account.duties)),
            locked=account.locked,
            has_password=bool(account.password),
            issuer=account.issuer,
            changed_by=account.changed_by,
            changed_at=account.changed_at,
        )


class Link(BaseModel):
    """一次性链接，只显示这一次。"""

    id: str
    link: str


class KeyView(BaseModel):
    """接口密钥，不含密钥本身。"""

    id: str
    terms: KeyForm
    created_by: str
    created_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        """Show a key without its secret."""
        return cls(
            id=key.id,
            terms=KeyForm.model_validate(msgspec.to_builtins(key.terms)),
            created_by=key.created_by,
            created_at=key.created_at,
            revoked_at=key.revoked_at,
        )


class NewKey(KeyView):
    """新签发的接口密钥；key 只显示这一次。"""

    key: str


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
