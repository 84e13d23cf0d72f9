"""Where the ledger ends, also when the answer is lost on the way."""

import nats.errors
import pytest

from services.ledger.connection import connect
from services.projector.follow import ledger_end
from tests.projections.story import registered
from tests.services.ledger.proxy import Proxy
from tests.services.projector.conftest import Play
from tests.services.projector.world import World

ANSWER = b"stream_info_response"


@pytest.mark.parametrize("attempts", [1, 2])
def test_an_answer_that_a_cut_takes_is_asked_for_again(
    play: Play, empty_nats_url: str, attempts: int
) -> None:
    async def scene(world: World) -> None:
        position = await world.append(registered())
        proxy = Proxy(empty_nats_url)
        try:
            client = await connect(proxy.url)
            proxy.swallow_answer(ANSWER)
            if attempts == 1:
                with pytest.raises(nats.errors.TimeoutError):
                    await ledger_end(client)
            else:
                assert await ledger_end(client, attempts) == position
            assert proxy.cuts == 1
            await client.close()
        finally:
            proxy.close()

    play(scene)
