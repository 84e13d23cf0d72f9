"""Where a delivered message stands, as its reply subject says."""

from msgspec import Struct

# $JS.ACK.<stream>.<consumer>.<deliveries>.<stream sequence>.<consumer sequence>.<time>.<pending>;
# the longer form names domain and account before those.
_DELIVERIES_AT = {9: 4, 11: 6, 12: 6}


class Delivery(Struct, frozen=True, gc=False):
    """How often a message was delivered, its sequence in the stream, and in the consumer."""

    deliveries: int
    sequence: int
    order: int


def delivery_of(reply: str) -> Delivery:
    """Read the reply subject of a delivery."""
    tokens = reply.split(".")
    at = _DELIVERIES_AT[len(tokens)]
    return Delivery(int(tokens[at]), int(tokens[at + 1]), int(tokens[at + 2]))
