"""Whatever bytes come in: they are read, or refused with a reason."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.desk.orders import read_order
from services.intake.contract import read_line, read_message
from services.refusal import Refused

STORIES = sorted((Path(__file__).parents[3] / "deploy" / "demo").glob("*.jsonl"))
LINES = [line for story in STORIES for line in story.read_bytes().splitlines() if line]
COMMANDS = [line for line in LINES if b'"command"' in line]
FACTS = [line for line in LINES if b'"fact"' in line]
UNSAID = {"division", "at", "fact"}


def message(fact: bytes) -> bytes:
    """Make the message that an upstream system would have published of a line."""
    line = json.loads(fact)
    said = {name: value for name, value in line.items() if name not in UNSAID}
    return json.dumps(said | {"kind": line["fact"]}).encode()


MESSAGES = [message(fact) for fact in FACTS]
READERS: list[tuple[Callable[[bytes], object], list[bytes]]] = [
    (read_order, COMMANDS),
    (read_line, FACTS),
    (read_message, MESSAGES),
]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def encoded(value: object) -> bytes:
    return json.dumps(value).encode()


@st.composite
def spoiled(draw: st.DrawFn, texts: list[bytes]) -> bytes:
    """Change a valid text as senders do: bytes lost, added or flipped."""
    text = bytearray(draw(st.sampled_from(texts)))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(text) - 1, 0)))
        match draw(st.sampled_from(["flip", "drop", "add", "cut"])):
            case "flip" if text:
                text[place] = draw(st.integers(0, 255))
            case "drop":
                del text[place : place + draw(st.integers(1, 20))]
            case "add":
                text[place:place] = draw(st.binary(max_size=8))
            case _:
                del text[place:]
    return bytes(text)


@st.composite
def misfilled(draw: st.DrawFn, texts: list[bytes]) -> bytes:
    """Put any JSON at all in the place of a field, at the top or inside."""
    document = json.loads(draw(st.sampled_from(texts)))
    table = document
    while True:
        name = draw(st.sampled_from(sorted(table)))
        if not isinstance(table[name], dict) or not table[name] or draw(st.booleans()):
            break
        table = table[name]
    table[name] = draw(anything)
    return json.dumps(document).encode()


@pytest.mark.parametrize("read", [read_order, read_line, read_message])
@given(
    text=st.binary() | st.text().map(str.encode) | anything.map(lambda v: json.dumps(v).encode())
)
def test_arbitrary_bytes_are_refused(read: Callable[[bytes], object], text: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert all(refused.value.reasons)


@pytest.mark.parametrize(("read", "texts"), READERS)
@given(chosen=st.data())
def test_a_spoiled_text_is_read_or_refused(
    read: Callable[[bytes], object], texts: list[bytes], chosen: st.DataObject
) -> None:
    with suppress(Refused):
        read(chosen.draw(spoiled(texts)))


@pytest.mark.parametrize(("read", "texts"), READERS)
@given(chosen=st.data())
def test_a_field_may_hold_anything(
    read: Callable[[bytes], object], texts: list[bytes], chosen: st.DataObject
) -> None:
    with suppress(Refused):
        read(chosen.draw(misfilled(texts)))


@pytest.mark.parametrize(("read", "texts"), READERS)
def test_every_text_of_the_stories_is_read(
    read: Callable[[bytes], object], texts: list[bytes]
) -> None:
    assert len(texts) > 50
    for text in texts:
        read(text)
