"""Rows: one command that leads to one fact, as a person waits for it."""

import asyncio
from itertools import accumulate

from services.bench import payments
from services.bench.ground import FILER, Ground, connected, desk_of, order
from services.bench.peer import Treasury, peer
from services.bench.percentile import percentiles
from services.bench.raw import Raw
from services.bench.rounds import awaiting, in_thread, interleaved
from services.bench.row import Row, compared
from services.bench.target import Target
from services.decision import Command
from services.desk.desk import Desk
from services.project.plan import SetSpendingPlan
from services.project.registration import RegisterProject

PROJECTS = 100
REPEATS = 300  # commands in a round
QUICK_REPEATS = 60


async def rows(ground: Ground) -> list[Row]:
    """Compare a command with one guarded publish of the same bytes, and with a load and a save."""
    repeats = QUICK_REPEATS if ground.quick else REPEATS
    async with desk_of(ground) as desk, connected(ground) as client:
        raw = await Raw.on(client)
        await asyncio.to_thread(_register, desk)
        body = await asyncio.to_thread(_one_body, desk)
        with peer(ground) as application:
            await asyncio.to_thread(application.register, range(PROJECTS))
            measured = await interleaved(
                {
                    "ours": in_thread(lambda number: _carry_out(desk, _planned(number)), repeats),
                    "limit": awaiting(
                        lambda number: raw.guarded(f"bench.{number % PROJECTS}", body), repeats
                    ),
                    "peer": in_thread(lambda number: _saved(application, number), repeats),
                }
            )
    usual, rare = percentiles(measured, 50), percentiles(measured, 99)
    return [
        compared("一条命令一个事实 p50", "微秒", Target(limit_at_most=2, peer_at_least=1), usual),
        compared("一条命令一个事实 p99", "微秒", Target(peer_at_least=1), rare),
    ]


def _register(desk: Desk) -> None:
    for number in range(PROJECTS):
        name = payments.code(number)
        command = RegisterProject(
            fiscal_year=payments.YEAR, project_code=name, name=name, department="D01", unit="U01"
        )
        _carry_out(desk, command)


def _planned(number: int) -> SetSpendingPlan:
    """Make a plan that is not the same twice."""
    return SetSpendingPlan(
        fiscal_year=payments.YEAR,
        project_code=payments.code(number % PROJECTS),
        cumulative_fen=tuple(accumulate([100_000_000 + number] * 12)),
    )


def _carry_out(desk: Desk, command: Command) -> None:
    handled = desk.handle(order(command, FILER))
    if not handled.fresh:
        raise RuntimeError(handled.answer)


def _one_body(desk: Desk) -> bytes:
    """Return the bytes that one command leaves in the ledger."""
    _carry_out(desk, _planned(-1))
    [newest] = desk.ledger.select_notifications(desk.ledger.max_notification_id(), 1)
    return bytes(newest.state)


def _saved(application: Treasury, number: int) -> None:
    application.take([payments.payment(number, number % PROJECTS)])
