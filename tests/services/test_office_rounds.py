"""What the office fills in from the views: the pool of a round, its open items (HL-07, HJ-05)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from msgspec.structs import replace

from events.execution import ExecutionFact
from events.subjects import project_id
from projections import reallocation
from services.clawback_round import CloseRound, FreezeCandidates, OpenRound, ReallocateFunds
from services.decision import Actor, Command
from services.desk.orders import Answer, Order
from services.desk.reports import Report
from services.office import Office, opened
from services.policies.adoption import AdoptPolicy
from services.project.clawback import (
    ConfirmAmount,
    CorrectClawback,
    ExecuteClawback,
    NotifyDepartment,
)
from services.project.registration import RegisterProject
from services.runtime.servers import Servers
from tests.services.project.given import CHIEF, CODE, DEPARTMENT, YEAR, P
from tests.services.project.stories import adjusted, budget, paid

DIVISION = "231083"
DECEMBER = datetime(YEAR, 12, 1, 2, tzinfo=UTC)
GIVE = ReallocateFunds(
    fiscal_year=YEAR,
    round="R1",
    project="P9",
    purpose="防汛",
    document="统1",
    amount_fen=95_000_000,
)
CLOSE = CloseRound(fiscal_year=YEAR, round="R1")


async def ask(office: Office, command: Command, actor: Actor = CHIEF) -> Answer:
    order = Order(id=str(uuid4()), at=DECEMBER, actor=actor, division=DIVISION, command=command)
    return (await office.submit(order)).answer


@pytest.fixture
def at_the_office(
    empty_nats_url: str, database_url: str
) -> Callable[[Callable[[Office], Awaitable[None]]], None]:
    def perform(scene: Callable[[Office], Awaitable[None]]) -> None:
        async def on_stage() -> None:
            servers = Servers(nats_url=empty_nats_url, database_url=database_url)
            async with asyncio.timeout(120), opened(servers) as office:
                await scene(office)

        asyncio.run(on_stage())

    return perform


@pytest.mark.clause("HL-07", "HJ-05", "LY-21")
def test_a_round_gives_what_it_took_and_closes_when_upstream_has_followed(
    at_the_office: Callable[[Callable[[Office], Awaitable[None]]], None],
) -> None:
    async def scene(office: Office) -> None:
        async def report(*facts: ExecutionFact) -> None:
            project = project_id(DIVISION, YEAR, CODE)
            await office.note(
                [Report(project=project, fact=fact, at=DECEMBER, origin="t") for fact in facts]
            )

        first: tuple[Command, ...] = (
            AdoptPolicy(edition="hailin@2021-01-01"),
            RegisterProject(**P, name="道路", department=DEPARTMENT, unit="U01"),
            OpenRound(fiscal_year=YEAR, round="R1"),
        )
        for command in first:
            assert (await ask(office, command)).outcome == "accepted"
        await report(budget(), paid(180_000_000, 11, 1))
        early = await ask(office, GIVE)
        assert "不超过池中余额 0.00 元" in early.reasons[0]
        then: tuple[Command, ...] = (
            FreezeCandidates(fiscal_year=YEAR, round="R1"),
            NotifyDepartment(**P, round="R1"),
            ConfirmAmount(**P, round="R1"),
        )
        for command in then:
            assert (await ask(office, command)).outcome == "accepted"
        lied = replace(CLOSE, unfinished=(), unconfirmed=())
        assert (await ask(office, lied)).reasons == (f"尚未收回或免收：{CODE}，不能结束",)
        taken = ExecuteClawback(**P, round="R1", on=date(YEAR, 12, 1), document_no="收1")
        assert (await ask(office, taken)).outcome == "accepted"
        assert (await ask(office, CLOSE)).reasons == (f"上游尚未核减预算：{CODE}，不能结束",)
        assert (await ask(office, replace(GIVE, pool_fen=10**12))).outcome == "accepted"
        more = replace(GIVE, document="统2", amount_fen=1, pool_fen=10**12)
        assert "不超过池中余额 0.00 元" in (await ask(office, more)).reasons[0]
        [row] = await office.ask(reallocation.show())
        assert (row.round, row.amount_fen, row.pool_fen) == ("R1", 95_000_000, 95_000_000)
        await report(adjusted(-95_000_000, 12, 10, "收1"))
        assert (await ask(office, CLOSE)).outcome == "accepted"

    at_the_office(scene)


def test_a_round_closes_over_what_was_given_back_whole(
    at_the_office: Callable[[Callable[[Office], Awaitable[None]]], None],
) -> None:
    async def scene(office: Office) -> None:
        other = P | {"project_code": "P2"}
        close = replace(CLOSE, round="R2")
        spent = (budget(), paid(180_000_000, 11, 1))
        project = project_id(DIVISION, YEAR, "P2")
        begun: tuple[Command, ...] = (
            RegisterProject(**other, name="道路", department=DEPARTMENT, unit="U01"),
            OpenRound(fiscal_year=YEAR, round="R2"),
        )
        taken: tuple[Command, ...] = (
            FreezeCandidates(fiscal_year=YEAR, round="R2", projects=("P2",)),
            NotifyDepartment(**other, round="R2"),
            ConfirmAmount(**other, round="R2"),
            ExecuteClawback(**other, round="R2"),
        )
        back = CorrectClawback(**other, round="R2", amount_fen=94_999_999, document_no="更1")
        for command in begun:
            assert (await ask(office, command)).outcome == "accepted"
        await office.note(
            [Report(project=project, fact=fact, at=DECEMBER, origin="t") for fact in spent]
        )
        for command in (*taken, back):
            assert (await ask(office, command)).outcome == "accepted"
        assert (await ask(office, close)).reasons == ("上游尚未核减预算：P2，不能结束",)
        last = replace(back, amount_fen=1, document_no="更2")
        assert (await ask(office, last)).outcome == "accepted"
        assert (await ask(office, close)).outcome == "accepted"

    at_the_office(scene)
