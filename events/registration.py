"""Facts: what is monitored, and how its life in the year begins and ends."""

from datetime import date

from events.fact import Fact
from events.terms import BudgetLedger, FundSource, FundTag, SubjectKind


class ProjectRegistered(Fact, frozen=True, kw_only=True):
    """A subject of monitoring entered the year (LY-01, LY-02, HJ-08); money in 分 comes later.

    ``section`` is the finance section in charge, ``parent`` the code of the subject it belongs to
    (LY-11), ``responsible`` holds staff ids, never names (HL-02).
    """

    tag = "project.registered.v1"
    title = "项目登记"

    name: str
    subject_kind: SubjectKind
    department: str
    unit: str
    fund_tags: tuple[FundTag, ...] = ()
    starts_on: date
    ends_on: date
    section: str = ""
    parent: str = ""
    budget_ledger: BudgetLedger = BudgetLedger.GENERAL_PUBLIC
    fund_source: FundSource | None = None
    responsible: tuple[str, ...] = ()
    first_arranged_year: int | None = None


class FundsTagged(Fact, frozen=True, kw_only=True):
    """Tags were added to the project's money, with the document that says so (QM-06, QM-11)."""

    tag = "project.funds-tagged.v1"
    title = "标记资金属性"

    tags: tuple[FundTag, ...]
    basis: str


class CarryoverLinked(Fact, frozen=True, kw_only=True):
    """Money in 分 came over from an earlier year.

    ``arranged_in`` is the year it was first arranged: a change of use does not restart the
    two-year clock.
    """

    tag = "project.carryover-linked.v1"
    title = "关联结转资金"

    from_year: int
    from_project: str
    arranged_in: int
    amount_fen: int


class ProjectTerminated(Fact, frozen=True, kw_only=True):
    """The project ended before its time; only what is owed for it goes on."""

    tag = "project.terminated.v1"
    title = "项目终止"

    reason: str
    effective_on: date


class ProjectClosed(Fact, frozen=True, kw_only=True):
    """The project was finished, or its year was over."""

    tag = "project.closed.v1"
    title = "项目结束"

    reason: str
    effective_on: date


RegistrationFact = (
    ProjectRegistered | FundsTagged | CarryoverLinked | ProjectTerminated | ProjectClosed
)
