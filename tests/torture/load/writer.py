"""A desk of its own whose people give commands until it is stopped.

    python -m tests.torture.load.writer URLS JOURNAL NUMBER PROJECTS PAUSE REPLICAS

Each command is given again, with the same id, until it is answered; after a kill the next one
begins with the command that had no answer. SIGTERM ends it between two commands.
"""

import json
import random
import signal
import sys
import time
import uuid
from pathlib import Path

import msgspec
from eventsourcing.persistence import PersistenceError

from services.desk.desk import Desk
from services.desk.orders import Answer, Order, read_order
from tests.torture.journal import Journal, Line, lines
from tests.torture.load.messages import DIVISION, YEAR, project

GUARDED = 0.3  # of the commands name the version they were decided on
SPACE = uuid.UUID("0b7ce5f4-6a0c-4c1e-9a57-3c8bb0a4f2d1")


class Writer:
    """Gives one command after the other and writes every answer down."""

    def __init__(self, desk: tuple[str, int], journal: Journal, number: int, projects: int) -> None:
        self._url, self._replicas = desk
        self._journal = journal
        self._number = number
        self._projects = projects
        self._desk: Desk | None = None
        self._known: set[str] = set()
        self._seen: dict[str, int] = {}
        self.told = False

    def begin(self) -> None:
        """See to it that the division has rules; a repetition does nothing."""
        chief = {"id": "chief-01", "role": "FIN_APPROVER", "org": "财政局"}
        order = _order("AdoptPolicy", "rules", chief, {"edition": "hailin@2021-01-01"})
        self._answered(-1, read_order(json.dumps(order, ensure_ascii=False).encode()))

    def give(self, count: int) -> None:
        """Give the writer's command of this number until it is answered."""
        chance = random.Random(f"{self._number}/{count}")  # noqa: S311  # no secret
        code = project(chance.randrange(self._projects))
        expected = self._seen.get(code) if chance.random() < GUARDED else None
        answer = self._answered(count, read_order(self._command(count, code, expected)))
        said = msgspec.to_builtins(answer)
        self._journal.write({"answer": count, "project": code, "expected": expected, **said})
        if answer.facts:
            self._seen[code] = answer.facts[-1].version
        elif answer.version is not None:
            self._seen[code] = answer.version

    def _answered(self, count: int, order: Order) -> Answer:
        self._journal.write({"give": count, "id": order.id}, sure=False)
        while True:
            try:
                if self._desk is None:
                    self._desk = Desk(self._url, self._replicas)
                return self._desk.handle(order).answer
            except (PersistenceError, OSError) as error:
                self._journal.write({"unsure": count, "why": str(error)}, sure=False)
                time.sleep(0.1)

    def _command(self, count: int, code: str, expected: int | None) -> bytes:
        staff = {"id": f"perf-{self._number:02}", "role": "PERF_SECTION_OFFICER", "org": "财政局"}
        data: dict[str, object] = {"fiscal_year": YEAR, "project_code": code}
        if code in self._known:
            what = "OpenCase"
            data |= {"violation": "DIVERSION", "evidence": f"举报 {self._number}/{count}"}
        else:
            what = "RegisterProject"
            data |= {"name": f"项目 {code}", "department": "交通局", "unit": "公路中心"}
            self._known.add(code)
        order = _order(what, f"{self._number}/{count}", staff, data)
        if expected is not None:
            order["expected_version"] = expected
        return json.dumps(order, ensure_ascii=False).encode()

    def stop(self, *_: object) -> None:
        self.told = True


def _order(what: str, name: str, actor: dict[str, str], data: dict[str, object]) -> Line:
    return {
        "command": what,
        "id": str(uuid.uuid5(SPACE, name)),
        "at": "2021-06-01T09:00:00+08:00",
        "actor": actor,
        "division": DIVISION,
        "data": data,
    }


def main() -> None:
    url, path, number, projects, pause, replicas = sys.argv[1:]
    journal = Path(path)
    answered = [line["answer"] for line in lines(journal) if "answer" in line]
    count = max((one for one in answered if isinstance(one, int)), default=-1)
    with Journal(journal) as opened:
        writer = Writer((url, int(replicas)), opened, int(number), int(projects))
        signal.signal(signal.SIGTERM, writer.stop)
        writer.begin()
        while not writer.told:
            count += 1
            writer.give(count)
            time.sleep(float(pause))


if __name__ == "__main__":
    main()
