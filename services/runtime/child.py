"""A server process of ours, which ends when we do, however we end."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from services.runtime import leash
from services.runtime.cores import any_core
from services.runtime.folder import Held
from services.runtime.trouble import ServerFailed

T = TypeVar("T")

_READY_WITHIN = 120.0  # seconds; a large store is checked or recovered first
_STOPPED_WITHIN = 20.0
_LOG_LIMIT = 8 << 20  # bytes; looked at when a server starts, both are quiet while they run


@dataclass(frozen=True)
class Died:
    """A server that ended although nobody asked it to."""

    name: str
    code: int
    log: Path

    def __str__(self) -> str:
        return f"{self.name} 意外退出（代码 {self.code}），原因见 {self.log}"


class Child:
    """One process on a leash; its output goes to a log file, its locks are ours."""

    def __init__(
        self,
        name: str,
        command: list[str],
        held: Held,
        *,
        on_death_of_parent: signal.Signals,
        owner: tuple[int, int] | None = None,
    ) -> None:
        if threading.current_thread() is not threading.main_thread():
            # The kernel sends the signal when the *thread* that forked ends, not the process.
            raise RuntimeError("servers are started from the main thread only")
        self.name = name
        self._log = held.path / f"{name}.log"
        who = f"{owner[0]}:{owner[1]}" if owner else ""
        tie = [str(int(on_death_of_parent)), str(os.getpid()), who, str(held.path)]
        environ = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        if self._log.exists() and self._log.stat().st_size > _LOG_LIMIT:
            self._log.replace(self._log.with_suffix(".log.old"))
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [sys.executable, "-I", "-S", leash.__file__, *tie, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**environ, "TZ": "UTC"},
                pass_fds=[held.lock],
                start_new_session=True,  # a terminal's Ctrl-C is for us; we stop them in order
            )
        any_core(self._process.pid)

    @property
    def pid(self) -> int:
        return self._process.pid

    def died(self) -> Died | None:
        """Return what is known if the process has ended."""
        code = self._process.poll()
        return None if code is None else Died(self.name, code, self._log)

    def until(self, probe: Callable[[], T | None]) -> T:
        """Wait for the probe's first answer. Raises ServerFailed if the process ends before it."""
        deadline = time.monotonic() + _READY_WITHIN
        while (answer := probe()) is None:
            if died := self.died():
                raise ServerFailed(f"{died}。最后几行：\n{self._last_words()}")
            if time.monotonic() > deadline:
                raise ServerFailed(f"{self.name} {_READY_WITHIN:.0f} 秒内没有就绪，见 {self._log}")
            time.sleep(0.01)
        return answer

    def finish(self) -> None:
        """Wait for a command that ends by itself. Raises ServerFailed if it fails."""
        try:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_READY_WITHIN)
        finally:
            self.stop(signal.SIGTERM)  # it was not done in time, or we were interrupted
        if (died := self.died()) and died.code:
            raise ServerFailed(f"{died}。最后几行：\n{self._last_words()}")

    def stop(self, how: signal.Signals) -> None:
        """Ask the process to end, and make it end if it does not."""
        try:
            self._process.send_signal(how)
            self._process.wait(_STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _last_words(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-8:])


async def first_to_die(children: tuple[Child, ...]) -> Died:
    """Wait until one of them ends by itself; for ever if there are none."""
    while True:
        for child in children:
            if died := child.died():
                return died
        await asyncio.sleep(0.25)
