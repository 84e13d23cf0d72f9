"""What became of a command."""

from http import HTTPStatus

from fastapi import Response
from msgspec import Struct

from services.api.answer import json
from services.api.problem import Problem, problem, response
from services.desk.orders import Answer, Written
from services.intake.handing_in import HandedIn


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


def refused(answer: Answer) -> Problem:
    """Say no as the desk did."""
    status = (
        HTTPStatus.CONFLICT if answer.outcome == "conflict" else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    return problem(
        status, *answer.reasons, clause=answer.clause, version=answer.version, id=answer.id
    )


def answered(done: Done | Problem) -> Response:
    """Answer a single command."""
    return response(done) if isinstance(done, Problem) else json(done)


def outcomes(done: list[Done | Problem]) -> Response:
    """Answer a batch."""
    return json(
        [
            Outcome(
                status=one.status if isinstance(one, Problem) else int(HTTPStatus.OK), answer=one
            )
            for one in done
        ]
    )


def handed_in(done: HandedIn) -> Response:
    """Answer with receipts; some that are still to come are named."""
    return json(done, status=HTTPStatus.ACCEPTED if done.waiting else HTTPStatus.OK)
