"""Two projects with a finished task each, as lookups are asked about them."""

from datetime import date

from events.subjects import project_id
from events.terms import FundTag
from tests.projections.story import finalized, issued, registered, snapshot, submitted
from tests.services.projector.world import World

FORESTRY, WATER = "林业和草原局", "水务局"
TODAY = date(2021, 12, 31)


async def finished(  # noqa: PLR0913 - a whole task in one line
    world: World,
    code: str,
    *,
    base: int,
    executed: int,
    rates: tuple[str, str],
    score: str,
    tags: tuple[FundTag, ...] = (),
    department: str = FORESTRY,
) -> None:
    completion, rate = rates
    await world.append_at_once(
        registered(code, department, tags),
        issued(department=department, tags=tags),
        snapshot(base, executed, rate),
        submitted(completion, rate),
        finalized(completion, rate, score),
        aggregate=project_id("652825", 2020, code),
    )


async def two_projects(world: World) -> None:
    await finished(
        world,
        "P1",
        base=10_000,
        executed=10_000,
        rates=("100.00", "100.00"),
        score="95.04",
        tags=(FundTag.DIRECT, FundTag.SPECIAL_BOND),
    )
    await finished(
        world,
        "P2",
        base=90_000,
        executed=45_000,
        rates=("86.67", "50.00"),
        score="95.05",
        tags=(FundTag.DIRECT,),
        department=WATER,
    )
