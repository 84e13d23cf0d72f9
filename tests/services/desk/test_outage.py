import time
from contextlib import closing
from pathlib import Path

import pytest
from eventsourcing.persistence import OperationalError

from services.desk.desk import Desk
from tests.services.desk.bureau import adopt, code, done, order, project, register, stored, suspect
from tests.services.desk.outage import mortal


def test_without_nats_a_command_fails_in_time_and_works_again_afterwards(tmp_path: Path) -> None:
    with mortal(tmp_path) as server, closing(Desk(server.url)) as desk:
        name = code()
        adopt(desk)
        done(desk, register(name))
        command = order(suspect(name))
        server.kill()
        began = time.monotonic()
        with pytest.raises(OperationalError):
            desk.handle(command)
        assert time.monotonic() - began < 60
        server.start()
        first = desk.handle(command)
        assert (first.answer.outcome, len(stored(desk, project(name)))) == ("accepted", 2)
        assert desk.handle(command).answer == first.answer


def test_what_was_recorded_survives_the_death_of_the_server(tmp_path: Path) -> None:
    with mortal(tmp_path) as server:
        with closing(Desk(server.url)) as desk:
            name = code()
            adopt(desk)
            command = order(register(name))
            first = desk.handle(command)
        server.kill()
        server.start()
        with closing(Desk(server.url)) as desk:
            again = desk.handle(command)
            assert (again.answer, again.fresh) == (first.answer, False)
