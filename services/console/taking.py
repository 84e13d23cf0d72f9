"""A file taken away from the interface without leaving the page."""

import json
from typing import Final

from nicegui import ui

PATIENCE: Final = 60.0  # seconds


async def take(path: str, media: str, name: str) -> None:
    """Have the browser ask the interface for a file and keep it under a name; a no is told."""
    call = ", ".join(json.dumps(one) for one in (path, media, name))
    refused = await ui.run_javascript(f"return await jixiaoTake({call})", timeout=PATIENCE)
    if refused:
        ui.notify(str(refused), type="negative")
