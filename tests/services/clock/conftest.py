"""A data folder of its own for every scene."""

from pathlib import Path

import pytest

from services.runtime.settings import Settings


@pytest.fixture
def folder(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)
