"""What people type becomes what a command takes: 元 as 分, days, and nothing for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.console.fields import Asked, fen, told
from services.refusal import Refused

MONEY = Asked(name="amount_fen", title="金额", kind="money")
DAY = Asked(name="on", title="日期", kind="date")


@given(some.integers(-(10**15), 10**15))
def test_every_amount_is_read_back_as_it_is_written(amount: int) -> None:
    sign, size = ("-", -amount) if amount < 0 else ("", amount)
    assert fen(f"{sign}{size // 100:,}.{size % 100:02}", "金额") == amount


@pytest.mark.parametrize(
    ("text", "amount"), [("1", 100), ("0.10", 10), ("1，000.5", 100_050), (" 2 ", 200)]
)
def test_amounts_as_people_write_them(text: str, amount: int) -> None:
    assert told(MONEY, text) == amount


@pytest.mark.parametrize("text", ["一万", "1.001", "NaN", "Infinity", "1e400", "9" * 30, "1 000"])
def test_what_is_no_amount_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(Refused, match="金额：须为以元计的金额"):
        told(MONEY, text)


def test_days_and_empty_fields() -> None:
    assert told(DAY, "2021-11-30") == "2021-11-30"
    assert told(DAY, "  ") is None
    assert told(Asked(name="reason", title="理由"), " 已签合同 ") == "已签合同"
    assert told(Asked(name="must_continue", title="继续", kind="yes"), value=True) is True
    with pytest.raises(Refused, match="日期：须为日期"):
        told(DAY, "11月30日")


def test_numbers_items_and_choices() -> None:
    points = Asked(name="points", title="得分", kind="number")
    assert told(points, " 1,000.50 ") == "1000.50"
    with pytest.raises(Refused, match="得分：“许多”不是数字"):
        told(points, "许多")
    items = Asked(name="items", title="措施", kind="lines")
    assert told(items, "增加作业面\n\n  按周报送 ") == ["增加作业面", "按周报送"]
    kinds = Asked(name="kinds", title="措施", kind="several", choices={"CUT": "压减"})
    assert told(kinds, ["CUT"]) == ["CUT"]
    assert told(kinds, []) is None
