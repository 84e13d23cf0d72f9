"""The no of this package: nobody known, not allowed, or too many tries."""

from services.refusal import Refused


class Unauthenticated(Refused):
    """Nobody is known to be asking: HTTP 401."""


class Forbidden(Refused):
    """Somebody is known and may not: HTTP 403."""


class TooManyTries(Refused):
    """Too many failed tries: HTTP 429; ``retry_after`` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"尝试次数过多，请在 {retry_after} 秒后再试")
        self.retry_after = retry_after


class Taken(Refused):
    """Somebody else changed the same entry first, or it is there already: HTTP 409."""
