"""Timers on JetStream: what falls due at which moment."""

from datetime import UTC, datetime
from typing import Final, Literal

import msgspec
from msgspec import Struct

from services.ledger.wire import Json

TIMERS_STREAM: Final = "JX_TIMERS"
TIMER: Final = "jx.timer"
DUE: Final = "jx.due"
PLANNER: Final = "clock-planner"
CLOCK: Final = "clock"
Kind = Literal["task", "case", "standing", "obligation"]
# One schedule a subject: planned again it takes the place of the one before, and the server
# removes it when it has fired. Both are kept until then, through restarts of everything.
STREAM: Final[Json] = {
    "name": TIMERS_STREAM,
    "subjects": [f"{TIMER}.>", f"{DUE}.>"],
    "storage": "file",
    "retention": "limits",
    "num_replicas": 1,
    "max_msgs_per_subject": 1,
    "allow_msg_schedules": True,
    "allow_direct": True,
}


class Timer(Struct, frozen=True, kw_only=True):
    """What falls due at a moment; ``name`` is a task, a case or the word ``duties``.

    The aggregate and the purpose make the subject, so each has one timer at a time.
    """

    kind: Kind
    division: str
    fiscal_year: int
    code: str
    name: str
    at: datetime

    @property
    def tail(self) -> str:
        """Name the timer in subjects."""
        return f"{self.kind}.{self.division}.{self.fiscal_year}.{self.code}.{self.name}"

    def headers(self) -> dict[str, str]:
        """Say to the server when and where to."""
        moment = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"Nats-Schedule": f"@at {moment}", "Nats-Schedule-Target": f"{DUE}.{self.tail}"}

    def body(self) -> bytes:
        """Return what comes out again when it is due."""
        return msgspec.json.encode(self)
