"""Views that know more than the ledger: it lost its end, or an old backup was put back."""

from nats.aio.client import Client

from services.audit.finding import Finding
from services.projector.checkpoint import load
from services.projector.follow import ledger_end
from services.projector.lookup import reading


async def ahead(client: Client, database_url: str) -> list[Finding]:
    """Name the first fact that a view has seen and the ledger lacks."""
    async with reading(database_url) as connection:
        known = (await load(connection)).values()
    furthest = max(known, key=lambda view: view.position, default=None)
    end = await ledger_end(client)  # asked after the views: both go on meanwhile
    if furthest is None or furthest.position <= end:
        return []
    what = (
        f"视图 {furthest.view} 已到第 {furthest.position} 条，台账只到第 {end} 条："
        "末尾缺失，或放回了旧备份"
    )
    return [Finding(sequence=end + 1, what=what)]
