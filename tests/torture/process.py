"""A process that ends with this one, however this one ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from services.runtime import leash
from tests.torture.scenario import Hung

ROOT = Path(__file__).parents[2]


class Process:
    """A program in a session of its own; its output goes to a file."""

    def __init__(
        self, command: list[str], log: Path, environ: dict[str, str] | None = None
    ) -> None:
        tie = [str(int(signal.SIGKILL)), str(os.getpid()), "", str(ROOT)]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", leash.__file__, *tie, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={**os.environ, **(environ or {})},
            )
        self.log = log
        self.command = command

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it as a power cut would; no harm if it has ended."""
        self._process.kill()
        self._process.wait(30)

    def stop(self, within: float = 60.0) -> int:
        """Ask it to end. Raises Hung when it does not; returns how it ended."""
        self._process.terminate()
        return self.wait(within)

    def wait(self, within: float = 60.0) -> int:
        """Wait for its end. Raises Hung."""
        try:
            return self._process.wait(within)
        except subprocess.TimeoutExpired as error:
            self._process.kill()
            self._process.wait(30)
            raise Hung(f"{' '.join(self.command[:3])}: did not end in {within:.0f} s") from error


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module with this interpreter."""
    return [sys.executable, "-m", module, *arguments]


def jixiao(*arguments: str) -> list[str]:
    """Return the command that runs the console script."""
    return [str(Path(sys.executable).with_name("jixiao")), *arguments]
