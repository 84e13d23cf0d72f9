"""The payload of every row: payments as an upstream system reports them."""

from datetime import date
from typing import Final

import msgspec

from events.subjects import AggregateId, project_id
from services.intake.contract import Message
from services.policies.calendar import end_of

DIVISION: Final = "652825"
EDITION: Final = "qiemo@2020-01-01"
YEAR: Final = 2020
DAY: Final = date(YEAR, 6, 1)
PUBLISHED: Final = end_of(DAY)


def code(number: int) -> str:
    """Name a project."""
    return f"P{number:06}"


def project(number: int) -> AggregateId:
    """Name a project's history."""
    return project_id(DIVISION, YEAR, code(number))


def payment(number: int, of: int) -> Message:
    """Make a payment, told from every other one by its number, of a project."""
    return Message(
        source_system="treasury",
        document_no=f"B-{number:09}",
        line_no=1,
        kind="paid",
        fiscal_year=YEAR,
        project_code=code(of),
        amount_fen=100_00 + number % 1000,
        occurred_on=DAY,
        published_at=PUBLISHED,
    )


def body(number: int, of: int) -> bytes:
    """Write a payment as it is published."""
    return msgspec.json.encode(payment(number, of))
