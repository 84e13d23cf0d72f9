"""A rehearsal says what a command would lead to, and writes nothing."""

import pytest
from msgspec.structs import replace

from events.registration import ProjectRegistered
from services.desk.desk import Desk
from services.refusal import Conflict, Refused
from tests.services.desk.bureau import alone, code, done, order, project, register, stored, suspect
from tests.services.project.given import FILER


def test_a_rehearsal_says_what_would_be_recorded_and_records_nothing(desk: Desk) -> None:
    name = code()
    asked = order(register(name))
    rehearsed: list[object] = []
    assert alone(desk, lambda: rehearsed.extend(desk.rehearse(asked))) == 0
    [fact] = rehearsed
    assert isinstance(fact, ProjectRegistered)
    assert stored(desk, project(name)) == []
    assert desk.handle(asked).fresh
    assert [event.fact for event in stored(desk, project(name))] == [fact]


def test_what_would_be_refused_is_refused(desk: Desk) -> None:
    name = code()
    done(desk, register(name))
    with pytest.raises(Refused) as refused:
        desk.rehearse(order(suspect(name), FILER))
    assert refused.value.clause == "LY-24"


def test_a_past_version_is_a_conflict(desk: Desk) -> None:
    name = code()
    done(desk, register(name))
    late = replace(order(register(name)), expected_version=0)
    with pytest.raises(Conflict):
        desk.rehearse(late)
