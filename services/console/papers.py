"""Official forms at the pages: handed out as files, and taken back for the project of the page."""

import asyncio
from datetime import UTC, datetime

from nicegui import ui

from events.subjects import AggregateId
from services.access.logbook import Act
from services.access.sight import may_export
from services.api.noting import note
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.forms.catalogue import FORMS, Asked, received
from services.forms.counter import hand_out
from services.policies.calendar import local_day
from services.project.command import ProjectCommand
from services.refusal import Refused


def offer(sitting: Sitting, name: AggregateId, form: str, key: str) -> None:
    """Draw the button that takes a form away; that it was taken is noted."""

    async def take() -> None:
        with told_here():
            identity = await sitting.still()
            may_export(identity)
            await sitting.rooms.archive.find(identity, name.name)
            await note(
                sitting.rooms.guard, sitting.request, identity, Act.EXPORTED, f"form {form} {key}"
            )
            asked = Asked(id=name, key=key, on=local_day(datetime.now(UTC)))
            content = await asyncio.to_thread(hand_out, sitting.rooms.office.desk, form, asked)
            made = FORMS[form]
            ui.download.content(content, f"{name.code}-{key}-{made.title}{made.suffix}", made.media)

    ui.button(FORMS[form].title, on_click=take).props("flat dense icon=download")


def take_in(seen: Seen, content: bytes) -> ProjectCommand:
    """Read an uploaded form of the page's project. Raises Refused with every fault by its cell."""
    form = received(content)
    if form.id != seen.id:
        raise Refused(f"这是 {form.id.name} 的表，不是 {seen.id.name} 的表")
    return form.command(seen.project)
