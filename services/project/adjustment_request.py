"""A request to adjust targets on its way: which steps passed it, whose turn it is (domain 4.5)."""

from msgspec import Struct

from events.targets import AdjustmentProposed, TargetAdjusted
from events.terms import Role
from services.project.authority import FINANCE


class Adjustment(Struct, frozen=True):
    """An adjustment on its way; ``base`` is the version it was written against.

    ``reviewers`` passed it, one for each step; ``returned`` says why it has to be asked for anew.
    """

    proposed: AdjustmentProposed
    base: int
    reviewers: tuple[str, ...] = ()
    returned: str = ""
    closed: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is under way or in force, neither refused, returned nor taken back."""
        return self.closed in ("", TargetAdjusted.title) and not self.returned

    @property
    def reviewed(self) -> bool:
        """Whether every step has passed it."""
        return len(self.reviewers) >= max(1, len(self.proposed.chain))

    @property
    def reviews(self) -> tuple[Role, ...]:
        """Whose review it waits for; empty when it waits for who writes targets, or for nobody."""
        if self.closed or self.returned or self.reviewed:
            return ()
        chain = self.proposed.chain
        return (chain[len(self.reviewers)],) if chain else FINANCE


def steps(chain: tuple[Role, ...], proposer: Role) -> tuple[Role, ...]:
    """Leave out the steps before the one who asks: a section asks for what it has looked at."""
    return chain[chain.index(proposer) :] if proposer in chain else chain
