"""All processes of a load together, to be started, killed one by one, and stopped."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.torture.process import Process, python
from tests.torture.scenario import until


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How heavy the load is: messages a second, and seconds each writer rests."""

    seed: int
    projects: int = 20
    rate: float = 40.0
    writers: int = 2
    pause: float = 0.05
    replicas: int = 1


class Crowd:
    """One upstream system and several writers on the same projects."""

    def __init__(self, url: str, folder: Path, shape: Shape) -> None:
        self._shape = shape
        self._folder = folder
        self._log = folder / "load.log"
        self._url = url
        self.upstream_journals: list[Path] = []
        self.writer_journals = [folder / f"writer-{n}.jsonl" for n in range(shape.writers)]
        self._since: dict[Path, int] = {}
        self._upstream = self._start_upstream()
        self._writers = [self._start_writer(number) for number in range(shape.writers)]

    @property
    def writers(self) -> int:
        return self._shape.writers

    def heard(self, kind: str) -> int:
        """How many lines of a kind were written since the load has had this address."""
        label = f'"{kind}": '.encode()
        journals = [path for path in self._journals() if path.exists()]
        return sum(p.read_bytes()[self._since.get(p, 0) :].count(label) for p in journals)

    def await_progress(self, within: float = 150.0) -> None:
        """Wait until new receipts and new answers have come. Raises Hung.

        A message in the hands of somebody who was killed comes again after half a minute, and
        after half a minute more when its consumer has another leader by then.
        """
        for kind in ("receipt", "answer"):
            until(partial(self._more, kind, self.heard(kind)), f"another {kind}", within)

    def _more(self, kind: str, than: int) -> bool:
        return self.heard(kind) > than

    def kill_writer(self, number: int) -> None:
        """Kill one writer and start it again on its journal."""
        self._writers[number].kill()
        self._writers[number] = self._start_writer(number)

    def move(self, url: str) -> None:
        """Kill all of it and go on at another address, on the same journals."""
        self.kill()
        self._url = url
        self._since = {p: p.stat().st_size for p in self._journals() if p.exists()}
        self._upstream = self._start_upstream()
        self._writers = [self._start_writer(number) for number in range(self.writers)]

    def stop(self) -> None:
        """End the load when everything given is answered. Raises Hung."""
        for process in (*self._writers, self._upstream):
            if process.code is not None:
                raise RuntimeError(f"the load ended by itself, see {process.log}")
        for process in (*self._writers, self._upstream):
            process.send(signal.SIGTERM)
        for process in (*self._writers, self._upstream):
            process.wait(120)

    def kill(self) -> None:
        """End it at once."""
        for process in (*self._writers, self._upstream):
            process.kill()

    def _journals(self) -> list[Path]:
        return [*self.upstream_journals, *self.writer_journals]

    def _start_upstream(self) -> Process:
        # One that was killed does not know what it has sent: the next one has its own numbers.
        shape, turn = self._shape, len(self.upstream_journals)
        journal = self._folder / f"upstream-{turn}.jsonl"
        self.upstream_journals.append(journal)
        numbers = (str(shape.seed + turn), str(shape.projects), str(shape.rate))
        command = python("tests.torture.load.upstream", self._url, str(journal), *numbers)
        return Process(command, self._log)

    def _start_writer(self, number: int) -> Process:
        shape = self._shape
        numbers = (number, shape.projects, shape.pause, shape.replicas)
        journal = self.writer_journals[number]
        command = python("tests.torture.load.writer", self._url, str(journal), *map(str, numbers))
        return Process(command, self._log)


@contextmanager
def crowd(url: str, folder: Path, shape: Shape) -> Iterator[Crowd]:
    """Keep a load running; whatever is left of it at the end is killed."""
    with ExitStack() as stack:
        one = Crowd(url, folder, shape)
        stack.callback(one.kill)
        yield one
