"""Dialogs that go when they were answered."""

from nicegui import ui


async def answer(dialog: ui.dialog) -> object:
    """Wait for what a dialog is answered with and take it off the page; None when it was left."""
    said: object = await dialog
    put_away(dialog)
    return said


def put_away(dialog: ui.dialog) -> None:
    """Take a dialog off the page, unless its page went first."""
    if not dialog.is_deleted:
        dialog.delete()
