"""Facts: which edition of the rules a division follows from which day."""

from datetime import date

from events.fact import Fact


class PolicyAdopted(Fact, frozen=True, kw_only=True):
    """An edition with its whole content, so that no file decides what was in force."""

    tag = "policy.adopted.v1"
    title = "采用政策版本"

    edition: str
    effective_on: date
    source_document: str
    rules: dict[str, object]


class PolicyAmended(Fact, frozen=True, kw_only=True):
    """A new edition made from another by dotted changes; the whole content again."""

    tag = "policy.amended.v1"
    title = "修订政策版本"

    edition: str
    amends: str
    effective_on: date
    source_document: str
    clause: str
    changes: dict[str, object]
    rules: dict[str, object]


PolicyFact = PolicyAdopted | PolicyAmended
