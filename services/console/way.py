"""A way to another page of the console."""

from nicegui import ui

from services.console.gate import HOME


def way(words: str, link: str) -> ui.link:
    """Draw a link that :meth:`Sitting.link` gave; NiceGUI adds the prefix of the pages itself."""
    return ui.link(words, link.removeprefix(HOME))
