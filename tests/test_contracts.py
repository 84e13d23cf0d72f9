"""Every import contract is seen failing once: a forbidden import breaks exactly that contract."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("events", "projections", "services")


def lint(folder: Path) -> str:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )
    return done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    assert "0 broken" in lint(ROOT)


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("events/fact.py", "import projections.view", "services > projections > events"),
        ("projections/view.py", "import services.refusal", "services > projections > events"),
        ("services/project/measures.py", "import services.desk.desk", "edges > office > desk"),
        ("services/intake/intake.py", "import services.office", "edges > office > desk"),
        ("services/project/execution.py", "import psycopg", "deciders, projections and events"),
        ("services/assessment/scoring.py", "import asyncio", "deciders, projections and events"),
        ("projections/ranking.py", "import structlog", "deciders, projections and events"),
        ("services/access/authority.py", "import nats", "deciders, projections and events"),
        ("services/office.py", "import services.access.access", "edges > office > desk"),
        ("services/ledger/heads.py", "import events.fact", "the ledger knows no domain"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    copy: Path, file: str, line: str, contract: str
) -> None:
    path = copy / file
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    broken = [said for said in lint(copy).splitlines() if said.endswith("BROKEN")]
    assert any(said.startswith(contract) for said in broken), broken
