"""What the contract refuses without a server."""

import json
import re
from pathlib import Path

import pytest

from services.intake.contract import FACTS, Message, read_message
from services.refusal import Refused
from tests.services.intake.upstream import message


@pytest.mark.parametrize(
    "more",
    [
        b'"amount_fen": 7',
        b'"amount_fen": 100',
        b'"amount\\u005ffen": 7',
        b'"amount_fen" : 7',
    ],
)
def test_a_field_that_is_said_twice_is_refused(more: bytes) -> None:
    with pytest.raises(Refused, match="字段 amount_fen 出现了多次"):
        read_message(message("P1")[:-1] + b", " + more + b"}")


@pytest.mark.parametrize("no", ["amount_fen", 'a"amount_fen"', "a\\b", "合同\n一"])
def test_a_value_may_look_like_a_field(no: str) -> None:
    assert read_message(message("P1", no)).document_no == no
    assert read_message(json.dumps(json.loads(message("P1", no))).encode()).document_no == no


def test_the_page_for_upstream_systems_has_every_field_and_kind() -> None:
    page = (Path(__file__).parents[3] / "docs" / "upstream.md").read_text("utf-8")
    before, _, after = page.partition("| `kind` |")
    heads = [line.split("|")[1] for line in before.splitlines() if line.startswith("| `")]
    assert {name for head in heads for name in re.findall("`(.+?)`", head)} == {
        *Message.__struct_fields__
    }
    assert re.findall("^\\| `(.+?)` \\|", after, re.MULTILINE) == [*FACTS]
