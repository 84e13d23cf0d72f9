"""Rows: the three answers people ask for most, each on a connection of its own."""

from collections.abc import Callable
from time import perf_counter
from typing import Final

from msgspec import Struct

from projections import clawback, ranking, trail
from projections.view import Lookup, Which
from services.bench import history
from services.bench.ground import Ground
from services.bench.payments import DIVISION, YEAR
from services.bench.percentile import percentile
from services.bench.row import Row, row
from services.bench.target import Target
from services.projector.lookup import ask, reading

PAGE: Final = 50
TARGET: Final = Target(ours_at_most=30)
_YEAR: Final = Which(division=DIVISION, year=YEAR)


async def rows(ground: Ground, projects: int, questions: int) -> list[Row]:
    """Ask each question often; pages are taken from the whole list."""

    def page(number: int) -> Lookup[clawback.Clawback]:
        offset = number * 7919 * PAGE % projects
        which = Which(division=DIVISION, year=YEAR, limit=PAGE, offset=offset)
        return clawback.show(which, round=history.ROUND)

    def places(_: int) -> Lookup[ranking.Ranking]:
        return ranking.show(_YEAR)

    def busiest(_: int) -> Lookup[trail.Trail]:
        return trail.show(Which(division=DIVISION, year=YEAR, project=history.BUSY.code))

    return [
        await _asked(ground, f"查询：{history.DEPARTMENTS:,} 个部门的排名", places, questions),
        await _asked(ground, f"查询：{projects:,} 个项目的收回清单，每页 {PAGE}", page, questions),
        await _asked(ground, f"查询：{history.MANY:,} 条事实的项目轨迹", busiest, questions),
    ]


async def _asked(
    ground: Ground, name: str, question: Callable[[int], Lookup[Struct]], questions: int
) -> Row:
    taken: list[float] = []
    for number in range(questions):
        lookup = question(number)
        began = perf_counter()
        async with reading(ground.running.database_url) as views:
            answer = await ask(views, lookup)
        taken.append((perf_counter() - began) * 1e3)
        if not answer:
            raise RuntimeError(f"{name}: nothing was found")
    return row(f"{name}，p99", "毫秒", TARGET, ours=percentile(taken, 99))
