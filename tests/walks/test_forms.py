"""The official forms from the command line: out, filled in, back, and the wrong ones."""

from pathlib import Path

import pytest

from services.forms import correction
from services.forms.grid import opened
from tests.services.forms.edited import edited
from tests.walks.jixiao import STORIES, run

PROJECT = "150625-2021-HJ02"
FILER = ("--actor", "hj-hj02", "--org", "草原工作站")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    run("import", str(STORIES / "hanggin-2021.jsonl"), data=folder)
    return folder


def test_a_form_goes_out_and_comes_back(data: Path, tmp_path: Path) -> None:
    blank, filled = tmp_path / "blank.xlsx", tmp_path / "filled.xlsx"
    told = run("form", "correction", PROJECT, "H1", "--out", str(blank), data=data)
    assert "已生成 附件2 纠偏表" in told
    [grid] = opened(blank.read_bytes())
    at = {
        label: row + 1
        for row in range(grid.height)
        if (label := grid.text(row, 0)) in (correction.PROBLEMS, correction.MEASURES)
    }
    cells = {f"B{at[correction.PROBLEMS]}": "围栏未到货", f"B{at[correction.MEASURES]}": "催货"}
    filled.write_bytes(edited(blank.read_bytes(), **cells))
    assert "新增事实 1 条" in run("upload", str(filled), *FILER, data=data)
    again = tmp_path / "again.xlsx"
    run("form", "correction", PROJECT, "H1", "--out", str(again), data=data)
    assert opened(again.read_bytes())[0].text(at[correction.PROBLEMS] - 1, 1) == "围栏未到货"


def test_what_is_wrong_is_listed_by_cell_and_recorded_nowhere(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "situation.xlsx"
    run("form", "situation", PROJECT, "H1", "--out", str(file), data=data)
    file.write_bytes(edited(file.read_bytes(), E13="约一半", N7="-1"))
    told = run("upload", str(file), *FILER, data=data, code=2)
    assert "E13：“约一半”不是数字" in told
    assert "N7：金额不能为负数" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("form", "nothing", PROJECT, "H1"), "没有表 nothing"),
        (("form", "situation", "HJ02", "H1"), "看不懂“HJ02”"),
        (("form", "situation", PROJECT, "H9"), "没有监控任务 H9"),
        (("form", "situation", "150625-2021-NONE", "H1"), "台账中没有 150625-2021-NONE"),
        (("form", "clawback", PROJECT, "R1"), "项目不在收回批次 R1 的清单中"),
        (("form", "report", PROJECT, "H1", "--out", "/nowhere/x.docx"), "不能写入 /nowhere/x.docx"),
        (("upload", "missing.xlsx", *FILER), "不能读取 missing.xlsx"),
        (("upload", __file__, *FILER), "不是可读的 xlsx 文件"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(data: Path, words: tuple[str, ...], said: str) -> None:
    assert said in run(*words, data=data, code=2)


def test_a_stranger_is_refused_and_the_form_not_recorded(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "adjustment.xlsx"
    run("form", "correction", PROJECT, "H1", "--out", str(file), data=data)
    stranger = ("--actor", "nobody", "--org", "别的单位")
    told = run("upload", str(file), *stranger, data=data, code=1)
    assert "未登记" in told
