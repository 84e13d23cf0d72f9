"""Marks of an evaluation as they are typed, one line each."""

from decimal import Decimal

import pytest

from services.console.own_report import marks
from services.project.marking import Mark
from services.refusal import Refused


def test_a_name_may_have_spaces_and_empty_lines_are_nothing() -> None:
    assert marks("项目 决策 20 18.5\n\n过程\t80  70\n") == (
        Mark(name="项目 决策", full=Decimal(20), points=Decimal("18.5")),
        Mark(name="过程", full=Decimal(80), points=Decimal(70)),
    )


def test_every_line_that_is_no_mark_is_named() -> None:
    with pytest.raises(Refused) as refused:
        marks("决策 20\n过程 80 70\n产出 甲 乙")
    assert refused.value.reasons == (
        "第 1 行须为“评价指标 分值 得分”",
        "第 3 行须为“评价指标 分值 得分”",
    )


def test_nothing_is_no_evaluation() -> None:
    with pytest.raises(Refused, match="须至少填一项"):
        marks(" \n")
