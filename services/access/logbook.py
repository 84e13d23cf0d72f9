"""The logbook: who signed in, changed an account, looked at or took away what, and from where."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct
from nats.aio.client import Client
from nats.js.api import Header
from nats.js.errors import NotFoundError

from events.terms import Term
from services.access.streams import LOGBOOK

SUBJECT: Final = "jx.audit"
PAGE: Final = 200
LONGEST_DETAIL: Final = 256


class Act(Term):
    """What the logbook tells of."""

    SIGNED_IN = "SIGNED_IN", "登录成功"
    SIGN_IN_FAILED = "SIGN_IN_FAILED", "登录失败"
    LOCKED_OUT = "LOCKED_OUT", "多次失败后暂停登录"
    SIGNED_OUT = "SIGNED_OUT", "退出"
    ACCOUNT_CREATED = "ACCOUNT_CREATED", "建立账号"
    ACCOUNT_CHANGED = "ACCOUNT_CHANGED", "变更账号权限"
    ACCOUNT_LOCKED = "ACCOUNT_LOCKED", "停用账号"
    ACCOUNT_UNLOCKED = "ACCOUNT_UNLOCKED", "启用账号"
    LINK_ISSUED = "LINK_ISSUED", "签发一次性链接"
    LINK_REFUSED = "LINK_REFUSED", "一次性链接被拒"
    PASSWORD_SET = "PASSWORD_SET", "设置口令"
    PASSWORD_CHANGED = "PASSWORD_CHANGED", "本人修改口令"
    PASSWORD_REFUSED = "PASSWORD_REFUSED", "修改口令时原口令不符"
    KEY_ISSUED = "KEY_ISSUED", "签发接口密钥"
    KEY_REVOKED = "KEY_REVOKED", "吊销接口密钥"
    KEY_REFUSED = "KEY_REFUSED", "接口密钥被拒"
    FORBIDDEN = "FORBIDDEN", "越权被拒"
    READ = "READ", "查看敏感视图"
    EXPORTED = "EXPORTED", "导出"
    MESSAGE_MENDED = "MESSAGE_MENDED", "重新报送搁置报文"
    LOGBOOK_READ = "LOGBOOK_READ", "查看审计日志"


class Entry(Struct, frozen=True, kw_only=True):
    """One line: ``who`` is a staff id or a system, ``what`` the thing, ``origin`` an address."""

    at: datetime
    act: Act
    who: str
    what: str = ""
    origin: str = ""
    detail: Mapping[str, str] = {}


class Visit(Struct, frozen=True, kw_only=True):
    """When something is asked and from which address."""

    at: datetime
    origin: str

    def entry(self, act: Act, who: str, what: str = "", **detail: str) -> Entry:
        """Make an entry of this moment and place."""
        return Entry(at=self.at, act=act, who=who, what=what, origin=self.origin, detail=detail)


class Line(Struct, frozen=True, kw_only=True):
    """An entry and its number, from which a reader goes on."""

    number: int
    entry: Entry


class Logbook:
    """Writes and reads the logbook; an entry is kept before anything is answered."""

    def __init__(self, client: Client) -> None:
        self._stream = client.jetstream()

    async def write(self, entry: Entry) -> int:
        """Keep an entry; returns its number. What cannot be kept is an error for the caller."""
        detail = {name: text[:LONGEST_DETAIL] for name, text in entry.detail.items()}
        kept = msgspec.structs.replace(
            entry,
            detail=detail,
            who=entry.who[:LONGEST_DETAIL],
            what=entry.what[:LONGEST_DETAIL],
        )
        subject = f"{SUBJECT}.{entry.act.value.lower()}"
        headers = {Header.EXPECTED_STREAM.value: LOGBOOK}
        return (await self._stream.publish(subject, msgspec.json.encode(kept), headers=headers)).seq

    async def read(self, after: int = 0, limit: int = PAGE, act: Act | None = None) -> list[Line]:
        """Read entries in their order, those after a number; of one act, or of all."""
        subject = f"{SUBJECT}.{act.value.lower() if act else '>'}"
        found: list[Line] = []
        number = after + 1
        while len(found) < min(limit, PAGE):
            try:
                message = await self._stream.get_msg(LOGBOOK, number, next=True, subject=subject)
            except NotFoundError:
                break
            seq = message.seq or number
            found.append(
                Line(number=seq, entry=msgspec.json.decode(message.data or b"", type=Entry))
            )
            number = seq + 1
        return found
