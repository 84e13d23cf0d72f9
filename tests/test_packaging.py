"""What a wheel of ours carries, and that nobody else claims our import names."""

import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("events", "projections", "services")


@pytest.mark.parametrize("name", OURS)
def test_no_other_distribution_claims_our_import_names(name: str) -> None:
    claimed = set(packages_distributions().get(name, [])) - {"jixiao"}
    assert claimed == set()


def test_the_wheel_holds_the_packs_and_the_stories(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("jixiao-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    packs = {
        f"services/policies/{file.name}" for file in (ROOT / "services/policies").glob("*.toml")
    }
    stories = {f"services/stories/{file.name}" for file in (ROOT / "deploy/demo").glob("*.jsonl")}
    assert len(packs) == 4
    assert len(stories) == 4
    assert packs | stories | {"services/cli/__init__.py", "events/fact.py"} <= names
    assert not [name for name in names if name.startswith("tests/")]
