"""One batch without the broker: every message gets the receipt it deserves."""

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime

import nats
import pytest
from structlog.testing import capture_logs

from events.subjects import EVENTS, intake_subject
from services.desk.desk import Desk
from services.intake.intake import Incoming, Opened, Receipt, opened, take
from tests.services.desk.bureau import HAILIN, code, end, project, stored, upstream_facts
from tests.services.intake.upstream import message

NOW = datetime(2021, 6, 1, 4, tzinfo=UTC)


def incoming(*bodies: bytes, first: int = 1, division: str = HAILIN) -> list[Opened]:
    subject = intake_subject(division)
    return [
        opened(Incoming(sequence=sequence, subject=subject, body=body))
        for sequence, body in enumerate(bodies, first)
    ]


def taken(desk: Desk, *bodies: bytes, division: str = HAILIN) -> list[Receipt]:
    return take(desk, incoming(*bodies, division=division), NOW)


def poisoned(url: str, name: str, tag: str = "project.from-the-future.v9") -> None:
    """Put a fact into a project's history that nobody here can read: it has no content."""
    body = {
        "specversion": "1.0",
        "id": "01",
        "source": "/jixiao/231083",
        "type": tag,
        "subject": str(project(name)),
        "time": "2021-01-01T00:00:00Z",
        "datacontenttype": "application/json",
        "version": 1,
        "actor": "a",
        "actorrole": "CLOCK",
        "actororg": "b",
        "commandid": "c",
        "data": {},
    }

    async def publish() -> None:
        client = await nats.connect(url)
        await client.jetstream().publish(f"{EVENTS}.{project(name)}", json.dumps(body).encode())
        await client.close()

    asyncio.run(publish())


def test_every_message_gets_a_receipt_in_its_place(desk: Desk) -> None:
    name = code()
    bodies = (
        message(name, "V1"),
        b"{",
        message(name, "V1"),
        message(name, "V1", 101),
        message(name, "V2", line_no=7, revision=3, kind="refunded"),
    )
    receipts = taken(desk, *bodies)
    assert [one.outcome for one in receipts] == [
        "accepted",
        "parked",
        "duplicate",
        "parked",
        "accepted",
    ]
    assert [one.received for one in receipts] == [1, 2, 3, 4, 5]
    [first, second] = stored(desk, project(name))
    assert receipts[0].event_id == first.envelope.id
    last = receipts[-1]
    assert (last.event_id, last.aggregate, last.version) == (
        second.envelope.id,
        str(project(name)),
        2,
    )
    assert (last.document_no, last.line_no, last.revision, last.kind) == ("V2", 7, 3, "refunded")
    assert (receipts[1].reason, receipts[1].source_system) == ("JSON 不完整", "unknown")
    assert receipts[3].reason.startswith("凭证 V1 第 1 行已登记过，但金额不同")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (message("P1", document_no=...), "缺少字段 document_no"),
        (message("P1", document_no=""), "document_no：长度不符"),
        (message("P1", document_no="\0"), "文本中不能有空字符（\\u0000）"),
        (message("P1", colour="red"), "不认识的字段 colour"),
        (message("P1", kind="stolen"), "kind：不认识的取值 'stolen'"),
        (message("P1", amount_fen="100"), "amount_fen：类型应为 int，实为 str"),
        (message("P1", amount_fen=1.5), "amount_fen：类型应为 int，实为 float"),
        (message("P1", amount_fen=10**15 + 1), "amount_fen：须 <= 1000000000000000"),
        (message("P1", amount_fen=10**30), "amount_fen：须 <= 1000000000000000"),
        (message("P1", line_no=-1), "line_no：须 >= 0"),
        (message("P1", project_code="P.1"), "project_code：格式不符"),
        (message("P1\n"), "project_code：格式不符"),
        (message("P1", source_system="国库"), "source_system：格式不符"),
        (message("P1", fiscal_year=21), "fiscal_year：须 >= 1990"),
        (message("P1", occurred_on="2021-13-01"), "occurred_on：须为日期，如 2021-11-30"),
        (message("P1", occurred_on="9999-12-31"), "occurred_on：年份须在 1990 至 2100 之间"),
        (message("P1", published_at="2021-05-01T12:00:00"), "published_at：时间须带时区"),
        (message("P1", budget_ledger="X"), "budget_ledger：不认识的取值 'X'"),
        (message("P1", fund_tags=["DIRECT"] * 17), "fund_tags：长度不符"),
        (message("P1")[:-2], "JSON 不完整"),
        (b"", "JSON 不完整"),
        (b"[1]", "类型应为 object，实为 array"),
        (bytes(range(256)), "不是有效的 JSON"),
        (b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "不认识的字段 x"),
    ],
)
def test_what_breaks_the_contract_is_parked_with_a_reason(
    desk: Desk, body: bytes, reason: str
) -> None:
    before = end(desk)
    [receipt] = taken(desk, body)
    assert (receipt.outcome, receipt.reason) == ("parked", reason)
    assert (receipt.received, receipt.division, end(desk)) == (1, HAILIN, before)


