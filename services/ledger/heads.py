"""What is known of the newest message of each subject."""

from collections import OrderedDict

import msgspec

CAPACITY = 65_536


class Head(msgspec.Struct, frozen=True, gc=False):
    """Version, stream sequence and digest of a subject's newest body; version None when empty."""

    version: int | None
    sequence: int
    digest: str


class Heads:
    """Heads by subject, the least recently used forgotten first."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._known: OrderedDict[str, Head] = OrderedDict()

    def get(self, subject: str) -> Head | None:
        head = self._known.get(subject)
        if head is not None:
            self._known.move_to_end(subject)
        return head

    def learn(self, subject: str, head: Head) -> None:
        """Remember a head unless one with a higher sequence, and so a truer one, is known."""
        known = self._known.get(subject)
        if known is not None and known.sequence > head.sequence:
            return
        self._known[subject] = head
        self._known.move_to_end(subject)
        if len(self._known) > self._capacity:
            self._known.popitem(last=False)

    def forget(self, subject: str) -> None:
        self._known.pop(subject, None)
