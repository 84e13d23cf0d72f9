"""Every scenario, in the order in which they are played."""

from tests.torture import cluster, disk, embedded, kills, power
from tests.torture.scenario import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    kills.SCENARIO,
    embedded.SCENARIO,
    cluster.SCENARIO,
    power.SCENARIO,
    disk.SCENARIO,
)
