"""Keys as they are sent to and answered by the routes of this package."""

from datetime import datetime
from typing import Annotated, Self

import msgspec
from pydantic import AwareDatetime, BaseModel, Field

from services.access.api_key import ApiKey, KeyTerms
from services.access.http.forms import Form, Name, ScopeForm, StaffId
from services.access.identity import Purpose


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
