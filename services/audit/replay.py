"""Replay: the facts of one history, its state at a moment, and what changed between two."""

from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from typing import TypeGuard

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from events.subjects import AggregateId
from services.desk.desk import Desk
from services.desk.history import History, Stamped, empty
from services.refusal import Refused


class Replayed(Struct, frozen=True, kw_only=True):
    """A history up to a moment: its facts in order and the state they add up to."""

    id: AggregateId
    events: tuple[Stamped, ...]
    history: History

    def state(self) -> object:
        """The state as plain JSON values, the same in every process: sets have no order."""
        return msgspec.to_builtins(
            self.history.state, enc_hook=_plain, str_keys=True, order="deterministic"
        )


class Change(Struct, frozen=True, kw_only=True):
    """One value that differs between two moments; None where it was not there."""

    path: str
    before: object
    after: object


def replay(
    desk: Desk,
    aggregate: AggregateId,
    *,
    as_of: datetime | None = None,
    version: int | None = None,
) -> Replayed:
    """Fold what was recorded at or before ``as_of``, or up to ``version``; else everything.

    :class:`Refused` when the history has no facts at all, or no such version.
    """
    stored = [event for event in desk.events.get(str(aggregate)) if isinstance(event, Stamped)]
    if not stored:
        raise Refused(f"台账中没有 {aggregate.name}")
    if version is not None and not 1 <= version <= len(stored):
        raise Refused(f"{aggregate.name} 共有 {len(stored)} 个版本，没有版本 {version}")
    events = tuple(
        event
        for event in stored
        if (as_of is None or event.envelope.time <= as_of)
        and (version is None or event.originator_version <= version)
    )
    return Replayed(id=aggregate, events=events, history=empty(aggregate).then(events))


def diff(before: object, after: object, path: str = "") -> Iterator[Change]:
    """Walk two states and yield what differs, by path; places in a list count from 1."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from diff(before.get(key), after.get(key), f"{path}.{key}".lstrip("."))
    elif _in_parts(before) and _in_parts(after):
        for place, (old, new) in enumerate(zip_longest(before, after), 1):
            yield from diff(old, new, f"{path}.{place}")
    elif before != after:
        yield Change(path=path, before=before, after=after)


def _in_parts(value: object) -> TypeGuard[list[object]]:
    """Whether a list is compared place by place; plain values are one value together."""
    return isinstance(value, list) and all(isinstance(one, dict | list) for one in value)


def _plain(value: object) -> object:
    """Turn what JSON has no word for into dicts and lists: maps and sets."""
    if hasattr(value, "items"):
        return {_key(key): entry for key, entry in sorted(value.items())}
    raise NotImplementedError(type(value))


def _key(key: object) -> str:
    return "/".join(map(str, astuple(key))) if isinstance(key, Struct) else str(key)
