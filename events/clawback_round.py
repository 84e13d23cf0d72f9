"""Facts: one round of taking money back in a division (HL-07)."""

from datetime import date

from events.fact import Fact


class ClawbackRoundOpened(Fact, frozen=True, kw_only=True):
    """A round with its cut-off day under an edition of the rules."""

    tag = "clawback-round.opened.v1"
    title = "启动盘活收回"

    cutoff_on: date
    edition: str


class CandidatesFrozen(Fact, frozen=True, kw_only=True):
    """Which projects were examined, read from the views at ledger position ``position``."""

    tag = "clawback-round.candidates-frozen.v1"
    title = "冻结候选范围"

    projects: tuple[str, ...]
    position: int


class ClawbackRoundClosed(Fact, frozen=True, kw_only=True):
    """The round is over."""

    tag = "clawback-round.closed.v1"
    title = "结束盘活收回"


ClawbackRoundFact = ClawbackRoundOpened | CandidatesFrozen | ClawbackRoundClosed
