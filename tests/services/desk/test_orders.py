import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.desk.orders import read_order
from services.policies.adoption import AdoptPolicy
from services.project.registration import RegisterProject
from services.refusal import Refused

DATA = {
    "fiscal_year": 2021,
    "project_code": "P1",
    "name": "农村道路",
    "department": "D01",
    "unit": "U01",
}
ORDER = {
    "command": "RegisterProject",
    "id": "9f6b1d52-3f0b-4b58-8a4e-0d5f5c1a6a11",
    "at": "2021-02-01T09:00:00+08:00",
    "actor": {"id": "officer", "role": "PERF_SECTION_OFFICER", "org": "F02"},
    "division": "231083",
    "data": DATA,
}
LARGE = b"9" * 5_000


def line(**changes: object) -> bytes:
    """Write an order with fields changed, or left out where they are ``...``."""
    fields = {name: value for name, value in {**ORDER, **changes}.items() if value is not ...}
    return json.dumps(fields, ensure_ascii=False).encode()


def data(**changes: object) -> bytes:
    fields = {name: value for name, value in {**DATA, **changes}.items() if value is not ...}
    return line(data=fields)


def refusal(text: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_order(text)
    [reason] = refused.value.reasons
    return reason


def test_an_order_is_read_whole() -> None:
    order = read_order(line(correlation="督办一号", expected_version=3))
    assert order.id == ORDER["id"]
    assert order.at == datetime(2021, 2, 1, 1, tzinfo=UTC)
    assert (order.division, order.correlation, order.expected_version) == ("231083", "督办一号", 3)
    assert order.command == RegisterProject(
        fiscal_year=2021, project_code="P1", name="农村道路", department="D01", unit="U01"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "JSON 不完整"),
        (b"   ", "JSON 不完整"),
        (line()[:-1], "JSON 不完整"),
        (line() + b"x", "不是有效的 JSON"),
        (b"RegisterProject", "不是有效的 JSON"),
        (b"\xff\xfe", "不是有效的 JSON"),
        (line().replace("农村".encode(), b"\xc3\x28"), "登记项目：不是有效的 UTF-8 文本"),
        (b"[]", "类型应为 object，实为 array"),
        (b"7", "类型应为 object，实为 int"),
        (b"null", "类型应为 object，实为 null"),
        (line(data=...), "缺少字段 data"),
        (line(at=...), "缺少字段 at"),
        (line(urgent=True), "不认识的字段 urgent"),
        (line(actor={"id": "a", "role": "CLOCK"}), "actor：缺少字段 org"),
        (line(command=5), "command：类型应为 str，实为 int"),
        (line(command="Nope"), "没有命令 Nope；jixiao schema commands 列出全部命令"),
        (
            line(command="RegisterProjet", actor=...),
            "没有命令 RegisterProjet，是否为 RegisterProject；jixiao schema commands 列出全部命令",
        ),
        (line(id="7"), "id：不是有效的 UUID"),
        (line(id=7), "id：类型应为 uuid | null，实为 int"),
        (line(at="2021-02-01T09:00:00"), "at：时间须带时区"),
        (line(at="昨天"), "at：时间须为带时区的 ISO 8601"),
        (line(at="9999-12-31T23:00:00Z"), "at：年份须在 1990 至 2100 之间"),
        (line(at="0001-01-01T00:00:00+08:00"), "at：年份须在 1990 至 2100 之间"),
        (line(division="23108"), "division：格式不符"),
        (line(division="231083\n"), "division：格式不符"),
        (line(actor={"id": "a", "role": "BOSS", "org": "x"}), "actor.role：不认识的取值 'BOSS'"),
        (line(expected_version="3"), "expected_version：类型应为 int | null，实为 str"),
        (line(data=[]), "登记项目：data：类型应为 object，实为 array"),
        (line(data=None), "登记项目：data：类型应为 object，实为 null"),
        (data(unit=...), "登记项目：data：缺少字段 unit"),
        (data(colour="red"), "登记项目：data：不认识的字段 colour"),
        (data(name=5), "登记项目：data.name：类型应为 str，实为 int"),
        (data(name=" "), "登记项目：data.name：格式不符"),
        (data(name=""), "登记项目：data.name：长度不符"),
        (data(name="a\0b"), "文本中不能有空字符（\\u0000）"),
        (data(fiscal_year=1989), "登记项目：data.fiscal_year：须 >= 1990"),
        (data(fiscal_year=2021.5), "登记项目：data.fiscal_year：类型应为 int，实为 float"),
        (data(project_code="P 1"), "登记项目：data.project_code：格式不符"),
        (data(project_code="P1\n"), "登记项目：data.project_code：格式不符"),
        (data(project_code="P" * 65), "登记项目：data.project_code：格式不符"),
        (data(starts_on="2021-02-30"), "登记项目：data.starts_on：须为日期，如 2021-11-30"),
        (data(fund_tags=["DIRECT", "X"]), "登记项目：data.fund_tags[1]：不认识的取值 'X'"),
        (
            data().replace(b"2021,", LARGE + b","),
            "登记项目：data.fiscal_year：数值超出范围",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_chinese_with_its_place(text: bytes, reason: str) -> None:
    assert refusal(text) == reason


@pytest.mark.parametrize(
    ("amount", "why"),
    [(10**15 + 1, "数值超出范围"), (-(10**30), "须 >= 0"), (2**63, "数值超出范围")],
)
def test_an_amount_no_view_can_hold_is_refused(amount: int, why: str) -> None:
    case = {
        "fiscal_year": 2021,
        "project_code": "P1",
        "violation": "NO_BUDGET",
        "evidence": "举报",
        "amount_fen": amount,
    }
    reason = refusal(line(command="OpenCase", data=case))
    assert reason == f"登记问责线索：data.amount_fen：{why}"


def test_an_amount_inside_a_list_is_found() -> None:
    evidence = [{"department": "D1"}, {"department": "D2", "executed_fen": 10**16}]
    scored = {"fiscal_year": 2021, "assessment": "A", "evidence": evidence}
    reason = refusal(line(command="ScoreDepartments", data=scored))
    assert reason == "部门考核评分：data.evidence[1].executed_fen：数值超出范围"


def test_a_text_may_speak_of_the_escape_it_must_not_contain() -> None:
    order = read_order(data(name="写作 \\u0000 的字符"))
    assert isinstance(order.command, RegisterProject)
    assert order.command.name == "写作 \\u0000 的字符"


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000,
        b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        line(data=...)[:-1] + b',"data":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        line(command="AdoptPolicy", data=...)[:-1]
        + b',"data":{"edition":"x","rules":'
        + b'{"a":' * 100_000
        + b"1"
        + b"}" * 100_000
        + b"}}",
    ],
)
def test_deep_nesting_is_refused(text: bytes) -> None:
    assert refusal(text)


