"""Where a view stumbles, and over what."""

from msgspec import Struct


class Stumble(Struct, frozen=True):
    """The fact that a view could not fold, and why; the facts before it are folded."""

    sequence: int
    reason: str


def reason(error: Exception) -> str:
    """Say why a view stands still."""
    return f"{type(error).__name__}: {error}"
