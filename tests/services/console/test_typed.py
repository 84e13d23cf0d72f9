"""What is typed of 附件1: a draft comes back as it was, every fault stands in its place."""

import pytest
from hypothesis import given as assume
from msgspec.structs import replace

from events.task import DraftSaved
from services.console.filling import typed
from services.console.filling.typed import MONEY, PROGRESS, WHOLE
from services.forms.situation import Blank, Filled
from tests.services.forms.filled import DONE, FORM, PEOPLE, ROAD, fillings


def kept(filled: Filled) -> Blank:
    """Give the form with a draft in it."""
    draft = DraftSaved(
        task="H1",
        filer="filer-01",
        lines=filled.lines,
        funding=filled.funding,
        implementation=filled.implementation,
    )
    return replace(FORM, task=replace(FORM.task, draft=draft))


@pytest.mark.clause("HJ-20")
@assume(fillings())
def test_a_draft_comes_back_as_it_was(filled: Filled) -> None:
    form = kept(filled)
    assert typed.read(form, typed.of(form)) == (filled, {})


def test_nothing_typed_is_nothing_said() -> None:
    assert typed.read(FORM, typed.of(FORM)) == (Filled(), {})


def test_every_fault_stands_at_its_place_and_the_rest_is_read() -> None:
    told = typed.of(FORM)
    told.lines[ROAD.name].actual = "十二"
    told.lines[PEOPLE.name].actual = "很好"
    told.lines[DONE.name].actual = "2021-10-01"
    told.money[0][1] = "一百"
    told.progress = "过半"
    filled, faults = typed.read(FORM, told)
    assert {*faults} == {ROAD.name, PEOPLE.name, MONEY, PROGRESS}
    assert faults[ROAD.name] == ["“十二”不是数字"]
    assert [line.indicator for line in filled.lines if line.done_on] == [DONE.name]


def test_money_is_typed_to_the_last_fen_and_no_further() -> None:
    told = typed.of(FORM)
    told.money[1] = ["0.000001", "0.0000001"]
    filled, faults = typed.read(FORM, told)
    assert filled.funding is not None
    assert filled.funding.general_public.initial_budget_fen == 1
    assert "金额须以万元填写，精确到分（最多六位小数）" in faults[MONEY]


def test_progress_is_typed_whole_or_not_at_all() -> None:
    told = typed.of(FORM)
    told.note = "进场晚"
    assert typed.read(FORM, told)[1] == {PROGRESS: ["须填实施进度，或全部留空"]}


def test_what_the_decider_says_is_put_where_it_belongs() -> None:
    reasons = (
        f"指标“{ROAD.name}”未填报",
        "年初预算数：年度资金总额 1 元不等于各项之和",
        "实施进度须在 0 至 100 之间",
        "执行率异议 H1-D1 尚未办结，办结后方可报送",
    )
    assert typed.placed(reasons, [ROAD.name, PEOPLE.name]) == {
        ROAD.name: ["未填报"],
        MONEY: [reasons[1]],
        PROGRESS: [reasons[2]],
        WHOLE: [reasons[3]],
    }
