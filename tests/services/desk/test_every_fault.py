"""What is listed agrees with what the decoder says, whatever is sent."""

import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from services.desk.aggregates import COMMANDS
from services.desk.every_fault import every_fault
from services.desk.orders import read_command
from services.refusal import Refused

NAMES = sorted(COMMANDS)
SMALL = st.sampled_from(
    ["", "x", "P-1", "a b", "2021", "2021-05-01", "1.5", "QUANTITY", "PAID", "\0"]
)
PLAIN = st.none() | st.booleans() | st.integers(-2, 10**17) | SMALL
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SMALL, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def attempts(draw: st.DrawFn) -> tuple[str, bytes]:
    """Write data for a command: some fields right, some wrong, missing or unknown."""
    name = draw(st.sampled_from(NAMES))
    right = {"fiscal_year": 2021, "project_code": "P-1", "reason": "理由", "task": "H1"}
    said: dict[str, object] = {}
    for field in msgspec.structs.fields(COMMANDS[name]):
        match draw(st.integers(0, 3)):
            case 0:
                continue
            case 1 if field.encode_name in right:
                said[field.encode_name] = right[field.encode_name]
            case _:
                said[field.encode_name] = draw(VALUES)
    if draw(st.booleans()):
        said["colour"] = 1
    return name, json.dumps(said).encode()


@given(attempts())
def test_there_is_a_fault_exactly_where_the_decoder_refuses(attempt: tuple[str, bytes]) -> None:
    name, data = attempt
    faults = every_fault(COMMANDS[name], data)
    try:
        read_command(COMMANDS[name], data)
    except Refused:
        assert faults
    else:
        assert faults == []


@given(attempts())
def test_with_every_faulty_field_taken_out_only_missing_ones_are_left(
    attempt: tuple[str, bytes],
) -> None:
    name, data = attempt
    kind, said = COMMANDS[name], json.loads(data)
    known = {field.encode_name for field in msgspec.structs.fields(kind)}
    wrong = {fault.path.partition(".")[0].partition("[")[0] for fault in every_fault(kind, data)}
    kept = {field: said[field] for field in said.keys() & known if field not in wrong}
    left = every_fault(kind, json.dumps(kept).encode())
    assert {fault.reason for fault in left} <= {"缺少此字段"}


def test_faults_in_lists_of_structs_are_told_one_by_one() -> None:
    data = {
        "fiscal_year": 2021,
        "project_code": "P-1",
        "task": "H1",
        "lines": [{"indicator": 1}, {"indicator": "I1", "actual": "many"}, 3],
    }
    faults = every_fault(COMMANDS["Submit"], json.dumps(data).encode(), "data")
    told = {fault.path: fault.reason for fault in faults}
    assert told["data.lines[0].indicator"] == "类型应为 str，实为 int"
    assert told["data.lines[1].actual"] == "不是有效的 decimal"
    assert told["data.lines[2]"] == "类型应为 object，实为 int"
