"""Kinds of malformed bodies: each takes a good message and a source of chance, and spoils it."""

import json
import random
from collections.abc import Callable
from typing import Final

Good = dict[str, object]
Spoil = Callable[[random.Random, Good], bytes]

WRONG: Final[tuple[object, ...]] = (
    None,
    True,
    [],
    {},
    [[]],
    {"a": {}},
    0.5,
    -1.25,
    "",
    "\ud800",
    "\u0000",
    "x" * 300,
    10**30,
    -(10**30),
)
MEGABYTE: Final = 1 << 20
RARELY: Final = 500


def _text(good: Good) -> bytes:
    return json.dumps(good, ensure_ascii=False).encode("utf-8", "surrogatepass")


def truncated(chance: random.Random, good: Good) -> bytes:
    """Stop somewhere, never behind the closing brace."""
    body = _text(good)
    return body[: chance.randrange(len(body))]


def wrong_type(chance: random.Random, good: Good) -> bytes:
    """Put what no field takes in the place of one."""
    return json.dumps({**good, chance.choice([*good]): chance.choice(WRONG)}).encode()


def missing(chance: random.Random, good: Good) -> bytes:
    """Leave out what must be there."""
    gone = chance.choice([*good])
    return _text({name: value for name, value in good.items() if name != gone})


def unknown_field(chance: random.Random, good: Good) -> bytes:
    """Say more than the contract knows."""
    return _text({**good, f"x{chance.randrange(10**6)}": chance.randrange(10**6)})


def huge_number(chance: random.Random, good: Good) -> bytes:
    """Write numbers of up to thousands of digits, with and without exponents."""
    digits = chance.choice((17, 20, 40, 400, 4000))
    number = chance.choice(
        (f"{'9' * digits}", f"-{'9' * digits}", f"1e{digits}", f"1.{'1' * digits}")
    )
    return _text({**good, "amount_fen": 0}).replace(
        b'"amount_fen": 0', b'"amount_fen": ' + number.encode()
    )


def not_a_number(chance: random.Random, good: Good) -> bytes:
    """Write what some libraries call JSON."""
    word = chance.choice((b"NaN", b"Infinity", b"-Infinity", b"0x10", b"01", b"+1", b"1_000", b"."))
    return _text({**good, "amount_fen": 0}).replace(b'"amount_fen": 0', b'"amount_fen": ' + word)


def bad_utf8(chance: random.Random, good: Good) -> bytes:
    """Break the text where a name stands."""
    broken = chance.choice(
        (b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\x80")
    )
    return _text({**good, "document_no": "@@"}).replace(b"@@", broken)


def control_characters(chance: random.Random, good: Good) -> bytes:
    """Put raw control characters into a text."""
    return _text({**good, "document_no": "@@"}).replace(b"@@", bytes([chance.randrange(32)]) + b"x")


def null_character(chance: random.Random, good: Good) -> bytes:
    """Escape the one character that PostgreSQL keeps in no text."""
    return _text({**good, "document_no": f"@@{chance.randrange(99)}"}).replace(b"@@", b"\\u0000")


def lone_surrogate(chance: random.Random, good: Good) -> bytes:
    """Escape half a character."""
    half = chance.choice((b"\\ud800", b"\\udfff", b"\\ud83d\\u0041"))
    return _text({**good, "document_no": "@@"}).replace(b"@@", half)


def deep(chance: random.Random, good: Good) -> bytes:
    """Nest deeper than anybody reads."""
    depth = chance.choice((600, 5000, 100_000))
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}")))
    inner = opening * depth + b"1" + closing * depth
    return _text({**good, "fund_tags": 0}).replace(b'"fund_tags": 0', b'"fund_tags": ' + inner)


def duplicate_keys(chance: random.Random, good: Good) -> bytes:
    """Say a field twice: with the same value, another one, or escaped so that it looks new."""
    field = chance.choice([*good])
    value = json.dumps(chance.choice((good[field], 1, "2021-05-02", [])))
    name = chance.choice((field, f"\\u{ord(field[0]):04x}{field[1:]}"))
    return _text(good)[:-1] + f', "{name}": {value}}}'.encode()


def large(chance: random.Random, good: Good) -> bytes:
    """Fill as much as a server of the plain configuration takes."""
    filler = chance.choice(("x", "国", "\\u56fd"))
    body = _text({**good, "document_no": filler * (MEGABYTE // len(filler.encode()) - 200)})
    return body[:MEGABYTE]


def empty(chance: random.Random, _: Good) -> bytes:
    """Send next to nothing."""
    return chance.choice((b"", b" ", b"\n\n", b"\xef\xbb\xbf", b"null", b"{}", b"[]", b'""', b"0"))


def noise(chance: random.Random, _: Good) -> bytes:
    """Send bytes."""
    return chance.randbytes(chance.randrange(1, 2000))


def strange_values(chance: random.Random, good: Good) -> bytes:
    """Name days, places and kinds that do not exist, and codes that would change a subject."""
    changes: tuple[Good, ...] = (
        {"kind": "stolen"},
        {"occurred_on": "1066-10-14"},
        {"occurred_on": "2021-13-45"},
        {"published_at": "2021-05-01T12:00:00"},
        {"published_at": "9999-12-31T23:59:59+00:00"},
        {"project_code": "a.b.>"},
        {"project_code": "*"},
        {"project_code": "../../etc"},
        {"source_system": "a b"},
        {"fiscal_year": 0},
        {"line_no": -1},
        {"fund_tags": ["NOT_A_TAG"]},
        {"budget_ledger": "SECRET"},
    )
    return _text({**good, **chance.choice(changes)})


SPOILS: Final[tuple[Spoil, ...]] = (
    truncated,
    wrong_type,
    missing,
    unknown_field,
    huge_number,
    not_a_number,
    bad_utf8,
    control_characters,
    null_character,
    lone_surrogate,
    duplicate_keys,
    empty,
    noise,
    strange_values,
)
RARE: Final[tuple[Spoil, ...]] = (deep, large)


def spoiled(chance: random.Random, good: Good, number: int) -> bytes:
    """Spoil a good message; one of five hundred is as deep or as large as it gets."""
    spoils = RARE if number % RARELY == 0 else SPOILS
    return chance.choice(spoils)(chance, good)
