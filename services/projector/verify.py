"""Live views against the ledger: folded again to where they are, and compared."""

from collections.abc import Sequence

from msgspec import Struct

from projections.catalogue import VIEWS
from projections.view import View
from services.ledger.connection import Connection as StreamClient
from services.projector import checkpoint as checkpoints
from services.projector.compare import Difference, compare, digest
from services.projector.connection import LIVE
from services.projector.follow import Progress, follow
from services.projector.lookup import reading
from services.projector.workspace import workspace


class Verification(Struct, frozen=True):
    """What was compared at ledger position ``position``; ``blocked`` views could not be."""

    position: int
    digests: dict[str, str]
    blocked: tuple[str, ...]
    difference: Difference | None


async def verify(
    client: StreamClient,
    database_url: str,
    schema: str = LIVE,
    views: Sequence[View[Struct]] = VIEWS,
    *,
    progress: Progress | None = None,
) -> Verification:
    """Fold the ledger again to where the live views are, and compare."""
    async with reading(database_url, schema) as live:
        known = await checkpoints.load(live)
        position = max((view.position for view in known.values()), default=0)
        sound = [v for v in views if v.name in known and known[v.name].position == position]
        async with workspace(database_url, schema, "build", sound, logged=False) as rebuilt:
            await follow(rebuilt.engine, client, position, progress=progress)
            return Verification(
                position=position,
                digests=await digest(live, sound),
                blocked=tuple(sorted(view.name for view in views if view not in sound)),
                difference=await compare(live, rebuilt.connection, sound),
            )
