"""``up`` with its servers elsewhere, so that each of the three can be treated by itself."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from tests.torture.database import Database, database
from tests.torture.house import Elsewhere, House
from tests.torture.nodes import Node
from tests.torture.scenario import Stage


class Lodging(NamedTuple):
    """A NATS server, a PostgreSQL and the house that uses them, each a process of its own."""

    node: Node
    base: Database
    house: House


@contextmanager
def lodged(stage: Stage, *, limits: str = "") -> Iterator[Lodging]:
    """Have the house ready while the block runs. Raises Hung."""
    with ExitStack() as stack:
        node = Node(stage.folder / "nats", limits=limits)
        stack.callback(node.kill)
        node.start()
        node.await_ready()
        base = stack.enter_context(database(stage.folder / "pg"))
        house = House(stage.folder / "house", stage.folder, Elsewhere(node.url, base.url))
        stack.callback(house.kill)
        house.await_ready()
        yield Lodging(node, base, house)
