"""Every scenario in its short form."""

from pathlib import Path

import pytest

from tests.torture.catalogue import SCENARIOS
from tests.torture.scenario import Scenario
from tests.torture.stage import played


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_nothing_acknowledged_is_lost(scenario: Scenario, tmp_path: Path) -> None:
    found = played(scenario, tmp_path / scenario.name, short=True, seed=1)
    assert found.clean, found
    assert found.faults
