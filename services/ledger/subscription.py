"""The library's subscription: an iterator that waits."""

import contextlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future

from eventsourcing.persistence import (
    ApplicationRecorder,
    InterfaceError,
    Notification,
    Subscription,
)

from services.ledger.loop import LoopThread
from services.ledger.reading import Record
from services.ledger.tail import Tail


class LedgerSubscription(Subscription[ApplicationRecorder]):
    """Iterates over notifications, waiting for new ones until stopped from any thread."""

    def __init__(
        self,
        recorder: ApplicationRecorder,
        loop: LoopThread,
        tail: Tail,
        read: Callable[[list[Record]], list[Notification]],
    ) -> None:
        super().__init__(recorder=recorder)
        self._loop = loop
        self._tail = tail
        self._read = read
        self._ready: deque[Notification] = deque()
        self._waiting: Future[list[Record]] | None = None

    def stop(self) -> None:
        """End the iteration, also one that is waiting in another thread."""
        super().stop()
        waiting = self._waiting
        if waiting is not None:
            waiting.cancel()

    def __exit__(self, *args: object, **kwargs: object) -> None:
        super().__exit__(*args, **kwargs)
        with contextlib.suppress(InterfaceError):  # closed before: nothing is left to give back
            self._loop.run(self._tail.close())

    def __next__(self) -> Notification:
        while not self._has_been_stopped:
            if self._ready:
                return self._ready.popleft()
            self._waiting = self._loop.start(self._tail.page())
            if self._has_been_stopped:  # stopped between the two lines above
                self._waiting.cancel()
            with contextlib.suppress(CancelledError):
                self._ready.extend(self._read(self._waiting.result()))
        raise StopIteration
