"""Streams as they must be: created, strengthened, never weakened.

Works on the raw JSON of the server, so that no field is lost on the way. Whatever is not unset
in the wanted config is compared; other fields of an existing stream are left as they are.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from eventsourcing.persistence import ProgrammingError

from services.ledger.errors import STREAM_NOT_FOUND, Refusal
from services.ledger.wire import Json, Wire

NAME_IN_USE = 10058
_UNSET: tuple[object, ...] = (None, False, 0, -1, "", "default", [], {})


class Difference(NamedTuple):
    """A field that is not as it must be."""

    field: str
    wanted: object
    found: object

    def __str__(self) -> str:
        return f"{self.field}: wanted {self.wanted!r}, found {self.found!r}"


class StreamRefused(ProgrammingError):
    """An existing stream is weaker than wanted, or would be weakened."""

    def __init__(self, name: str, differences: list[str]) -> None:
        super().__init__(f"stream {name} is not as it must be: {'; '.join(differences)}")
        self.name = name
        self.differences = differences

    @property
    def written_behind(self) -> bool:
        """Whether only one server can keep it: what is written behind cannot be changed later."""
        return any(line.startswith("persist_mode: wanted None") for line in self.differences)


def ledger(name: str, subjects: list[str], replicas: int = 1) -> Json:
    """Config of a stream that keeps everything for ever and lets nothing be taken away."""
    return {
        "name": name,
        "subjects": subjects,
        "storage": "file",
        "retention": "limits",
        "discard": "new",
        "num_replicas": replicas,
        "deny_delete": True,
        "deny_purge": True,
        "allow_direct": True,
        "allow_atomic": True,
        # Each of these, set, would let history go or come in from elsewhere.
        "max_age": 0,
        "max_msgs": -1,
        "max_bytes": -1,
        "max_msgs_per_subject": -1,
        "allow_rollup_hdrs": False,
        "allow_msg_ttl": False,
        "allow_msg_counter": False,
        "allow_msg_schedules": False,
        "subject_delete_marker_ttl": 0,
        "sealed": False,
        "no_ack": False,
        "persist_mode": None,
        "subject_transform": None,
        "mirror": None,
        "sources": None,
    }


def replicated(config: Json, replicas: int) -> Json:
    """Return a config for so many servers; what several keep cannot be written behind."""
    if replicas == 1:
        return config
    return {**config, "num_replicas": replicas, "persist_mode": None}


async def reconcile(wire: Wire, wanted: Mapping[str, object]) -> None:
    """Create the stream, or strengthen it; StreamRefused when only weakening would do."""
    name = str(wanted["name"])
    found = await _config(wire, name)
    if found is None:
        request = {field: value for field, value in wanted.items() if not _unset(value)}
        try:
            await wire.api(f"STREAM.CREATE.{name}", request)
        except Refusal as refusal:
            if refusal.code != NAME_IN_USE:  # somebody else has just made it, perhaps differently
                raise
    else:
        changes = _changes(found, wanted)
        refused = [field for field in changes if not _harmless(field, found, wanted)]
        if refused:
            raise StreamRefused(name, [_line(field, found, wanted) for field in refused])
        if changes:
            merged = {field: _merged(field, found, wanted) for field in changes}
            await wire.api(f"STREAM.UPDATE.{name}", {**found, **merged})
    # A server that does not know a field may drop it silently.
    left = await drift(wire, wanted)
    if left:
        raise StreamRefused(name, left)


async def drift(wire: Wire, wanted: Mapping[str, object]) -> list[str]:
    """One line for each field of the stream that is not as wanted, none when all is well."""
    found = await differences(wire, wanted)
    if found is None:
        return [f"stream {wanted['name']}: wanted, but there is none"]
    return [str(difference) for difference in found]


async def differences(wire: Wire, wanted: Mapping[str, object]) -> list[Difference] | None:
    """Return the fields that are not as wanted; None when there is no such stream."""
    found = await _config(wire, str(wanted["name"]))
    if found is None:
        return None
    return [Difference(field, wanted[field], found.get(field)) for field in _changes(found, wanted)]


async def _config(wire: Wire, name: str) -> Json | None:
    try:
        answer = await wire.api(f"STREAM.INFO.{name}")
    except Refusal as refusal:
        if refusal.code == STREAM_NOT_FOUND:
            return None
        raise
    config = answer["config"]
    if not isinstance(config, dict):
        raise TypeError(f"stream {name}: config is {config!r}")
    return config


def _changes(found: Json, wanted: Mapping[str, object]) -> list[str]:
    return [field for field, value in wanted.items() if not _same(field, found.get(field), value)]


def _same(field: str, found: object, wanted: object) -> bool:
    if _unset(found) and _unset(wanted):
        return True
    if field == "persist_mode" and _unset(found):
        return True  # written at once where it might be written behind
    if field == "subjects" and isinstance(found, list) and isinstance(wanted, list):
        return set(wanted) <= set(found)
    if field == "metadata" and isinstance(found, dict) and isinstance(wanted, dict):
        return wanted.items() <= found.items()
    return found == wanted


def _merged(field: str, found: Json, wanted: Mapping[str, object]) -> object:
    old, new = found.get(field), wanted[field]
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(item for item in new if item not in old)]
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **new}
    return new


def _harmless(field: str, found: Json, wanted: Mapping[str, object]) -> bool:
    rule = _HARMLESS.get(field)
    return rule is not None and rule(found.get(field), wanted[field])


def _grows(found: object, wanted: object) -> bool:
    return isinstance(found, int) and isinstance(wanted, int) and wanted > found


def _always(_found: object, _wanted: object) -> bool:
    return True


def _switched_on(_found: object, wanted: object) -> bool:
    return wanted is True


_HARMLESS: dict[str, Callable[[object, object], bool]] = {
    "subjects": _always,  # only ever added to
    "metadata": _always,
    "description": _always,
    "placement": _always,
    "compression": _always,
    "num_replicas": _grows,
    "duplicate_window": _grows,
    "max_msg_size": _grows,
    "allow_direct": _switched_on,
    "allow_atomic": _switched_on,
}


def _unset(value: object) -> bool:
    # Told apart by type as well, since 0 == False.
    return any(value == unset and type(value) is type(unset) for unset in _UNSET)


def _line(field: str, found: Json, wanted: Mapping[str, object]) -> str:
    return str(Difference(field, wanted[field], found.get(field)))
