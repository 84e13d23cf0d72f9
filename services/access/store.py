"""Entries of a key-value bucket on JetStream, each written only on the revision it was read at."""

from typing import Generic, TypeVar

import msgspec
from msgspec import Struct
from nats.aio.client import Client
from nats.js.errors import APIError, KeyNotFoundError, KeyWrongLastSequenceError, NoKeysError
from nats.js.kv import KeyValue

from services.access.refusals import Taken
from services.ledger.errors import WRONG_LAST_SEQUENCE

R = TypeVar("R", bound=Struct)


class Held(Struct, Generic[R], frozen=True):
    """An entry as it was read, and its revision."""

    value: R
    revision: int


class Shelf(Generic[R]):
    """The entries of one kind in a bucket; keys are letters, digits, ``-`` and ``_``."""

    def __init__(self, bucket: KeyValue, noun: str, kind: type[R]) -> None:
        """Keep entries of ``kind`` under ``noun``."""
        self._bucket = bucket
        self._prefix = f"{noun}."
        self._decoder = msgspec.json.Decoder(kind)

    async def get(self, key: str) -> Held[R] | None:
        """Read an entry, None when there is none."""
        try:
            entry = await self._bucket.get(self._prefix + key)
        except KeyNotFoundError:
            return None
        return Held(self._decoder.decode(entry.value or b""), entry.revision or 0)

    async def create(self, key: str, value: R) -> Held[R]:
        """Write a new entry; :class:`Taken` when there is one."""
        try:
            revision = await self._bucket.create(self._prefix + key, msgspec.json.encode(value))
        except KeyWrongLastSequenceError as error:
            raise Taken("已存在同名的条目") from error
        return Held(value, revision)

    async def update(self, key: str, held: Held[R], value: R) -> Held[R]:
        """Write over an entry; :class:`Taken` when it is no longer the one that was read."""
        content = msgspec.json.encode(value)
        try:
            revision = await self._bucket.update(self._prefix + key, content, held.revision)
        except KeyWrongLastSequenceError as error:
            raise Taken("刚被他人更改，请刷新后重试") from error
        return Held(value, revision)

    async def remove(self, key: str) -> None:
        """Take an entry away, if there is one."""
        await self._bucket.delete(self._prefix + key)

    async def take(self, key: str) -> R | None:
        """Read an entry and take it away: of several who ask at once, one gets it."""
        held = await self.get(key)
        if held is None:
            return None
        try:
            await self._bucket.delete(self._prefix + key, held.revision)
        except APIError as error:
            if error.err_code != WRONG_LAST_SEQUENCE:
                raise
            return None
        return held.value

    async def all(self) -> list[R]:
        """List the entries by their keys."""
        try:
            keys = await self._bucket.keys()
        except NoKeysError:
            return []
        names = sorted(key for key in keys if key.startswith(self._prefix))
        found = [await self.get(name.removeprefix(self._prefix)) for name in names]
        return [held.value for held in found if held]


async def bucket(client: Client, name: str) -> KeyValue:
    """Open a bucket that exists."""
    return await client.jetstream().key_value(name)
