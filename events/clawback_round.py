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


class FundsReallocated(Fact, frozen=True, kw_only=True):
    """Money of the local pool went to an urgent project, in 分 (HJ-05, HL-12).

    ``pool_fen`` is what the round had taken for the pool at ledger position ``position``.
    """

    tag = "clawback-round.funds-reallocated.v1"
    title = "统筹使用收回资金"

    number: int
    project: str
    purpose: str
    document: str
    amount_fen: int
    pool_fen: int
    position: int
    on: date


class ClawbackRoundClosed(Fact, frozen=True, kw_only=True):
    """The round is over."""

    tag = "clawback-round.closed.v1"
    title = "结束盘活收回"


ClawbackRoundFact = ClawbackRoundOpened | CandidatesFrozen | FundsReallocated | ClawbackRoundClosed
