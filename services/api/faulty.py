"""The kinds of no that only HTTP has, beside those of the desk and of access."""

from services.desk.every_fault import Fault
from services.refusal import Refused


class Faulty(Exception):
    """What was sent cannot be read; every fault is listed and nothing was carried out."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("；".join(f"{one.path}：{one.reason}" for one in faults))
        self.faults = faults


class NotThere(Refused):
    """There is no such thing, or none within reach: both are told alike."""


class Unavailable(Exception):
    """Too many ask for it at the same moment, or it is not there yet: try again."""


class WaitedTooLong(Exception):
    """The views did not reach the position asked for within the time allowed."""


class NotAcceptable(Exception):
    """None of the forms the client takes is offered."""


class UnsupportedMedia(Exception):
    """What was sent is in none of the forms that are read."""
