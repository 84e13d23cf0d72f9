"""``make clauses`` ends well only when every clause has a test and each of them ran and passed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.clauses import Clauses

ROOT = Path(__file__).parents[1]
BEGINNING = "import pytest\n\n\n"


def marked(*clauses: str, body: str = "pass", name: str = "test_marked") -> str:
    named = ", ".join(repr(clause) for clause in clauses)
    return f"@pytest.mark.clause({named})\ndef {name}():\n    {body}\n\n\n"


BAD = marked("HJ-12", body="assert False", name="test_bad")
IDLE = marked("HJ-12", body="pytest.skip('x')", name="test_idle")


@pytest.mark.parametrize(
    ("more", "left_out", "code", "said"),
    [
        ("", "", 0, "90 条有测试并通过"),
        ("", "HJ-12", 1, "没有测试：HJ-12"),
        (BAD, "", 1, "测试失败或未运行：HJ-12"),
        (
            marked("HJ-12", body="pytest.skip('x')", name="test_no"),
            "",
            1,
            "测试失败或未运行：HJ-12",
        ),
        (marked("XX-01", name="test_unknown"), "", 1, "没有这些条款：XX-01"),
        ("def test_unmarked():\n    assert False\n", "", 0, "90 条有测试并通过"),
    ],
)
def test_every_clause_needs_tests_that_ran_and_passed(
    tmp_path: Path, more: str, left_out: str, code: int, said: str
) -> None:
    clauses = [clause for clause in Clauses().titles if clause != left_out]
    tmp_path.joinpath("test_it.py").write_text(BEGINNING + marked(*clauses) + more, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "--clauses", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout


def test_what_no_software_can_do_is_said_with_its_reason() -> None:
    clauses = Clauses()
    assert {"LY-17", "HL-02", "QM-04"} <= clauses.organisational.keys()
    assert clauses.unreasoned() == []
    clauses.organisational["HJ-01"] = " "
    assert clauses.unreasoned() == ["HJ-01"]
