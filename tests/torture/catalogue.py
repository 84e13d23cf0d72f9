"""Every scenario, in the order in which they are played."""

from tests.torture import backups, cluster, disk, embedded, kills, power
from tests.torture.fuzz import scenario as fuzz
from tests.torture.mishaps import scenario as mishaps
from tests.torture.scenario import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    kills.SCENARIO,
    embedded.SCENARIO,
    cluster.SCENARIO,
    power.SCENARIO,
    mishaps.SCENARIO,
    backups.SCENARIO,
    fuzz.SCENARIO,
    disk.SCENARIO,
)
