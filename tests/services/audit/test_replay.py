from msgspec.structs import replace

from events.subjects import project_id
from services.audit.replay import Replayed, diff
from services.desk.history import empty
from services.project.state import Project
from services.project.task import Task
from tests.services.project.stories import submitted

NAME = project_id("231083", 2021, "P1")


def test_a_state_is_written_alike_whatever_order_its_sets_have() -> None:
    project = submitted().state
    told: list[object] = []
    for levels in (("A", "B", "C", "D", "E", "F"), ("F", "E", "D", "C", "B", "A")):
        task: Task = replace(project.monitoring.task("H1"), passed=frozenset(levels))
        monitoring = replace(project.monitoring, tasks={"H1": task})
        state: Project = replace(project, monitoring=monitoring)
        replayed = Replayed(id=NAME, events=(), history=replace(empty(NAME), state=state))
        found = replayed.state()
        assert isinstance(found, dict)
        told.append(found["monitoring"]["tasks"]["H1"]["passed"])
    assert told == [["A", "B", "C", "D", "E", "F"]] * 2


def test_lists_are_compared_place_by_place_and_plain_values_together() -> None:
    before = {"versions": [[{"name": "a", "weight": "60"}]], "passed": ["L1"], "spans": []}
    after = {
        "versions": [[{"name": "a", "weight": "70"}], [{"name": "b"}]],
        "passed": ["L1", "L2"],
        "spans": [["2021-07-01", None]],
    }
    assert [(one.path, one.before, one.after) for one in diff(before, after)] == [
        ("versions.1.1.weight", "60", "70"),
        ("versions.2", None, [{"name": "b"}]),
        ("passed", ["L1"], ["L1", "L2"]),
        ("spans.1", None, ["2021-07-01", None]),
    ]
