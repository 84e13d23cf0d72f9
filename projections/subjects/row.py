"""What the view ``subjects`` says of one subject of monitoring."""

from datetime import date

from msgspec import Struct

from events.terms import BudgetLedger, Conclusion, FundSource, FundTag, Stage, SubjectKind, Trigger


class Requested(Struct, frozen=True):
    """A request for money in 分; ``additional`` comes on top of the budget."""

    request: str
    amount_fen: int
    additional: bool = False


class PreEvaluated(Struct, frozen=True):
    """A wish for money in 分 and how its pre-evaluation ended, None while it goes on (HL-03)."""

    evaluation: str
    trigger: Trigger
    amount_fen: int
    conclusion: Conclusion | None = None


class Carried(Struct, frozen=True):
    """Money in 分 that came over from a project of an earlier year."""

    from_year: int
    from_project: str
    amount_fen: int


class Subject(Struct, frozen=True, kw_only=True, gc=False):
    """One subject of monitoring.

    ``arranged_in`` is the year its oldest money was first arranged, None when all is new.
    ``lacks_targets`` and ``lacks_evaluation`` stand while a recorded budget waits for them;
    ``unpaired`` are matters whose budget cut or target adjustment lacks its other half (LY-19).
    ``target_rounds`` counts the hand-ups of the targets, 0 before the first (QM-10).
    """

    division: str
    fiscal_year: int
    project: str
    name: str = ""
    subject_kind: SubjectKind = SubjectKind.PROJECT
    stage: Stage = Stage.PROPOSED
    department: str = ""
    unit: str = ""
    section: str = ""
    parent: str = ""
    budget_ledger: BudgetLedger = BudgetLedger.GENERAL_PUBLIC
    fund_source: FundSource | None = None
    fund_tags: tuple[FundTag, ...] = ()
    responsible: tuple[str, ...] = ()
    arranged_in: int | None = None
    carryovers: tuple[Carried, ...] = ()
    carried_fen: int = 0
    pre_evaluation: str = ""
    conclusion: Conclusion | None = None
    pre_evaluations: tuple[PreEvaluated, ...] = ()
    evaluation_required: bool = False
    evaluation_supported: bool = False
    requests: tuple[Requested, ...] = ()
    requested_fen: int = 0
    additional_fen: int = 0
    has_budget: bool = False
    budget_flags: int = 0
    lacks_targets: bool = False
    lacks_evaluation: bool = False
    target_version: int | None = None
    target_rounds: int = 0
    target_returns: int = 0
    consultations: int = 0
    consultations_planned: int = 0
    published_version: int | None = None
    published_on: date | None = None
    published_at: str = ""
    objective_reductions: tuple[str, ...] = ()
    objective_adjustments: tuple[str, ...] = ()
    unpaired: tuple[str, ...] = ()
    suspended: bool = False
    terminated_on: date | None = None
    closed_on: date | None = None
