"""An assessment as folded from its facts."""

from msgspec import Struct
from msgspec.structs import replace

from events.assessment import (
    AppealResolved,
    AssessmentFact,
    AssessmentOpened,
    BudgetDeductionDecided,
    BudgetTiltDecided,
    ClueReferred,
    ConsequenceFact,
    DepartmentCommended,
    DepartmentInterviewed,
    DepartmentScored,
    DepartmentsGrouped,
    ItemScored,
    PilotsSelected,
    RankingPublished,
    ResultsCirculated,
    ResultsEntered,
    ScoreAppealed,
    ScoreCorrected,
)
from services.assessment.scoring import Entered, changed


class Assessment(Struct, frozen=True):
    """Where an assessment stands.

    ``entered`` are the points persons decided, by department and item; ``corrected`` are scores
    put right after publication; ``appeals`` are those without an answer.
    """

    opened: AssessmentOpened | None = None
    scores: dict[str, DepartmentScored] = {}
    entered: dict[str, dict[str, Entered]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    appeals: dict[str, str] = {}
    pilots: PilotsSelected | None = None
    ranking: RankingPublished | None = None
    corrected: dict[str, DepartmentScored] = {}
    consequences: tuple[ConsequenceFact, ...] = ()

    @property
    def published(self) -> bool:
        """Whether the ranking has been published."""
        return self.ranking is not None

    def score_of(self, department: str) -> DepartmentScored | None:
        """The score as it stands, with what was put right after publication."""
        return self.corrected.get(department) or self.scores.get(department)

    def by_hand(self, department: str, item: str, points: Entered) -> "Assessment":
        """Remember points that a person decided, so that counting again keeps them."""
        mine = {**self.entered.get(department, {}), item: points}
        return replace(self, entered={**self.entered, department: mine})


def evolve(assessment: Assessment, fact: AssessmentFact) -> Assessment:
    """Fold one fact."""
    match fact:
        case AssessmentOpened():
            return replace(assessment, opened=fact)
        case DepartmentScored(department=department):
            return replace(assessment, scores={**assessment.scores, department: fact})
        case RankingPublished():
            return replace(assessment, ranking=fact)
        case DepartmentsGrouped(groups=groups):
            return replace(assessment, groups=groups)
        case ItemScored(department=department, item=item):
            return assessment.by_hand(department, item, Entered(fact.points, fact.document))
        case ScoreAppealed(department=department, reason=reason):
            return replace(assessment, appeals={**assessment.appeals, department: reason})
        case AppealResolved(department=department, item=item, points=points):
            left = {one: why for one, why in assessment.appeals.items() if one != department}
            assessment = replace(assessment, appeals=left)
            if points is None or assessment.published:
                return assessment
            return assessment.by_hand(department, item, Entered(points, fact.reason))
        case ScoreCorrected(department=department, item=item, points=points):
            known = assessment.score_of(department)
            if known is None:
                return assessment
            after = changed(known, item, Entered(points, fact.reason))
            return replace(assessment, corrected={**assessment.corrected, department: after})
        case PilotsSelected():
            return replace(assessment, pilots=fact)
        case (
            BudgetTiltDecided()
            | BudgetDeductionDecided()
            | DepartmentCommended()
            | DepartmentInterviewed()
            | ResultsCirculated()
            | ResultsEntered()
            | ClueReferred()
        ):
            return replace(assessment, consequences=(*assessment.consequences, fact))
