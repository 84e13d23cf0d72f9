"""Where the evaluations of a project stand (domain 4.7)."""

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from events.evaluation import (
    EvaluationConcluded,
    EvaluationFact,
    EvaluationFeedbackRecorded,
    EvaluationReturned,
    EvaluationScored,
    EvaluationSpotChecked,
    EvaluationStarted,
    ResultApplied,
)
from events.terms import EvaluationKind, Grade, Role
from services.project.authority import FINANCE, OWN, REVIEWERS, UNIT

if TYPE_CHECKING:
    from services.project.disposed import Disposition

Status = Literal["DRAFT", "SCORED", "RETURNED", "FEEDBACK", "CONCLUDED"]
_DEPARTMENT = (Role.DEPT_REVIEWER,)
# Who scores, who answers the draft, who concludes: a third party scores but never concludes.
ROLES = {
    EvaluationKind.SELF: (UNIT, _DEPARTMENT, REVIEWERS),
    EvaluationKind.DEPARTMENT: ((*_DEPARTMENT, Role.THIRD_PARTY_EXPERT), UNIT, _DEPARTMENT),
    EvaluationKind.FINANCE: ((*FINANCE, Role.THIRD_PARTY_EXPERT), OWN, FINANCE),
    EvaluationKind.REVENUE: ((Role.REVENUE_COLLECTOR,), FINANCE, FINANCE),
}


class Evaluation(Struct, frozen=True):
    """Where an evaluation stands; ``score`` and ``grade`` are those that count."""

    started: EvaluationStarted
    status: Status = "DRAFT"
    scored: EvaluationScored | None = None
    score: Decimal | None = None
    grade: Grade | None = None
    concluded: EvaluationConcluded | None = None
    checked: EvaluationSpotChecked | None = None
    applied: tuple[ResultApplied, ...] = ()
    returns: int = 0
    opinions: tuple[str, ...] = ()

    @property
    def round_no(self) -> int:
        """How often it was handed up: once, and once more after every return (QM-10)."""
        return self.returns + 1


class Evaluations(Struct, frozen=True):
    """Every evaluation of a project by its name."""

    evaluations: dict[str, Evaluation] = {}

    def undisposed(self, disposition: "Disposition") -> list[str]:
        """The evaluations whose result asks for a measure that nobody decided yet (HL-12)."""
        return [name for name in self.evaluations if not self.disposed(name, disposition)]

    def disposed(self, name: str, disposition: "Disposition") -> bool:
        """Whether nothing is asked for, or one of the measures was decided on this ground."""
        one = self.evaluations[name]
        result = one.checked or one.concluded
        return (
            result is None
            or not result.must
            or any(
                entry.proposed.basis == name
                and entry.decided is not None
                and entry.decided.approved
                and not entry.revoked
                and {*entry.proposed.kinds} & {*result.must}
                for entry in disposition.register.values()
            )
        )


def evolve(evaluations: Evaluations, fact: EvaluationFact) -> Evaluations:
    """Fold one fact about an evaluation."""
    name = fact.evaluation
    if isinstance(fact, EvaluationStarted):
        return Evaluations({**evaluations.evaluations, name: Evaluation(fact)})
    one = evaluations.evaluations.get(name)
    if one is None:
        return evaluations
    match fact:
        case EvaluationScored():
            status: Status = "FEEDBACK" if one.status == "FEEDBACK" else "SCORED"
            one = replace(one, status=status, scored=fact)
        case EvaluationReturned():
            one = replace(one, status="RETURNED", returns=one.returns + 1)
        case EvaluationFeedbackRecorded(opinion=opinion):
            one = replace(one, status="FEEDBACK", opinions=(*one.opinions, opinion))
        case EvaluationConcluded(score=score, grade=grade):
            one = replace(one, status="CONCLUDED", concluded=fact, score=score, grade=grade)
        case EvaluationSpotChecked(score=score, grade=grade):
            one = replace(one, checked=fact, score=score, grade=grade)
        case ResultApplied():
            one = replace(one, applied=(*one.applied, fact))
    return Evaluations({**evaluations.evaluations, name: one})
