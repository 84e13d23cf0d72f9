"""A fact that a newer version wrote stops its own history only, and says so."""

import asyncio
import json

from services.desk.desk import Desk
from services.importing import Result, play
from services.office import opened
from services.runtime.servers import Servers
from tests.services.desk.bureau import HAILIN, code, done, order, register, suspect
from tests.services.intake.test_take import poisoned
from tests.services.intake.upstream import message

SENTENCE = "不认识的事实 project.from-the-future.v9"


def fact_line(name: str, no: str) -> bytes:
    said = json.loads(message(name, no))
    said["fact"] = said.pop("kind")
    return json.dumps({**said, "division": HAILIN}).encode()


def test_a_command_on_it_is_refused_and_others_go_on(desk: Desk, empty_nats_url: str) -> None:
    poisoned(empty_nats_url, name := code())
    answer = desk.handle(order(suspect(name))).answer
    assert answer.outcome == "refused"
    assert SENTENCE in answer.reasons[0]
    done(desk, register(code()))


def test_lines_about_it_are_put_aside_one_by_one(
    desk: Desk, empty_nats_url: str, database_url: str
) -> None:
    poisoned(empty_nats_url, strange := code())
    names = [code() for _ in range(3)]
    lines = [fact_line(names[i % 3], f"V{i}") for i in range(9)]
    lines[4] = fact_line(strange, "V4")

    async def scene() -> list[Result]:
        async with opened(Servers(empty_nats_url, database_url)) as office:
            return [result async for result in play(office, lines, "file")]

    results = asyncio.run(scene())
    assert [one.outcome for one in results] == [*["accepted"] * 4, "parked", *["accepted"] * 4]
    assert SENTENCE in results[4].reasons[0]
    assert [one.line for one in results] == [*range(1, 10)]
    done(desk, register(code()))
