"""附件1 as a file: what goes out comes back, and every fault is named by its cell."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given as assume
from msgspec.structs import replace

from events.monitoring import (
    IndicatorReport,
)
from events.subjects import project_id
from services.forms import situation
from services.forms.grid import FaultyForm, opened
from services.forms.situation import Blank, Filled
from services.refusal import Refused
from tests.services.forms.edited import edited
from tests.services.forms.filled import FORM, fillings
from tests.services.project.stories import ROADS


def back(content: bytes, of: Blank) -> Filled:
    return situation.read(opened(content), of)


@pytest.mark.clause("HJ-20")
@assume(fillings())
@pytest.mark.clause("HJ-F1")
def test_a_round_trip_changes_nothing(filled: Filled) -> None:
    assert back(situation.write(FORM, filled), FORM) == filled


def test_an_empty_form_comes_back_empty() -> None:
    assert back(situation.write(FORM, Filled()), FORM) == Filled()


@pytest.mark.clause("HJ-F1", "LY-14")
def test_money_is_what_the_system_read() -> None:
    [main, _] = opened(situation.write(FORM, Filled()))
    assert main.text(6, 7) == "112.000001"
    assert main.text(6, 10) == "37.33"
    assert (main.text(7, 7), main.text(8, 7)) == ("112.000001", "0")


@pytest.mark.clause("HJ-F1", "LY-18")
def test_every_fault_is_named_by_its_cell_at_once() -> None:
    filled = Filled(lines=(IndicatorReport(indicator=ROADS.name, actual=Decimal(50)),))
    content = edited(
        situation.write(FORM, filled),
        E13="五十",
        M13="",
        C16="不存在的指标",
        N7="0.0000001",
        N8="-1",
    )
    with pytest.raises(FaultyForm) as told:
        back(content, FORM)
    assert {fault.path for fault in told.value.faults} == {"E13", "M13", "C16", "N7", "N8", "N9"}
    assert "E13：“五十”不是数字" in str(told.value)


def test_the_form_of_another_task_is_not_taken() -> None:
    other = replace(FORM, id=project_id("231083", 2021, "P2"))
    with pytest.raises(
        FaultyForm, match="这是 231083-2021-P1/H1 的表，不是 231083-2021-P2/H1 的表"
    ):
        back(situation.write(FORM, Filled()), other)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04broken", b"a,b\n1,2\n", io.BytesIO(b"\x00" * 100).getvalue()],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="xlsx 文件"):
        opened(content)


def test_a_file_that_unpacks_too_far_is_refused_before_it_is_unpacked(
    bomb: Callable[[], bytes],
) -> None:
    with pytest.raises(Refused, match="压缩比过高"):
        opened(bomb())


def test_the_file_of_a_form_is_there_to_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(situation.write(FORM, Filled()))
    assert path.stat().st_size > 5000
