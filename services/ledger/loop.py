"""An event loop on a thread of its own, for callers that have none."""

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TypeVar

from eventsourcing.persistence import InterfaceError

if sys.platform == "win32":  # where there is no uvloop
    from asyncio import new_event_loop
else:
    from uvloop import new_event_loop

Answer = TypeVar("Answer")

FAREWELL = 5.0  # seconds for each thing that is left for the end
PAUSE = 0.2


class LoopThread:
    """Runs coroutines for other threads until closed; InterfaceError afterwards."""

    def __init__(self) -> None:
        self._loop = new_event_loop()
        self._closed = False
        self._lock = threading.RLock()  # the collector may close one while another begins
        self._last: list[Callable[[], Coroutine[object, object, None]]] = []
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[object, object, Answer]) -> Answer:
        """Wait for a coroutine's result from any thread but the loop's own."""
        # `start` would do, but whoever waits for its future is woken twice as slowly.
        ended: SimpleQueue[asyncio.Task[Answer]] = SimpleQueue()
        with self._open_for(work):
            self._loop.call_soon_threadsafe(
                lambda: self._loop.create_task(work).add_done_callback(ended.put)
            )
        try:
            return ended.get().result()
        except asyncio.CancelledError as error:
            raise InterfaceError("the ledger was closed meanwhile") from error

    def start(self, work: Coroutine[object, object, Answer]) -> Future[Answer]:
        """Begin a coroutine."""
        with self._open_for(work):
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    @contextmanager
    def _open_for(self, work: Coroutine[object, object, object]) -> Iterator[None]:
        with self._lock:
            if self._closed:
                work.close()
                raise InterfaceError("the ledger is closed")
            yield

    def at_end(self, last: Callable[[], Coroutine[object, object, None]]) -> None:
        """Have something run on the loop when it is closed."""
        self._last.append(last)

    def close(self) -> None:
        """Do what was left for the end, cancel what still runs and end the thread."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._loop.call_soon_threadsafe(self._loop.stop)
        if threading.current_thread() is not self._thread:  # as when garbage is collected there
            self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(self._wind_up())
        finally:
            self._loop.close()

    async def _wind_up(self) -> None:
        for last in self._last:
            await asyncio.wait({asyncio.ensure_future(last())}, timeout=FAREWELL)
        # The client swallows cancellations while it connects again: it is told until it listens.
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=PAUSE)
