"""Accounts as they are sent to and answered by the routes of this package."""

from datetime import datetime
from typing import Self

import msgspec
from pydantic import BaseModel

from services.access.account import Account
from services.access.duties import Duties
from services.access.http.forms import DutiesForm, StaffId


class AccountForm(DutiesForm):
    """新账号。"""

    id: StaffId

    def duties(self) -> Duties:
        """Give them as they are kept."""
        return msgspec.convert(self.model_dump(exclude={"id"}), Duties)


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
