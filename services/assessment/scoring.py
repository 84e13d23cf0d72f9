"""Points: what the record says about a department, line by line of the rubric (domain 5.9)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from events.assessment import Basis, Deduction, DepartmentScored, ItemScore, Rank, RubricItem
from services.project.command import Text
from services.project.measures import hundredths

REST = ""


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the record says about a department in a year; money in 分.

    ``returns`` says how often each task was returned that was; ``basis`` names, by measure, the
    tasks, cases and obligations the counts were made of.
    """

    department: Text
    projects: int = 0
    targets_approved: int = 0
    tasks_due: int = 0
    tasks_on_time: int = 0
    score_sum: Decimal = Decimal(0)
    score_count: int = 0
    executed_fen: int = 0
    base_fen: int = 0
    cases_issued: int = 0
    cases_accepted: int = 0
    returns: tuple[int, ...] = ()
    cases_overdue: int = 0
    obligations_due: int = 0
    obligations_on_time: int = 0
    basis: dict[str, tuple[Basis, ...]] = {}

    def part_of(self, measure: str) -> tuple[Fraction, Fraction]:
        """Part and whole of a rubric measure; a whole of zero is not applicable."""
        pairs: dict[str, tuple[int | Decimal, int]] = {
            "TARGETS_APPROVED": (self.targets_approved, self.projects),
            "SUBMITTED_ON_TIME": (self.tasks_on_time, self.tasks_due),
            "MEAN_REVIEW_SCORE": (self.score_sum, 100 * self.score_count),
            "EXECUTION": (self.executed_fen, self.base_fen),
            "RECTIFIED": (self.cases_accepted, self.cases_issued),
            "DISCLOSED": (self.obligations_on_time, self.obligations_due),
            "MANUAL": (0, 0),
        }
        part, whole = pairs[measure]
        return Fraction(part), Fraction(whole)

    def count(self, deduction: Deduction) -> int:
        """How often a deduction is made."""
        if deduction.counts == "RETURNED_TASKS":
            return sum(times > deduction.beyond for times in self.returns)
        counts = {
            "LATE_TASKS": self.tasks_due - self.tasks_on_time,
            "OVERDUE_CASES": self.cases_overdue,
            "MISSED_OBLIGATIONS": self.obligations_due - self.obligations_on_time,
        }
        return max(0, counts[deduction.counts] - deduction.beyond)


class Entered(Struct, frozen=True):
    """Points a person decided: an item software cannot see, or an appeal that was upheld."""

    points: Decimal
    document: str


def score(
    rubric: Sequence[RubricItem],
    evidence: Evidence,
    position: int,
    entered: Mapping[str, Entered] | None = None,
) -> DepartmentScored:
    """Give points line by line; what does not apply is left out and the rest rescaled to 100.

    A department without any task has no obligation and no score.
    """
    by_hand = entered or {}
    items = (_item(item, evidence) for item in rubric)
    return added_up(
        evidence.department,
        tuple(with_points(one, by_hand[one.code]) if one.code in by_hand else one for one in items),
        position,
        obliged=evidence.tasks_due > 0,
    )


def added_up(
    department: str, items: tuple[ItemScore, ...], position: int, *, obliged: bool
) -> DepartmentScored:
    """Add the items up to a score out of 100."""
    full = sum((item.full for item in items if item.points is not None), Decimal(0))
    points = sum((item.points for item in items if item.points is not None), Decimal(0))
    ranked = obliged and full > 0
    return DepartmentScored(
        department=department,
        obliged=obliged,
        score=hundredths(Fraction(points) / Fraction(full) * 100) if ranked else None,
        rescaled=full != sum(item.full for item in items),
        items=items,
        position=position,
    )


def with_points(item: ItemScore, entered: Entered) -> ItemScore:
    """Put a person's points in the place of what was counted; the counts stay visible."""
    return replace(item, points=entered.points, document=entered.document, deducted=Decimal(0))


def changed(scored: DepartmentScored, code: str, entered: Entered) -> DepartmentScored:
    """Add a score up again with the points of one item replaced."""
    items = tuple(with_points(one, entered) if one.code == code else one for one in scored.items)
    return added_up(scored.department, items, scored.position, obliged=scored.obliged)


def limits(item: RubricItem) -> tuple[Decimal, Decimal]:
    """Between which points an item lies."""
    return item.floor, item.points if item.cap is None else item.cap


def _item(item: RubricItem, evidence: Evidence) -> ItemScore:
    part, whole = evidence.part_of(item.measure)
    lowest, most = limits(item)
    points: Decimal | None
    lost = Decimal(0)
    if whole:
        earned = Fraction(item.points) * min(Fraction(1), max(Fraction(0), part / whole))
        off = sum((Fraction(one.each) * evidence.count(one) for one in item.deductions), Fraction())
        kept = max(Fraction(lowest), min(Fraction(most), earned - off))
        points, lost = hundredths(kept), hundredths(max(Fraction(0), earned - kept))
    else:
        none = item.measure == "MANUAL"  # nobody has decided yet: neither full points nor none
        points = {"FULL": most, "NONE": lowest}.get("" if none else item.not_applicable)
    return ItemScore(
        code=item.code,
        name=item.name,
        full=item.points,
        points=points,
        part=str(part),
        whole=str(whole),
        deducted=lost,
        basis=evidence.basis.get(item.measure, ()),
    )


def rank(
    scores: Sequence[DepartmentScored],
    tie_breaks: Sequence[str] = (),
    groups: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Rank, ...]:
    """Rank each group by score; equal ones share a place and the next is skipped (1, 1, 3)."""
    group_of = {name: group for group, names in (groups or {}).items() for name in names}
    strengths = [
        (group_of.get(one.department, REST), _strength(one, tie_breaks), one)
        for one in scores
        if one.score is not None
    ]
    places: list[Rank] = []
    for one in scores:
        group = group_of.get(one.department, REST)
        mine = _strength(one, tie_breaks)
        better = sum(where == group and other > mine for where, other, _ in strengths)
        places.append(
            Rank(
                department=one.department,
                score=one.score,
                rank=None if one.score is None else 1 + better,
                group=group,
            )
        )
    return tuple(sorted(places, key=lambda p: (p.group, p.rank is None, p.rank or 0, p.department)))


def _strength(scored: DepartmentScored, tie_breaks: Sequence[str]) -> tuple[Decimal, ...]:
    points = {item.code: item.points for item in scored.items}
    breaks = (points.get(code) for code in tie_breaks)
    lowest = Decimal(-1)
    return (
        lowest if scored.score is None else scored.score,
        *(lowest if one is None else one for one in breaks),
    )
