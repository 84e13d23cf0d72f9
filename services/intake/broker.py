"""A FastStream broker at an address of ours."""

from faststream.nats import NatsBroker
from faststream.nats.security import NatsNKey, NatsSecurity

from services.ledger.address import Address
from services.runtime.log import broker_logger


def broker_at(address: Address) -> NatsBroker:
    """Make a broker; nothing is connected yet."""
    return NatsBroker(
        list(address.servers),
        inbox_prefix=address.inbox,
        security=NatsNKey(address.seed, ssl_context=address.tls)
        if address.seed
        else NatsSecurity(ssl_context=address.tls),
        logger=broker_logger(),
        apply_types=False,
        max_reconnect_attempts=-1,
    )
