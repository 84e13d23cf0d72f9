"""The streams beside the ledger: as received, put aside, and told."""

from typing import Final

from events.subjects import INTAKE_STREAM, PARKED_STREAM
from services.ledger import consumers, streams
from services.ledger.wire import Json, Wire

OUT_STREAM: Final = "JX_OUT"
DURABLE: Final = "intake"
FILTER: Final = "jx.in.*.execution"
BATCH: Final = 1000
_DAY: Final = 86_400 * 10**9

STREAMS: Final[tuple[Json, ...]] = (
    streams.ledger(INTAKE_STREAM, [FILTER]),
    streams.ledger(PARKED_STREAM, ["jx.parked.>"]),
    {
        "name": OUT_STREAM,
        "subjects": ["jx.out.>"],
        "storage": "file",
        "retention": "limits",
        "num_replicas": 1,
        "allow_direct": True,
        "max_age": 90 * _DAY,
        # A receipt lost in a power cut is had again by publishing the same message again.
        "persist_mode": "async",
    },
)

CONSUMER: Final[Json] = {
    "durable_name": DURABLE,
    "ack_policy": "explicit",
    "deliver_policy": "all",
    "filter_subject": FILTER,
    "ack_wait": 30 * 10**9,
    "max_ack_pending": 4 * BATCH,
    "max_deliver": -1,
}


async def prepare(wire: Wire, replicas: int = 1) -> None:
    """Create or strengthen the streams and the consumer; ``StreamRefused`` if they are weaker."""
    for wanted in STREAMS:
        await streams.reconcile(wire, streams.replicated(wanted, replicas))
    await consumers.reconcile(wire, INTAKE_STREAM, CONSUMER)
