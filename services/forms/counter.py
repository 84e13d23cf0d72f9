"""The counter where forms are handed out and taken in, on the facts as they are."""

from events.subjects import AggregateId
from services.audit.replay import replay
from services.desk.desk import Desk
from services.forms.catalogue import FORMS, Asked, Received
from services.project.command import ProjectCommand
from services.project.state import Project
from services.refusal import Refused


def hand_out(desk: Desk, form: str, asked: Asked) -> bytes:
    """Make a form from what is recorded now; ``Refused`` when there is nothing to fill it from."""
    if form not in FORMS:
        raise Refused(f"没有表 {form}：可用 {'、'.join(FORMS)}")
    replayed = replay(desk, asked.id)
    project = _project(replayed.history.state, asked.id)
    return FORMS[form].make(project, [event.fact for event in replayed.events], asked)


def take_in(desk: Desk, form: Received) -> ProjectCommand:
    """Read an uploaded form as a command; nothing is recorded by this."""
    return form.command(_project(desk.history(form.id).state, form.id))


def _project(state: object, name: AggregateId) -> Project:
    if not isinstance(state, Project):
        raise Refused(f"{name.name} 不是项目")
    return state
