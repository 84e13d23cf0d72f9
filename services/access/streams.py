"""Where accounts, sessions and the logbook are kept: beside the facts, and none of them."""

from datetime import timedelta
from typing import Final

from services.ledger import streams
from services.ledger.wire import Json, Wire

ACCESS: Final = "JX_ACCESS"  # accounts, keys; for ever
SESSIONS: Final = "JX_SESSIONS"  # sessions, tries, sign-ins under way; forgotten by age
LOGBOOK: Final = "JX_AUDIT"
LONGEST_SESSION: Final = timedelta(hours=12)


def _bucket(name: str, **more: object) -> Json:
    """Config of a key-value bucket read from its leader, never from a replica behind it."""
    return {
        "name": f"KV_{name}",
        "subjects": [f"$KV.{name}.>"],
        "storage": "file",
        "retention": "limits",
        "discard": "new",
        "deny_delete": True,
        "allow_rollup_hdrs": False,
        "allow_direct": False,
        **more,
    }


STREAMS: Final[tuple[Json, ...]] = (
    _bucket(ACCESS, max_msgs_per_subject=64, deny_purge=True),
    _bucket(
        SESSIONS,
        max_msgs_per_subject=1,
        max_age=int(LONGEST_SESSION.total_seconds()) * 10**9,
    ),
    streams.ledger(LOGBOOK, ["jx.audit.>"]),
)


async def prepare(wire: Wire, replicas: int = 1) -> None:
    """Create or strengthen the streams; ``StreamRefused`` if they are weaker than wanted."""
    for wanted in STREAMS:
        await streams.reconcile(wire, streams.replicated(wanted, replicas))
