"""A department's recorded points counted again by another rubric; what people did stands."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from events.assessment import DepartmentScored, ItemScore, RubricItem
from services.assessment.scoring import Entered, Evidence, added_up, limits, score


def again(
    recorded: DepartmentScored,
    counted: Sequence[RubricItem],
    rubric: Sequence[RubricItem],
    evidence: Mapping[str, Evidence],
    entered: Mapping[str, Entered],
) -> DepartmentScored:
    """Score a department by another rubric.

    An item that is the same keeps its points. Others are counted on what was counted then. Points
    that a person entered stand, as far as the new item goes.
    """
    items = {item.code: item for item in counted}
    was = {one.code: one for one in recorded.items}
    known = evidence.get(recorded.department, Evidence(department=recorded.department))
    known = _as_counted(known, [(items[code], one) for code, one in was.items() if code in items])
    by_hand = {
        item.code: replace(entered[item.code], points=_within(item, entered[item.code].points))
        for item in rubric
        if item.code in entered
    }
    fresh = {one.code: one for one in score(rubric, known, recorded.position, by_hand).items}
    return added_up(
        recorded.department,
        tuple(
            was[item.code]
            if item.code in was and items.get(item.code) == item
            else fresh[item.code]
            for item in rubric
        ),
        recorded.position,
        obliged=recorded.obliged,
    )


def _within(item: RubricItem, points: Decimal) -> Decimal:
    lowest, most = limits(item)
    return min(most, max(lowest, points))


def _as_counted(evidence: Evidence, counted: Iterable[tuple[RubricItem, ItemScore]]) -> Evidence:
    """Put the counts of the record in the place of those that were gathered again."""
    for item, one in counted:
        part, whole = Fraction(one.part), Fraction(one.whole)
        match item.measure:
            case "TARGETS_APPROVED":
                counts = {"targets_approved": int(part), "projects": int(whole)}
            case "SUBMITTED_ON_TIME":
                counts = {"tasks_on_time": int(part), "tasks_due": int(whole)}
            case "EXECUTION":
                counts = {"executed_fen": int(part), "base_fen": int(whole)}
            case "RECTIFIED":
                counts = {"cases_accepted": int(part), "cases_issued": int(whole)}
            case "DISCLOSED":
                counts = {"obligations_on_time": int(part), "obligations_due": int(whole)}
            case "MEAN_REVIEW_SCORE":
                scores = Decimal(part.numerator) / Decimal(part.denominator)
                evidence = replace(evidence, score_sum=scores, score_count=int(whole / 100))
                continue
            case _:
                continue
        evidence = replace(evidence, **counts, basis=evidence.basis | {item.measure: one.basis})
    return evidence
