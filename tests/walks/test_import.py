"""Importing: twice the same, killed at any moment, and what cannot be read."""

import json
from pathlib import Path

import pytest

from tests.walks.jixiao import kill, run, show, start, wait_until_written

LINES = 3000
CHIEF = {"id": "chief-01", "role": "FIN_APPROVER", "org": "财政局"}


def test_a_folder_that_is_not_there_gives_no_empty_answer(tmp_path: Path) -> None:
    data, file = tmp_path / "misspelt", tmp_path / "gone" / "ranking.xlsx"
    for words in (("show", "ranking"), ("verify",), ("replay", "231083-2021-P01"), ("rebuild",)):
        assert f"没有数据目录 {data}：请核对 --data" in run(*words, data=data, code=2)
    assert not data.exists()
    data.mkdir()
    told = run("show", "ranking", "--xlsx", str(file), data=data, code=2)
    assert f"不能写入 {file}：没有这个文件或目录" in told


def command(what: str, **data: object) -> str:
    line = {"command": what, "at": "2021-02-01T09:00:00+08:00", "actor": CHIEF}
    return json.dumps({**line, "division": "231083", "data": data}, ensure_ascii=False)


def payment(number: int) -> str:
    return json.dumps(
        {
            "fact": "paid",
            "division": "231083",
            "source_system": "treasury",
            "document_no": f"2021-{number:05}",
            "line_no": 1,
            "fiscal_year": 2021,
            "project_code": f"P{number % 300:03}",
            "amount_fen": 100 + number,
            "occurred_on": "2021-03-01",
            "published_at": "2021-03-01T10:00:00+08:00",
        }
    )


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history whose commands stand between the payments, so that batches are small."""
    lines = [command("AdoptPolicy", edition="hailin@2021-01-01")]
    for number in range(LINES):
        if number % 10 == 0:
            name = f"P{number % 300:03}"
            register: dict[str, object] = {
                "fiscal_year": 2021,
                "project_code": name,
                "name": f"项目{name}",
            }
            lines.append(command("RegisterProject", **register, department="农业农村局", unit="站"))
        lines.append(payment(number))
    path = tmp_path_factory.mktemp("history") / "history.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(history: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("undisturbed")
    run("import", str(history), data=data)
    return data


def test_the_same_file_again_writes_no_fact(history: Path, undisturbed: Path) -> None:
    said = run("import", str(history), data=undisturbed)
    assert "新增事实 0 条" in said


@pytest.mark.parametrize("written", [20_000, 400_000, 1_000_000])
def test_an_import_killed_in_the_middle_goes_on(
    history: Path, undisturbed: Path, tmp_path: Path, written: int
) -> None:
    importing = start("import", str(history), data=tmp_path)
    try:
        wait_until_written(tmp_path, written)
    finally:
        kill(importing)
    assert "逐字节相同" in run("verify", data=tmp_path)
    assert len(show("execution", data=tmp_path)) <= 300
    run("import", str(history), data=tmp_path)
    assert "逐字节相同" in run("verify", data=tmp_path)
    assert show("execution", data=tmp_path) == show("execution", data=undisturbed)
    executed = [row["executed_fen"] for row in show("execution", data=tmp_path)]
    assert sum(fen for fen in executed if isinstance(fen, int)) == sum(
        100 + number for number in range(LINES)
    )


def test_a_line_that_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    wrong = payment(7).replace('"amount_fen": 107', '"amount_fen": "107"')
    path.write_text("\n".join([payment(1), "{", wrong, payment(2)]), "utf-8")
    said = run("import", str(path), data=tmp_path / "data", code=1)
    assert "第 2 行" in said
    assert "第 3 行" in said
    assert "amount_fen" in said
    assert "新增事实 2 条" in said


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--version", "999"), "231083-2021-P001 共有 10 个版本，没有版本 999"),
        (("--version", "0"), "没有版本 0"),
        (
            ("--version", "3", "--diff", "2021-01-01", "2021-12-31"),
            "不能与 --as-of、--version 同用",
        ),
    ],
)
def test_a_replay_of_what_is_not_there_is_refused(
    undisturbed: Path, options: tuple[str, ...], reason: str
) -> None:
    assert reason in run("replay", "231083-2021-P001", *options, data=undisturbed, code=2)


def test_a_missing_file_is_said_in_chinese(tmp_path: Path) -> None:
    assert "没有文件" in run("import", str(tmp_path / "none.jsonl"), data=tmp_path / "d", code=2)
