"""A pull subscription that never loses the beginning of a batch to a time-out.

nats-py ends some fetches with a bare ``TimeoutError`` that FastStream takes for a crash: what it
had collected until then would only come again after the acknowledgement wait. While the consumer
is gone the server says so at once: asked again and again without a pause, for nothing.
"""

import asyncio
from typing import TYPE_CHECKING, Final

import nats.errors
import structlog
from nats.aio.msg import Msg
from nats.js.client import JetStreamContext

if TYPE_CHECKING:
    from faststream.nats.subscriber.usecases import BatchPullStreamSubscriber

PAUSE: Final = 1.0  # seconds until a server or a consumer that is away is asked again

log = structlog.get_logger("intake")


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
        """Fetch; ``nats.errors.TimeoutError`` when nothing came, whatever the reason."""
        try:
            return await self._subscription.fetch(batch=batch, timeout=timeout)
        except TimeoutError as error:
            raise nats.errors.TimeoutError from error
        except nats.errors.Error as error:
            log.warning("nothing can be fetched", error=repr(error), again_in=PAUSE)
            await asyncio.sleep(PAUSE)
            raise nats.errors.TimeoutError from error

    async def unsubscribe(self) -> None:
        """End the subscription."""
        await self._subscription.unsubscribe()
