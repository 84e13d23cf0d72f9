"""A pull subscription that never loses the beginning of a batch to a time-out.

nats-py ends some fetches with a bare ``TimeoutError`` that FastStream takes for a crash: what it
had collected until then would only come again after the acknowledgement wait.
"""

from typing import TYPE_CHECKING

import nats.errors
from nats.aio.msg import Msg
from nats.js.client import JetStreamContext

if TYPE_CHECKING:
    from faststream.nats.subscriber.usecases import BatchPullStreamSubscriber


class Fetching:
    """Stands in for a pull subscription, with the one error FastStream expects."""

    def __init__(self, subscription: JetStreamContext.PullSubscription) -> None:
        """Wrap a subscription."""
        self._subscription = subscription

    @classmethod
    def mend(cls, subscriber: "BatchPullStreamSubscriber") -> None:
        """Put the wrapper in the place of a started subscriber's subscription."""
        if subscriber.subscription is None:
            raise RuntimeError("the subscriber is not started")
        subscriber.subscription = cls(subscriber.subscription)  # type: ignore[assignment]  # same fetch, same unsubscribe

    async def fetch(self, batch: int, timeout: float | None) -> list[Msg]:  # noqa: ASYNC109 the library's signature
        """Fetch; ``nats.errors.TimeoutError`` when nothing came."""
        try:
            return await self._subscription.fetch(batch=batch, timeout=timeout)
        except TimeoutError as error:
            raise nats.errors.TimeoutError from error

    async def unsubscribe(self) -> None:
        """End the subscription."""
        await self._subscription.unsubscribe()
