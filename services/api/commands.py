"""``POST /api/v1/commands``: one command or a batch, each decided once whatever is repeated."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Request, Response

from services.access.http.guard import Guard
from services.access.identity import Identity
from services.api import shapes
from services.api.counter import Counter
from services.api.done import Done, answered, outcomes
from services.api.orders import orders, split

LONGEST_KEY: Final = 200
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=LONGEST_KEY,
        description="重复发送同一请求时使用同一值，不会重复办理；命令带 id 时以 id 为准",
    ),
]


def routes(counter: Counter, guard: Guard) -> APIRouter:
    """Make the one endpoint that takes every command."""
    router = APIRouter(tags=["命令"])
    answers: shapes.Json = {
        "oneOf": [shapes.ref(Done), {"type": "array", "items": shapes.ref("Outcome")}],
    }

    @router.post(
        "/commands",
        summary="办理命令",
        description="一个命令，或至多一百个命令的数组；按顺序逐个办理，各自成败。",
        operation_id="commands",
        response_class=Response,
        responses={
            200: shapes.given("已受理；数组逐个给出结果", answers),
            **shapes.refused(401, 403, 408, 409, 413, 422, 503),
        },
        openapi_extra={"requestBody": {"required": True, **shapes.content(shapes.commands())}},
    )
    async def commands(
        request: Request, identity: Annotated[Identity, Depends(guard.identity)], key: Key = ""
    ) -> Response:
        texts, batch = split(await request.body())
        wanted = orders(texts, identity, datetime.now(UTC), key, batch=batch)
        for order in wanted:
            await counter.check(identity, order)
        done = [await counter.carry_out(order) for order in wanted]
        return outcomes(done) if batch else answered(done[0])

    return router
