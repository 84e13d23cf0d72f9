"""Facts: what was done about a project (分类处置)."""

from datetime import date

from events.fact import Fact
from events.terms import Cause, DispositionKind, MeasureKind


class ProjectSuspended(Fact, frozen=True, kw_only=True):
    """The project stands still (LY-20, HJ-27, HL-06); recording of money goes on.

    ``disposition`` names what was decided in the register, if anything was.
    """

    tag = "project.suspended.v1"
    title = "暂停项目实施"

    cause: Cause
    reason: str
    effective_on: date
    disposition: str = ""
    project_name: str = ""
    department: str = ""


class ProjectResumed(Fact, frozen=True, kw_only=True):
    """A suspended project goes on."""

    tag = "project.resumed.v1"
    title = "恢复项目实施"

    reason: str
    effective_on: date


class AppropriationStopped(Fact, frozen=True, kw_only=True):
    """No more money is released (LY-20, HJ-05, HJ-27)."""

    tag = "project.appropriation-stopped.v1"
    title = "停止拨付资金"

    cause: Cause
    reason: str
    effective_on: date
    disposition: str = ""
    project_name: str = ""
    department: str = ""


class BudgetReduced(Fact, frozen=True, kw_only=True):
    """A reduction of the budget was decided (LY-19, HJ-24, HL-06).

    ``amount_fen`` is positive 分. An OBJECTIVE cause must be paired with a target adjustment of
    the same ``correlation``.
    """

    tag = "project.budget-reduced.v1"
    title = "调减预算"

    cause: Cause
    reason: str
    amount_fen: int
    correlation: str = ""
    disposition: str = ""
    project_name: str = ""
    department: str = ""


class AppropriationResumed(Fact, frozen=True, kw_only=True):
    """Money is released again from ``effective_on`` (HJ-05: 暂缓)."""

    tag = "project.appropriation-resumed.v1"
    title = "恢复拨付资金"

    reason: str
    effective_on: date


class SeriousCaseDisposed(Fact, frozen=True, kw_only=True):
    """Everything HJ-27 asks of a serious case was done at once.

    Procurement under way is left to its own procedure: ``committed_fen`` 分 under the documents
    ``procurement``. ``measures`` are those done by the same command.
    """

    tag = "project.serious-case-disposed.v1"
    title = "处置严重问题"

    reason: str
    measures: tuple[DispositionKind, ...]
    reduced_fen: int
    committed_fen: int
    procurement: tuple[str, ...]
    edition: str
    project_name: str = ""
    department: str = ""


class DispositionProposed(Fact, frozen=True, kw_only=True):
    """Measures were proposed for one cause (分类处置); ``basis`` names a task or an evaluation.

    ``amount_fen`` is what a reduction or a reclaim is about, in 分.
    """

    tag = "project.disposition-proposed.v1"
    title = "提出分类处置意见"

    disposition: str
    cause: Cause
    kinds: tuple[DispositionKind, ...]
    reason: str
    proposer: str
    edition: str
    project_name: str
    department: str
    measure: MeasureKind | None = None
    basis: str = ""
    amount_fen: int = 0


class DispositionDecided(Fact, frozen=True, kw_only=True):
    """The measures were decided or turned down.

    ``target_version`` and ``taken_fen`` (分 taken back) are as they were then: a target adjusted
    or money taken back afterwards is the execution.
    """

    tag = "project.disposition-decided.v1"
    title = "决定分类处置"

    disposition: str
    approved: bool
    opinion: str
    document: str
    target_version: int
    taken_fen: int


class DispositionExecuted(Fact, frozen=True, kw_only=True):
    """One decided measure was carried out on ``on``."""

    tag = "project.disposition-executed.v1"
    title = "执行分类处置"

    disposition: str
    kind: DispositionKind
    on: date
    note: str = ""


class DispositionRevoked(Fact, frozen=True, kw_only=True):
    """A disposition of which nothing was carried out was taken back."""

    tag = "project.disposition-revoked.v1"
    title = "撤销分类处置"

    disposition: str
    reason: str


Measure = ProjectSuspended | AppropriationStopped | BudgetReduced | SeriousCaseDisposed
DispositionFact = (
    Measure
    | ProjectResumed
    | AppropriationResumed
    | DispositionProposed
    | DispositionDecided
    | DispositionExecuted
    | DispositionRevoked
)
