"""Dialogs: a title, what is in them, and that they go when they were answered."""

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui


@contextmanager
def window(title: str, width: int = 32) -> Iterator[tuple[ui.dialog, ui.card]]:
    """Draw a dialog so many rem wide that a click beside it does not close; Escape leaves it."""
    with ui.dialog().props("no-backdrop-dismiss") as dialog:
        dialog.props["aria-label"] = title
        with ui.card().style(f"min-width: {width}rem") as card:
            heading(title)
            yield dialog, card


def heading(title: str) -> None:
    """Draw the title of a dialog."""
    ui.label(title).classes("text-h6").props('role="heading" aria-level="2"')


async def answer(dialog: ui.dialog) -> object:
    """Wait for what a dialog is answered with and take it off the page; None when it was left."""
    said: object = await dialog
    put_away(dialog)
    return said


def put_away(dialog: ui.dialog) -> None:
    """Take a dialog off the page, unless its page went first."""
    if not dialog.is_deleted:
        dialog.delete()
