"""``jixiao up`` as its supervisor sees it, and the last look at what it kept."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.torture.checker import views
from tests.torture.checker.received import executed
from tests.torture.checker.settled import await_intake
from tests.torture.checker.whole import check
from tests.torture.load.crowd import Crowd
from tests.torture.process import Process, jixiao
from tests.torture.scenario import Findings, until

READY = "已就绪"


@dataclass(frozen=True)
class Elsewhere:
    """Servers that are not the house's own; empty addresses mean its own."""

    nats_url: str = ""
    database_url: str = ""
    replicas: int = 1


class House:
    """The process people run; on servers of its own, or on the ones that are named."""

    def __init__(
        self,
        data: Path,
        logs: Path,
        elsewhere: Elsewhere | None = None,
        *,
        begun: bool = True,
    ) -> None:
        self.data = data
        named = elsewhere or Elsewhere()
        self._environ = {
            "JIXIAO_NATS_URL": named.nats_url,
            "JIXIAO_DATABASE_URL": named.database_url,
            "JIXIAO_REPLICAS": str(named.replicas),
        }
        self._logs = logs
        self._log = logs / "up.log"
        self._starts = 0
        self._program = jixiao
        self._process = self._start() if begun else None

    @property
    def process(self) -> Process:
        """The process of ``up``."""
        if self._process is None:
            raise RuntimeError("up was not started")
        return self._process

    def again(self) -> None:
        """Start it again, as a supervisor does; it must have ended."""
        self._process = self._start()

    def upgrade(self, program: Callable[..., list[str]]) -> None:
        """Stop it and run another version in its place from now on. Raises Hung."""
        self.process.stop()
        self._program = program
        self.again()

    def kill(self) -> None:
        self.process.kill()

    def supervised(self) -> Findings:
        """Start it again if it has ended, which nobody has asked it to."""
        code = self.process.code
        if code is None:
            return Findings()
        self.again()
        return Findings(broken=1, notes=[f"up ended by itself with {code}, see {self._log}"])

    def await_ready(self, within: float = 120.0) -> None:
        """Wait until it says that it works. Raises Hung."""
        until(self.ready, f"up ready, see {self._log}", within)

    def ready(self) -> bool:
        return READY in self.said()

    def said(self) -> str:
        """Return what it has said since it was last started."""
        text = self._log.read_text("utf-8", "replace")
        return text.rpartition(f"--{self._starts}--")[2]

    def run(self, *words: str, within: float = 240.0) -> tuple[int, str]:
        """Run another command on the same servers to its end. Raises Hung."""
        log = self._logs / f"{words[0]}.log"
        log.unlink(missing_ok=True)
        process = Process(self._program(*words, "--data", str(self.data)), log, self._environ)
        return process.wait(within), log.read_text("utf-8", "replace")

    def _start(self) -> Process:
        self._starts += 1
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"--{self._starts}--\n")
        return Process(self._program("up", "--data", str(self.data)), self._log, self._environ)


def last_look(house: House, crowd: Crowd, nats_url: str, database_url: str) -> Findings:
    """End the load, let everything settle, and check all of it. Raises Hung.

    The house must be running; it is left stopped.
    """
    crowd.stop()
    found = house.supervised()
    await_intake(nats_url)
    found.add(done(house, "verify"))
    checked, facts = check(nats_url, crowd.upstream_journals, crowd.writer_journals)
    found.add(checked)
    found.add(views.compare_sums(database_url, executed(facts)))
    before = views.digests(database_url)
    found.add(done(house, "rebuild"))
    found.views_equal_rebuild = before == views.digests(database_url)
    if code := house.process.stop():
        found.broken += 1
        found.notes.append(f"up ended with {code} when it was told to")
    return found


def done(house: House, *words: str) -> Findings:
    """Run a command that has to end well. Raises Hung."""
    code, said = house.run(*words)
    notes = [f"{' '.join(words)} ended with {code}: {said[-500:]}"] if code else []
    return Findings(broken=len(notes), notes=notes)


def kill_child(data: Path, name: str) -> None:
    """Kill one of the servers that ``up`` keeps in the folder."""
    if name == "postgres":
        pid = int((data / "postgres" / "postmaster.pid").read_text().split()[0])
    else:
        [ports] = (data / "nats").glob("*.ports")
        pid = int(ports.stem.rpartition("_")[2])
    os.kill(pid, signal.SIGKILL)
