"""Failed tries make the next ones wait, longer each time, for an account as for an address."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from services.access import tokens
from services.access.refusals import Taken, TooManyTries
from services.access.store import Held, Shelf

RETRIES: Final = 40


class Rule(Struct, frozen=True, kw_only=True):
    """How many tries are free, and how long one waits after them: doubled up to ``most``."""

    free: int
    first: timedelta
    most: timedelta
    forgotten_after: timedelta

    def delay(self, failures: int) -> timedelta:
        """How long to wait after so many failures."""
        if failures < self.free:
            return timedelta()
        return min(self.most, self.first * (1 << min(failures - self.free, 20)))


ACCOUNT: Final = Rule(
    free=5,
    first=timedelta(minutes=1),
    most=timedelta(hours=1),
    forgotten_after=timedelta(hours=12),
)
# Many people may share an address, so it waits later and less long than an account does.
ADDRESS: Final = Rule(
    free=60,
    first=timedelta(seconds=30),
    most=timedelta(minutes=15),
    forgotten_after=timedelta(hours=1),
)


class Tries(Struct, frozen=True, kw_only=True):
    """Failures since the last success, and until when nothing is tried."""

    failures: int
    last_at: datetime
    blocked_until: datetime

    def check(self, at: datetime) -> None:
        """Raise :class:`TooManyTries` while blocked."""
        if at < self.blocked_until:
            raise TooManyTries(int((self.blocked_until - at).total_seconds()) + 1)


def failed(tries: Tries | None, rule: Rule, at: datetime) -> Tries:
    """Count one more failure; old ones are forgotten."""
    old = tries is not None and at - tries.last_at >= rule.forgotten_after
    failures = 1 + (0 if tries is None or old else tries.failures)
    return Tries(failures=failures, last_at=at, blocked_until=at + rule.delay(failures))


class Throttle:
    """The tries of one kind of thing; names are kept as digests, known or not alike."""

    def __init__(self, shelf: Shelf[Tries], rule: Rule) -> None:
        self._shelf = shelf
        self.rule = rule

    async def check(self, name: str, at: datetime) -> None:
        """Raise :class:`TooManyTries` while the name is blocked."""
        held = await self._shelf.get(tokens.digest(name))
        if held is not None:
            held.value.check(at)

    async def reserve(self, name: str, at: datetime) -> Tries:
        """Count a failure before trying, so that tries side by side all count."""

        def step(held: Held[Tries] | None) -> Tries:
            if held is not None:
                held.value.check(at)
            return failed(held.value if held else None, self.rule, at)

        return await self._change(name, step)

    async def fail(self, name: str, at: datetime) -> Tries:
        """Count a failure."""
        return await self._change(
            name, lambda held: failed(held.value if held else None, self.rule, at)
        )

    async def forgive(self, name: str) -> None:
        """Forget the failures, after a success."""
        await self._shelf.remove(tokens.digest(name))

    async def _change(self, name: str, step: Callable[[Held[Tries] | None], Tries]) -> Tries:
        key = tokens.digest(name)
        for _ in range(RETRIES):
            held = await self._shelf.get(key)
            after = step(held)
            try:
                if held is None:
                    await self._shelf.create(key, after)
                else:
                    await self._shelf.update(key, held, after)
            except Taken:
                continue
            return after
        raise TooManyTries(1)


class Throttles(Struct, frozen=True, kw_only=True):
    """The tries by account name and by address; a system's failing key stops nobody's sign-in.

    ``starts`` are sign-ins begun at a provider, each of which is kept until it ends or is too old.
    """

    names: Throttle
    addresses: Throttle
    systems: Throttle
    starts: Throttle
