"""A rectification case whose day has passed without a result, and the ladder it climbs."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from events.rectification import RectificationEscalated, RectificationFact, RectificationOverdue
from services.decision import Context
from services.policies.calendar import end_of
from services.policies.rules import RectificationRules
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.cases import Case


def lapsed(
    name: str, case: "Case", rules: RectificationRules, context: Context
) -> list[RectificationFact]:
    """Say that a case without a result is overdue, once; time may take it a step higher."""
    if not case.runs or context.at < end_of(case.due):
        return []
    facts: list[RectificationFact] = [RectificationOverdue(case=name, due_on=case.due)]
    if rules.escalate_when_overdue and _next(case, rules):
        facts.append(escalated(name, replace(case, overdue=True), rules, context, "逾期未整改"))
    return facts


def escalated(
    name: str, case: "Case", rules: RectificationRules, context: Context, reason: str
) -> RectificationEscalated:
    """Take a case to the next step of the ladder."""
    place = _next(case, rules)
    if not place:
        raise Refused(f"{case.step.zh}已是最后一级，不能再升级", clause="QM-14")
    return RectificationEscalated(
        case=name,
        step=rules.ladder[place],
        on=context.today,
        reason=reason,
        edition=case.notice.edition,
    )


def _next(case: "Case", rules: RectificationRules) -> int:
    """Return the place in the ladder after the case's own, 0 at its top or off it."""
    at = rules.ladder.index(case.step) if case.step in rules.ladder else len(rules.ladder)
    return at + 1 if at + 1 < len(rules.ladder) else 0
