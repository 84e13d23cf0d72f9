"""All groups of rows, one after the other, each on fresh servers."""

import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import uvloop

from services.bench import growth, intake, interactive, loading, views
from services.bench.ground import Ground
from services.bench.row import Row
from services.runtime.cores import one_core
from services.runtime.garbage import look_seldom
from services.runtime.servers import servers
from services.runtime.settings import Settings

GROUPS: Final[dict[str, Callable[[Ground], Awaitable[list[Row]]]]] = {
    "intake": intake.rows,
    "interactive": interactive.rows,
    "loading": loading.rows,
    "growth": growth.rows,
    "views": views.rows,
}


def measure(settings: Settings, groups: Sequence[str], *, quick: bool) -> Iterator[list[Row]]:
    """Yield the rows of each group as they are had; servers and data are gone afterwards."""
    look_seldom()  # as `up` does, and one core for our threads
    for name in groups:
        with tempfile.TemporaryDirectory(prefix="jixiao-bench-") as folder:
            own = replace(settings, data=Path(folder), nats_url=None, database_url=None)
            with servers(own) as running, one_core():
                yield uvloop.run(_rows(name, Ground(running, quick)))


async def _rows(name: str, ground: Ground) -> list[Row]:
    return await GROUPS[name](ground)
