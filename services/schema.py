"""Schemas of everything that crosses the border: commands, facts, upstream messages, NATS."""

from typing import Literal

import msgspec

from events.catalogue import FACTS
from services.desk.aggregates import COMMANDS
from services.desk.orders import WireOrder
from services.feed.description import describe
from services.importing import Tick
from services.intake.contract import FactLine, Message
from services.intake.intake import Receipt

What = Literal["commands", "facts", "intake", "asyncapi"]
_REF = "#/$defs/{name}"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(what: What) -> dict[str, object]:
    """Describe what ``jixiao import`` and ``jx.in.*`` accept, the facts of the ledger, or NATS."""
    match what:
        case "commands":
            return _commands()
        case "facts":
            schemas, definitions = msgspec.json.schema_components(
                FACTS.values(), schema_hook=anything, ref_template=_REF
            )
            facts = {
                tag: {"title": fact.title, **described}
                for (tag, fact), described in zip(FACTS.items(), schemas, strict=True)
            }
            return {"$schema": _DIALECT, "facts": facts, "$defs": definitions}
        case "asyncapi":
            return describe()
        case "intake":
            schemas, definitions = msgspec.json.schema_components(
                (Message, FactLine, Receipt), schema_hook=anything, ref_template=_REF
            )
            names = ("message", "line", "receipt")
            return {
                "$schema": _DIALECT,
                **dict(zip(names, schemas, strict=True)),
                "$defs": definitions,
            }


def anything(kind: type) -> dict[str, object]:
    """Describe ``object``, the one type the library has no word for."""
    if kind is not object:
        raise NotImplementedError(kind)
    return {"description": "任意 JSON 值"}


def _commands() -> dict[str, object]:
    """One schema for a line of a file: any command by its name, a fact or a tick."""
    (order, line, tick, *data), definitions = msgspec.json.schema_components(
        (WireOrder, FactLine, Tick, *COMMANDS.values()), schema_hook=anything, ref_template=_REF
    )
    commands = {
        name: {
            "title": command.title,
            "allOf": [
                order,
                {"properties": {"command": {"const": name}, "data": described}},
            ],
        }
        for (name, command), described in zip(COMMANDS.items(), data, strict=True)
    }
    return {
        "$schema": _DIALECT,
        "title": "jixiao import 的一行",
        "anyOf": [*commands.values(), line, tick],
        "commands": commands,
        "$defs": definitions,
    }
