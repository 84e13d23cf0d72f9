"""What an upstream system sends: the same for the same seed, with repetitions and rubbish."""

import json
import random
from collections.abc import Iterator

DIVISION = "231083"
YEAR = 2021
SUBJECT = f"jx.in.{DIVISION}.execution"

_KINDS = ("paid", "paid", "paid", "refunded", "corrected", "budget-approved", "committed")
_RUBBISH = (
    b"",
    b"\xff\xfe\x00 no text",
    b"[1, 2, 3]",
    b'{"source_system": "treasury", "document_no": "R-1"',
    b'{"source_system": "treasury", "amount_fen": 1e999}',
    b'{"source_system": "' + b"x" * 5000 + b'"}',
)


def project(number: int) -> str:
    """Name a project of the load."""
    return f"T{number:03}"


def messages(seed: int, projects: int) -> Iterator[bytes]:
    """Yield bodies for ever: a tenth repetitions, a twentieth rubbish, some contradictions."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    sent: list[dict[str, object]] = []
    while True:
        throw = chance.random()
        if throw < 0.05:
            yield chance.choice(_RUBBISH)
        elif throw < 0.15 and sent:
            yield _body(chance.choice(sent[-500:]))
        elif throw < 0.17 and sent:
            yield _body({**chance.choice(sent[-500:]), "amount_fen": 1 + chance.randrange(10**6)})
        else:
            sent.append(_message(chance, seed, len(sent), projects))
            yield _body(sent[-1])


def _message(chance: random.Random, seed: int, number: int, projects: int) -> dict[str, object]:
    return {
        "source_system": "treasury",
        "document_no": f"D{seed}-{number}",
        "line_no": 1,
        "kind": chance.choice(_KINDS),
        "fiscal_year": YEAR,
        "project_code": project(chance.randrange(projects)),
        "amount_fen": 10**7 + chance.randrange(10**6),  # a contradiction has less
        "occurred_on": "2021-05-01",
        "published_at": "2021-05-01T12:00:00+08:00",
    }


def _body(message: dict[str, object]) -> bytes:
    return json.dumps(message).encode()
