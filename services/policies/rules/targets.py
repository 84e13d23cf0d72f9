"""Who sets, approves and changes targets, and how many there must be."""

from typing import Literal

from msgspec import field

from events.terms import Cause, FundTag, IndicatorLevel2, Role
from services.policies.rules.sourced import Sourced


class Targets(Sourced, frozen=True, kw_only=True):
    """Who approves targets, how many indicators they need, and when they may change.

    ``rounds_by_tag`` is how often a form is handed up before it ends (三下三上); ``under_review``
    says whether a submission under review keeps its version or blocks an adjustment. Targets come
    before a budget and with an addition to it where ``before_budget`` and ``with_addition`` say so.
    ``adjustment_chain`` are the roles that review an adjustment one after the other (domain 4.5);
    without any, finance reviews it once.
    """

    approver_roles: tuple[Role, ...] = (Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER)
    writer_roles: tuple[Role, ...] = (Role.PERF_SECTION_OFFICER,)
    minimum_indicators: int = 1
    minimum_by_tag: dict[FundTag, int] = field(default_factory=dict)
    level2: tuple[IndicatorLevel2, ...] = tuple(IndicatorLevel2)
    adjustment_causes: tuple[Cause, ...] = (
        Cause.OBJECTIVE,
        Cause.TARGET_MISMATCH,
        Cause.CONTENT_CHANGE,
        Cause.ADDITIONAL_BUDGET,
    )
    adjustment_chain: tuple[Role, ...] = ()
    rounds_by_tag: dict[FundTag, int] = field(default_factory=dict)
    consultations: int = 0
    before_budget: bool = False
    with_addition: bool = False
    approver_by_cause: dict[Cause, tuple[Role, ...]] = field(default_factory=dict)
    under_review: Literal["PIN", "BLOCK"] = "PIN"
