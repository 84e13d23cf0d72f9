"""Facts: what must be reported or published by a day, and what became of it (HL-13, HL-17)."""

from datetime import date

from events.fact import Fact
from events.terms import Duty, Recipient


class ObligationRegistered(Fact, frozen=True, kw_only=True):
    """These owe something to all the recipients, and a copy to others, by the end of a day."""

    tag = "obligation.registered.v1"
    title = "登记报送公开义务"

    kind: Duty
    what: str
    owed_by: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    copies: tuple[Recipient, ...] = ()
    due_on: date
    clause: str = ""
    edition: str


class ObligationFulfilled(Fact, frozen=True, kw_only=True):
    """Delivered or published; ``document`` is its number or address.

    ``days_late`` counts from the due day, below zero is early; ``complete`` says that nobody who
    must get it is left out any more.
    """

    tag = "obligation.fulfilled.v1"
    title = "履行报送公开义务"

    department: str
    recipients: tuple[Recipient, ...]
    document: str
    on: date
    days_late: int
    complete: bool


class ObligationOverdue(Fact, frozen=True, kw_only=True):
    """The day has passed and somebody who must get it has not."""

    tag = "obligation.overdue.v1"
    title = "报送公开逾期"

    department: str
    due_on: date


class ObligationWaived(Fact, frozen=True, kw_only=True):
    """One of those who owe it need not do it."""

    tag = "obligation.waived.v1"
    title = "免予报送公开"

    department: str
    reason: str


ObligationFact = ObligationRegistered | ObligationFulfilled | ObligationOverdue | ObligationWaived
