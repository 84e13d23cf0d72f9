"""What was put aside is read whole, and another message says first what it would record."""

import pytest

from services.desk.desk import Desk
from services.intake.app import Intake
from services.intake.handing_in import hand_in
from services.intake.parked import announced, parked, whole
from services.ledger.connection import connect
from services.refusal import Refused
from tests.services.desk.bureau import HAILIN, code
from tests.services.intake.upstream import message, perform, upstream


def test_what_was_put_aside_is_read_in_order_and_whole(desk: Desk, empty_nats_url: str) -> None:
    async def scene() -> None:
        async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
            client = await connect(empty_nats_url)
            long = message("P1", x="x" * (client.max_payload * 9 // 10))  # too much with a receipt
            bad = [b"{}", message("P1", amount_fen="一万"), long]
            await system.tell(*bad, message(code()))
            await system.tell(b"{}", division="150625")
            found, more = await parked(client, HAILIN)
            assert more is None
            assert [await whole(client, one) for one in found] == bad
            assert found[-1].parked.cut
            assert all(one.parked.receipt.reason for one in found)
            page, more = await parked(client, HAILIN, found[0].number, 1)
            assert (page, more) == (found[1:2], found[1].number)
            assert await parked(client, HAILIN, more or 0, 1) == (found[2:], None)
            assert await parked(client, HAILIN, found[-1].number) == ([], None)
            assert await parked(client, "999999") == ([], None)
            second = found[1].parked.receipt
            chosen, more = await parked(client, HAILIN, 0, 1, lambda one: one == second)
            assert (chosen, more) == ([found[1]], found[1].number)
            await client.close()

    perform(scene())


def test_a_message_announces_what_it_then_records(desk: Desk, empty_nats_url: str) -> None:
    name = code()

    async def scene() -> None:
        async with Intake(empty_nats_url, desk):
            client = await connect(empty_nats_url)
            said = announced(desk, HAILIN, message(name, fen=1_000_000))
            assert (said.title, said.known) == ("支付", False)
            assert said.project == f"{HAILIN}-2021-{name}"
            assert "1.00万元" in said.summary
            done = await hand_in(client, HAILIN, [message(name, fen=1_000_000)], 30)
            assert [one.outcome for one in done.receipts] == ["accepted"]
            assert announced(desk, HAILIN, message(name, fen=1_000_000)).known
            with pytest.raises(Refused, match="以 corrected 报送差额"):
                announced(desk, HAILIN, message(name, fen=2_000_000))
            with pytest.raises(Refused, match="amount_fen"):
                announced(desk, HAILIN, message(name, amount_fen="一万"))
            await client.close()

    perform(scene())
