"""Rows: what a load and an append cost as the projects grow in number."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from services.bench import payments
from services.bench.ground import Ground, desk_of, pay
from services.bench.percentile import percentiles
from services.bench.rounds import Contender, in_thread, interleaved, timed
from services.bench.row import Row, row
from services.bench.target import Target
from services.desk.desk import BATCH, Desk
from services.runtime.folder import hold
from services.runtime.nats import nats_server
from services.runtime.servers import Servers

SIZES = (1_000, 20_000, 200_000)
QUICK_SIZES = (100, 1_000, 5_000)
REPEATS = 200
QUICK_REPEATS = 30
TARGET = Target(limit_at_most=1.3)


async def rows(ground: Ground) -> list[Row]:
    """Compare servers that hold ever more projects, all of them up at once."""
    sizes = QUICK_SIZES if ground.quick else SIZES
    repeats = QUICK_REPEATS if ground.quick else REPEATS
    async with AsyncExitStack() as stack:
        desks: dict[int, Desk] = {}
        for size in sizes:
            url = stack.enter_context(_server())
            desks[size] = await stack.enter_async_context(
                desk_of(Ground(Servers(url, ""), ground.quick))
            )
            await asyncio.to_thread(_fill, desks[size], size)
        loads = await interleaved(
            {str(size): _loads(desk, size, repeats) for size, desk in desks.items()}
        )
        appends = await interleaved(
            {str(size): _appends(desk, size, repeats) for size, desk in desks.items()}
        )
    few, *more = map(str, sizes)
    return [
        row(
            f"{int(many):,} 个项目时{what}，以 {int(few):,} 个时为极限",
            "微秒",
            TARGET,
            ours=found[many],
            limit=found[few],
        )
        for what, found in (("读取", percentiles(loads, 50)), ("追加", percentiles(appends, 50)))
        for many in more
    ]


@contextmanager
def _server() -> Iterator[str]:
    """Start a ledger's server of its own; its data are gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="jixiao-bench-") as folder,
        hold(Path(folder)) as held,
        nats_server(held, None) as server,
    ):
        yield server.url()


def _fill(desk: Desk, size: int) -> None:
    """Give each project its first fact."""
    for first in range(0, size, BATCH):
        numbers = range(first, min(first + BATCH, size))
        pay(desk, [payments.payment(number, number) for number in numbers])


def _loads(desk: Desk, size: int, repeats: int) -> Contender[list[float]]:
    """Read a project that is not in memory, whichever it is."""
    return in_thread(
        lambda number: desk.from_ledger([payments.project(_any(number, size))]), repeats
    )


def _appends(desk: Desk, size: int, repeats: int) -> Contender[list[float]]:
    """Append to a project that was just read, whichever it is."""

    async def contender(number: int) -> list[float]:
        first = number * repeats
        chosen = [payments.project(_any(step, size)) for step in range(first, first + repeats)]
        await asyncio.to_thread(lambda: desk.from_ledger(chosen))
        return await asyncio.to_thread(timed, append, first, repeats)

    def append(step: int) -> None:
        pay(desk, [payments.payment(size + step, _any(step, size))])

    return contender


def _any(step: int, size: int) -> int:
    """Choose a project far from the one before, the same ones in every run."""
    return step * 7919 % size
