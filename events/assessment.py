"""Facts: the yearly assessment of departments and its ranking (HL-16, HJ-23, QM-14)."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from events.fact import Fact


class Deduction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Points lost for each thing that ``counts``: ``each`` for all but the first ``beyond``.

    For tasks that were returned, ``beyond`` is how often each of them may be.
    """

    counts: str
    each: Decimal
    beyond: int = 0


class RubricItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the rubric: how many points the ``measure`` can bring, from ``floor`` to ``cap``.

    ``not_applicable`` says what becomes of an item without anything to measure: it is left out and
    the rest rescaled to 100 (``LEAVE_OUT``), or it has full points (``FULL``) or none (``NONE``).
    """

    code: str
    name: str
    points: Decimal
    measure: str
    floor: Decimal = Decimal(0)
    cap: Decimal | None = None
    not_applicable: str = "LEAVE_OUT"
    deductions: tuple[Deduction, ...] = ()


class Basis(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a point rests on: a project with its task or case, or an obligation.

    ``earned`` says whether it brought the point or lost it; ``position`` is a ledger position.
    """

    project: str = ""
    item: str = ""
    earned: bool = True
    position: int | None = None


class ItemScore(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Points of one rubric item and the counts they rest on; ``points`` None: not applicable.

    ``document`` is the evidence of points that were entered by hand.
    """

    code: str
    name: str
    full: Decimal
    points: Decimal | None
    part: str
    whole: str
    deducted: Decimal = Decimal(0)
    document: str = ""
    basis: tuple[Basis, ...] = ()


class Rank(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place in its group; ``rank`` None means unranked (no obligation in the year)."""

    department: str
    rank: int | None
    score: Decimal | None
    group: str = ""


class AssessmentOpened(Fact, frozen=True, kw_only=True):
    """An assessment with the rubric of an edition, 100 points in all."""

    tag = "assessment.opened.v1"
    title = "启动绩效考核"

    edition: str
    rubric: tuple[RubricItem, ...]


class DepartmentScored(Fact, frozen=True, kw_only=True):
    """A department's score out of 100, rescaled when items did not apply.

    The first version said None both for "nothing was owed" and for "nothing applied";
    ``obliged`` tells them apart (see ``events.upcasting``).
    """

    tag = "assessment.department-scored.v2"
    title = "部门考核评分"

    department: str
    obliged: bool
    score: Decimal | None
    rescaled: bool
    items: tuple[ItemScore, ...]
    position: int


class RankingPublished(Fact, frozen=True, kw_only=True):
    """The ranking: standard competition ranking, 1, 1, 3; published once.

    ``appeal_by`` is the last day to appeal, None where the rules set none.
    """

    tag = "assessment.ranking-published.v1"
    title = "公布考核排名"

    ranks: tuple[Rank, ...]
    appeal_by: date | None = None


class DepartmentsGrouped(Fact, frozen=True, kw_only=True):
    """Departments are ranked within these groups; who is in none is ranked with the rest."""

    tag = "assessment.departments-grouped.v1"
    title = "部门考核分组"

    groups: dict[str, tuple[str, ...]]


class ItemScored(Fact, frozen=True, kw_only=True):
    """Points of an item that software cannot see, entered by hand with their evidence."""

    tag = "assessment.item-scored.v1"
    title = "人工评分"

    department: str
    item: str
    points: Decimal
    document: str


class ScoreAppealed(Fact, frozen=True, kw_only=True):
    """A department does not agree with its score."""

    tag = "assessment.score-appealed.v1"
    title = "考核申诉"

    department: str
    score: Decimal | None
    reason: str


class AppealResolved(Fact, frozen=True, kw_only=True):
    """The answer to an appeal; ``points`` of ``item`` when it was upheld; both scores are kept."""

    tag = "assessment.appeal-resolved.v1"
    title = "申诉处理"

    department: str
    upheld: bool
    reason: str
    item: str = ""
    points: Decimal | None = None
    before: Decimal | None = None
    after: Decimal | None = None


class ScoreCorrected(Fact, frozen=True, kw_only=True):
    """A score was wrong and is put right after publication; the published ranking stands."""

    tag = "assessment.score-corrected.v1"
    title = "更正考核得分"

    department: str
    item: str
    points: Decimal
    before: Decimal | None
    after: Decimal | None
    reason: str


class BudgetTiltDecided(Fact, frozen=True, kw_only=True):
    """A department at the front gets more (HL-16): a percentage or an amount in 分.

    Both come from the decision document alone; ``tied`` says that others share the place.
    """

    tag = "assessment.budget-tilt-decided.v1"
    title = "决定预算倾斜"

    department: str
    rank: int
    tied: bool
    document: str
    percent: Decimal | None = None
    amount_fen: int | None = None


class BudgetDeductionDecided(Fact, frozen=True, kw_only=True):
    """A department at the rear gets less (HL-16); see ``BudgetTiltDecided``."""

    tag = "assessment.budget-deduction-decided.v1"
    title = "决定预算扣减"

    department: str
    rank: int
    tied: bool
    document: str
    percent: Decimal | None = None
    amount_fen: int | None = None


class DepartmentCommended(Fact, frozen=True, kw_only=True):
    """A department at the front is commended (QM-14)."""

    tag = "assessment.department-commended.v1"
    title = "表彰"

    department: str
    rank: int
    document: str


class DepartmentInterviewed(Fact, frozen=True, kw_only=True):
    """A department at the rear was called in and told to rectify by a day (QM-14)."""

    tag = "assessment.department-interviewed.v1"
    title = "约谈并责令整改"

    department: str
    rank: int
    on: date
    demand: str
    due_on: date
    document: str


class ResultsCirculated(Fact, frozen=True, kw_only=True):
    """The results were made known to all departments (QM-14)."""

    tag = "assessment.results-circulated.v1"
    title = "通报考核结果"

    document: str


class ResultsEntered(Fact, frozen=True, kw_only=True):
    """The results became part of the government's assessment (HJ-23, QM-14)."""

    tag = "assessment.results-entered.v1"
    title = "纳入政府绩效考核"

    document: str
    on: date


class ClueReferred(Fact, frozen=True, kw_only=True):
    """The auditors gave a clue about a department to the discipline inspection (QM-14)."""

    tag = "assessment.clue-referred.v1"
    title = "审计移送线索"

    department: str
    clue: str
    document: str
    on: date


class PilotsSelected(Fact, frozen=True, kw_only=True):
    """Departments whose overall spending the bureau itself evaluates as a pilot (HL-10)."""

    tag = "assessment.pilots-selected.v1"
    title = "选定整体支出财政评价试点部门"

    departments: tuple[str, ...]
    document: str


ConsequenceFact = (
    BudgetTiltDecided
    | BudgetDeductionDecided
    | DepartmentCommended
    | DepartmentInterviewed
    | ResultsCirculated
    | ResultsEntered
    | ClueReferred
)
AssessmentFact = (
    AssessmentOpened
    | DepartmentScored
    | RankingPublished
    | DepartmentsGrouped
    | ItemScored
    | ScoreAppealed
    | AppealResolved
    | ScoreCorrected
    | PilotsSelected
    | ConsequenceFact
)
