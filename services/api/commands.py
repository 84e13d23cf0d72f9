"""``POST /api/v1/commands``: one command or a batch, each decided once whatever is repeated."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Request, Response
from msgspec import Struct

from services.access.authority import may_command
from services.access.http.guard import Guard
from services.access.identity import Identity
from services.access.subject import projects
from services.api.answer import json
from services.api.problem import Problem, problem, response
from services.api.wanted import orders, split
from services.desk.orders import Answer, Order, Written
from services.office import Office
from services.project.state import Project

LONGEST_KEY: Final = 200
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=LONGEST_KEY,
        description="重复发送同一请求时使用同一值，不会重复办理；命令带 id 时以 id 为准",
    ),
]


class Done(Struct, frozen=True, kw_only=True):
    """An accepted command: its facts, and a ledger position that includes them."""

    id: str
    outcome: str
    facts: tuple[Written, ...]
    position: int


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one command of a batch, as it would have been answered alone."""

    status: int
    answer: Done | Problem


class Counter:
    """Takes commands from people who may give them to the office."""

    def __init__(self, office: Office) -> None:
        """Serve one office."""
        self._office = office

    async def check(self, identity: Identity, order: Order) -> None:
        """Raise :class:`Forbidden` unless the identity may give the order."""
        histories = self._office.desk.histories
        registered = {}
        for name, history in histories(projects(order), current=False).items():
            state = history.state
            registered[name] = state.registration if isinstance(state, Project) else None
        may_command(identity, order, registered)

    async def carry_out(self, order: Order) -> Done | Problem:
        """Decide one order."""
        answer = (await self._office.submit(order)).answer
        if answer.outcome != "accepted":
            return _refused(answer)
        return Done(
            id=answer.id,
            outcome=answer.outcome,
            facts=answer.facts,
            position=await self._office.position(),
        )


def _refused(answer: Answer) -> Problem:
    status = (
        HTTPStatus.CONFLICT if answer.outcome == "conflict" else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    return problem(
        status, *answer.reasons, clause=answer.clause, version=answer.version, id=answer.id
    )


def routes(office: Office, guard: Guard) -> APIRouter:
    """Make the one endpoint that takes every command."""
    router = APIRouter(tags=["命令"])
    counter = Counter(office)

    @router.post(
        "/commands",
        summary="办理命令",
        description="一个命令，或至多一百个命令的数组；按顺序逐个办理，各自成败。",
        operation_id="commands",
    )
    async def commands(
        request: Request, identity: Annotated[Identity, Depends(guard.identity)], key: Key = ""
    ) -> Response:
        """Carry out one command, or up to a hundred in order, each for itself."""
        texts, batch = split(await request.body())
        wanted = orders(texts, identity, datetime.now(UTC), key, batch=batch)
        for order in wanted:
            await counter.check(identity, order)
        done = [await counter.carry_out(order) for order in wanted]
        if not batch:
            return answered(done[0])
        return json([Outcome(status=status_of(one), answer=one) for one in done])

    return router


def status_of(done: Done | Problem) -> int:
    """Say with which status a command is answered."""
    return done.status if isinstance(done, Problem) else HTTPStatus.OK


def answered(done: Done | Problem) -> Response:
    """Answer a single command."""
    return response(done) if isinstance(done, Problem) else json(done)