def test_a_parked_message_is_answered_to_whoever_it_names(desk: Desk) -> None:
    [receipt] = taken(desk, message("P1", "V9", amount_fen="x"))
    assert (receipt.source_system, receipt.document_no) == ("treasury", "V9")
    [receipt] = taken(desk, message("P1", "长" * 300_000, source_system="x" * 300_000))
    assert (len(receipt.source_system), len(receipt.document_no)) == (128, 128)


@pytest.mark.parametrize("division", ["23108", "2310833", "xxxxxx", "２３１０８３"])
def test_a_subject_without_a_division_is_parked(desk: Desk, division: str) -> None:
    [receipt] = taken(desk, message("P1"), division=division)
    assert (receipt.outcome, receipt.division) == ("parked", "")
    assert receipt.reason == f"主题 jx.in.{division}.execution 中的区划不是六位数字"


def test_a_thousand_messages_of_three_projects_add_up(desk: Desk) -> None:
    names = [code() for _ in range(3)]
    bodies = [message(names[number % 3], f"V{number % 600}", number % 7) for number in range(1000)]
    outcomes = Counter(one.outcome for one in taken(desk, *bodies))
    recorded = sum(len(upstream_facts(desk, name)) for name in names)
    assert outcomes["accepted"] == recorded
    assert outcomes.total() == 1000
    assert min(outcomes["accepted"], outcomes["parked"]) > 0
    again = Counter(one.outcome for one in taken(desk, *bodies))
    assert again == {
        "duplicate": outcomes["accepted"] + outcomes["duplicate"],
        "parked": outcomes["parked"],
    }


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("project.payment-executed.v1", "内部错误（ValidationError），请联系系统管理员"),
        ("project.from-the-future.v9", "历史中有本版本不认识的事实 project.from-the-future.v9，"),
    ],
)
def test_a_message_nobody_foresaw_is_parked_alone(
    desk: Desk, empty_nats_url: str, tag: str, reason: str
) -> None:
    good, bad = code(), code()
    poisoned(empty_nats_url, bad, tag)
    bodies = [message(good, f"V{number}") for number in range(20)]
    bodies[13] = message(bad, "V13")
    with capture_logs() as logs:
        receipts = taken(desk, *bodies)
    assert [number for number, one in enumerate(receipts) if one.outcome != "accepted"] == [13]
    assert receipts[13].outcome == "parked"
    assert receipts[13].reason.startswith(reason)
    assert [fact.document_no for fact in upstream_facts(desk, good)] == [
        f"V{number}" for number in range(20) if number != 13
    ]
    assert [(one["event"], one["received"]) for one in logs] == [("message parked", 14)]


def test_what_a_split_batch_recorded_before_its_poison_is_still_accepted(
    desk: Desk, empty_nats_url: str
) -> None:
    good, bad = code(), code()
    poisoned(empty_nats_url, bad)
    receipts = taken(desk, message(good, "V1"), message(bad), message(good, "V1"))
    assert [one.outcome for one in receipts] == ["accepted", "parked", "duplicate"]
