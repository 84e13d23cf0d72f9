"""Official forms at the pages: handed out as files, and taken back for the project of the page."""

from nicegui import ui

from events.subjects import AggregateId
from services.api.faulty import Faulty
from services.console.seen import Seen
from services.console.taking import LOOK, fetch
from services.forms.catalogue import FORMS, received
from services.forms.grid import FaultyForm
from services.project.command import ProjectCommand
from services.refusal import Refused


def offer(name: AggregateId, form: str, key: str) -> None:
    """Draw the button that takes a form away by the interface, which notes that it was taken."""
    made = FORMS[form]
    path = f"/api/v1/histories/{name.name}/forms/{form}/{key}"

    async def take() -> None:
        await fetch(path, made.media, f"{name.code}-{key}-{made.title}{made.suffix}")

    ui.button(made.title, on_click=take).props(LOOK)


def take_in(seen: Seen, content: bytes) -> ProjectCommand:
    """Read an uploaded form of the page's project. Raises Faulty with every fault by its cell."""
    form = received(content)
    if form.id != seen.id:
        raise Refused(f"这是 {form.id.name} 的表，不是 {seen.id.name} 的表")
    try:
        return form.command(seen.project)
    except FaultyForm as faulty:
        raise Faulty(*faulty.faults) from faulty
