"""Backups while messages arrive: whole appends, and nothing counted without its fact."""

import asyncio
from contextlib import closing
from pathlib import Path
from threading import Thread

from events.subjects import INTAKE_STREAM
from services.backup.snapshot import copy_out
from services.backup.take import take
from services.desk.desk import Desk
from services.intake.app import Intake
from tests.services.backup.house import (
    backed_up,
    house,
    put_back,
    recorded,
    served,
    waiting,
    wired,
)
from tests.services.desk.bureau import code, upstream_facts
from tests.services.intake.upstream import message, perform, until, upstream

COUNT = 2500
DISTINCT = 2200


async def taken_up(url: str, desk: Desk) -> None:
    async def answered() -> bool:
        return not await waiting(url)

    async with Intake(url, desk):
        await until(answered)


def test_what_was_taken_has_its_fact_and_what_was_not_comes_again(tmp_path: Path) -> None:
    names = [code() for _ in range(5)]
    bodies = [message(names[i % 5], f"V{i % DISTINCT}") for i in range(COUNT)]
    backups = [tmp_path / f"backup{number}" for number in range(2)]

    async def scene(url: str, desk: Desk) -> None:
        async with upstream(url) as system, Intake(url, desk):
            publishing = asyncio.create_task(system.tell(*bodies, b"{"))
            for folder in backups:
                await backed_up(url, folder)
            await publishing

    with house(tmp_path / "house") as (url, desk):
        perform(scene(url, desk))
        kept = asyncio.run(recorded(url, 10**9))
    positions = []
    for folder in backups:
        manifest = put_back(folder, data := tmp_path / f"data-{folder.name}")
        positions.append(manifest.position)
        with served(data) as url, closing(Desk(url)) as desk:
            again = asyncio.run(recorded(url, 10**9))
            assert again == kept[: manifest.position]
            perform(taken_up(url, desk))
            received = asyncio.run(recorded(url, 10**9, INTAKE_STREAM))
            distinct = {record.body for record in received} - {b"{"}
            facts = [fact for name in names for fact in upstream_facts(desk, name)]
            assert len(facts) == len({fact.document_no for fact in facts}) == len(distinct)
    assert positions == sorted(positions)


def test_what_was_answered_after_the_ledger_was_copied_comes_again(tmp_path: Path) -> None:
    """The receipts of the second half are in the backup, its facts are not."""
    name = code()
    bodies = [message(name, f"V{i}") for i in range(40)]

    async def answered(url: str, desk: Desk, *these: bytes) -> None:
        async with upstream(url) as system, Intake(url, desk):
            await system.tell(*these)

    async def taken(url: str, desk: Desk) -> None:
        def told(what: str, _: int) -> None:
            if what == "JX_OUT" and not second.ident:
                second.start()
                second.join()

        second = Thread(target=lambda: asyncio.run(answered(url, desk, *bodies[20:])))
        async with wired(url) as wire:
            await take(wire, tmp_path / "backup", told)

    with house(tmp_path / "house") as (url, desk):
        perform(answered(url, desk, *bodies[:20]))
        perform(taken(url, desk))
        assert len(upstream_facts(desk, name)) == 40
    manifest = put_back(tmp_path / "backup", tmp_path / "data")
    with served(tmp_path / "data") as url, closing(Desk(url)) as desk:
        assert len(asyncio.run(recorded(url, 10**9))) == manifest.position == 21
        perform(taken_up(url, desk))
        facts = [fact.document_no for fact in upstream_facts(desk, name)]
        assert facts == [f"V{i}" for i in range(40)]


def test_a_copy_never_ends_in_the_middle_of_an_append(tmp_path: Path) -> None:
    async def scene(url: str, desk: Desk) -> None:
        names = [code() for _ in range(2)]
        bodies = [message(names[i % 2], f"V{i}") for i in range(12_000)]
        async with upstream(url) as system, Intake(url, desk), wired(url) as wire:
            publishing = asyncio.create_task(system.tell(*bodies))
            while not publishing.done():
                copy = await copy_out(
                    wire, "JX_EVENTS", tmp_path / "copy", (), progress=lambda _: None
                )
                ends.append(copy.last)
            await publishing
            for end in {end for end in ends if end}:
                found = await system.headers("JX_EVENTS", end)
                assert "Nats-Batch-Id" not in found or "Nats-Batch-Commit" in found

    ends: list[int] = []
    with house(tmp_path / "house") as (url, desk):
        perform(scene(url, desk))
    assert len(set(ends)) > 1
