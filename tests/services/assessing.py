"""One year's assessment as a sentence: who asks what, and the facts it leads to."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TypeVar

from events.assessment import (
    AssessmentFact,
)
from events.subjects import assessment_id
from services.assessment.commands import (
    AnyAssessmentCommand,
    AppealScore,
    OpenAssessment,
    PublishRanking,
    ResolveAppeal,
    ScoreDepartments,
    ScoreItem,
)
from services.assessment.decider import decide
from services.assessment.scoring import Evidence
from services.assessment.state import Assessment, evolve
from services.decision import Actor, Context
from services.policies.law import Law
from tests.services.policies.acts import refusal
from tests.services.project.given import (
    OFFICER,
    amended,
    day,
    law_of,
)

D = Decimal
F = TypeVar("F", bound=AssessmentFact)
MANUAL_RUBRIC = [
    {"code": "TIME", "name": "及时", "points": 60, "measure": "SUBMITTED_ON_TIME"},
    {"code": "SELF", "name": "自评质量", "points": 40, "measure": "MANUAL"},
]
DECEMBER = day(12, 15)
BY_HAND = amended(law_of("hailin"), day(2, 1), assessment__rubric=MANUAL_RUBRIC)


@dataclass(frozen=True)
class Year:
    """One assessment with who asks it what and when."""

    law: Law = BY_HAND
    facts: tuple[AssessmentFact, ...] = ()
    instant: datetime = DECEMBER
    actor: Actor = OFFICER

    def by(self, actor: Actor) -> "Year":
        return replace(self, actor=actor)

    def under(self, law: Law) -> "Year":
        return replace(self, law=law)

    @property
    def state(self) -> Assessment:
        state = Assessment()
        for fact in self.facts:
            state = evolve(state, fact)
        return state

    def told(self, command: AnyAssessmentCommand) -> list[AssessmentFact]:
        division = self.law.editions[0].division
        context = Context(
            command_id="c",
            at=self.instant,
            actor=self.actor,
            aggregate=assessment_id(division, 2021, "A"),
            law=self.law,
        )
        return decide(self.state, command, context)

    def after(self, command: AnyAssessmentCommand) -> "Year":
        facts = self.told(command)
        assert facts
        return replace(self, facts=(*self.facts, *facts))

    def refused(self, command: AnyAssessmentCommand) -> str:
        return refusal(partial(self.told, command))

    def last(self, kind: type[F]) -> F:
        return [fact for fact in self.facts if isinstance(fact, kind)][-1]


def scoring(**on_time: int) -> ScoreDepartments:
    """Score departments with ten tasks each, so many of them on time."""
    evidence = tuple(
        Evidence(department=name, tasks_due=10, tasks_on_time=count)
        for name, count in on_time.items()
    )
    return ScoreDepartments(fiscal_year=2021, assessment="A", evidence=evidence, position=7)


def item(points: str, department: str = "D01", code: str = "SELF") -> ScoreItem:
    return ScoreItem(
        fiscal_year=2021,
        assessment="A",
        department=department,
        item=code,
        points=D(points),
        document="核查表",
    )


def resolving(points: str | None, code: str = "", *, upheld: bool = True) -> ResolveAppeal:
    return ResolveAppeal(
        fiscal_year=2021,
        assessment="A",
        department="D01",
        upheld=upheld,
        reason="核实",
        item=code,
        points=None if points is None else D(points),
    )


OPEN = OpenAssessment(fiscal_year=2021, assessment="A")
PUBLISH = PublishRanking(fiscal_year=2021, assessment="A")
APPEAL = AppealScore(fiscal_year=2021, assessment="A", department="D01", reason="退回有误")
OPENED = Year().after(OPEN)
SCORED = OPENED.after(scoring(D01=5, D02=8, D03=8))