def test_a_policy_of_some_depth_is_read() -> None:
    rules = '{"a":' * 200 + "1" + "}" * 200
    text = line(command="AdoptPolicy", data=...)[:-1]
    order = read_order(text + f',"data":{{"edition":"x","rules":{rules}}}}}'.encode())
    assert isinstance(order.command, AdoptPolicy)
    assert order.command.edition == "x"


def test_a_refusal_of_a_megabyte_line_is_short() -> None:
    for text in (
        data(name=5, department="长" * 350_000),
        line(command="长" * 350_000),
        line(**{"长" * 350_000: 1}),
        data(**{"长" * 350_000: 1}),
        line(actor={"id": "a", "role": "长" * 350_000, "org": "x"}),
    ):
        assert len(text) > 1_000_000
        assert 5 < len(refusal(text)) < 300


def test_a_megabyte_of_text_is_read() -> None:
    order = read_order(data(name="长" * 350_000))
    assert isinstance(order.command, RegisterProject)
    assert len(order.command.name) == 350_000


def test_without_an_id_the_same_line_is_the_same_command() -> None:
    text = line(id=...)
    derived = read_order(text).id
    assert UUID(derived).version == 5
    assert derived == "13cb17c2-6c6c-59c1-bedd-d77a584dfa13"
    assert {read_order(one).id for one in (text, text + b"\n", text + b"\r\n", b" " + text)} == {
        derived
    }
    assert read_order(line(id=..., division="150625")).id != derived
