"""Deciders read as sentences: given facts, under a law, by somebody, when asked, then facts."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Self, TypedDict, TypeVar

from events.catalogue import ProjectFact
from events.execution import ExecutionFact
from events.subjects import policy_id, project_id
from events.terms import Role
from services.decision import Actor, Context
from services.policies import adoption
from services.policies.calendar import SHANGHAI
from services.policies.law import Law
from services.policies.law import evolve as enact
from services.policies.packs import packs
from services.project.decider import ProjectDecision, decide, record
from services.project.state import Project, evolve, fold
from services.refusal import Refused

YEAR = 2021
CODE = "P1"
DEPARTMENT = "D01"

F = TypeVar("F", bound=ProjectFact)


class Named(TypedDict):
    fiscal_year: int
    project_code: str


P: Named = {"fiscal_year": YEAR, "project_code": CODE}

FILER = Actor(id="filer", role=Role.UNIT_FILER, org="U01")
REVIEWER = Actor(id="reviewer", role=Role.DEPT_REVIEWER, org=DEPARTMENT)
STRANGER = Actor(id="stranger", role=Role.DEPT_REVIEWER, org="D99")
SECTION = Actor(id="section", role=Role.FIN_SECTION_REVIEWER, org="F01")
OFFICER = Actor(id="officer", role=Role.PERF_SECTION_OFFICER, org="F02")
CHIEF = Actor(id="chief", role=Role.FIN_APPROVER, org="F00")
PREFECTURE = Actor(id="prefecture", role=Role.SUPERIOR_REVIEWER, org="自治州财政局")
REGION = Actor(id="region", role=Role.SUPERIOR_REVIEWER, org="自治区财政厅")
EXPERT = Actor(id="expert", role=Role.THIRD_PARTY_EXPERT, org="T01")
AUDITOR = Actor(id="auditor", role=Role.AUDITOR, org="A01")
CLOCK = Actor(id="clock", role=Role.CLOCK, org="")


def day(month: int, of_month: int, hour: int = 10, year: int = YEAR) -> datetime:
    """Return an instant of a day in China, as the wire carries it."""
    return datetime(year, month, of_month, hour, tzinfo=SHANGHAI).astimezone(UTC)


EARLY = day(1, 10)


def context_of(law: Law, actor: Actor, at: datetime, correlation: str, code: str = CODE) -> Context:
    division = law.editions[0].division
    return Context(
        command_id="c",
        at=at,
        actor=actor,
        aggregate=project_id(division, YEAR, code),
        law=law,
        correlation=correlation,
    )


@cache
def law_of(place: str) -> Law:
    """Adopt every edition of a place, as the place itself would."""
    law = Law()
    for edition, rules in packs().items():
        if edition.startswith(place):
            law = _enacted(law, rules.division, adoption.AdoptPolicy(edition=edition))
    return law


def amended(law: Law, on: datetime, **changes: object) -> Law:
    """Amend a law; ``__`` in a name stands for the dot of a path."""
    command = adoption.AmendPolicy(
        effective_on=on.date(),
        source_document="修订通知",
        clause="一",
        changes={path.replace("__", "."): value for path, value in changes.items()},
    )
    return _enacted(law, law.editions[0].division, command)


def _enacted(law: Law, division: str, command: adoption.PolicyCommand) -> Law:
    context = Context(
        command_id="c", at=day(1, 1), actor=CHIEF, aggregate=policy_id(division), law=law
    )
    for fact in adoption.decide(law, command, context):
        law = enact(law, fact)
    return law


@dataclass(frozen=True)
class Given:
    """A history and the circumstances in which something is asked of it."""

    facts: tuple[ProjectFact, ...]
    law: Law
    actor: Actor = FILER
    instant: datetime = EARLY
    matter: str = ""

    @property
    def state(self) -> Project:
        return fold(self.facts)

    def under(self, law: Law) -> Self:
        return replace(self, law=law)

    def by(self, actor: Actor) -> Self:
        return replace(self, actor=actor)

    def at(self, instant: datetime) -> Self:
        return replace(self, instant=instant)

    def about(self, matter: str) -> Self:
        """Set the correlation that ties a reduction to its adjustment."""
        return replace(self, matter=matter)

    def when(self, command: ProjectDecision) -> "Outcome":
        context = context_of(self.law, self.actor, self.instant, self.matter)
        try:
            return Outcome(self, tuple(decide(self.state, command, context)), None)
        except Refused as refusal:
            return Outcome(self, (), refusal)

    def reported(self, *facts: ExecutionFact) -> "Outcome":
        """Record upstream facts, each on what the ones before it led to."""
        so_far, led_to = self.state, list[ProjectFact]()
        for fact in facts:
            for one in record(so_far, fact):
                so_far = evolve(so_far, one)
                led_to.append(one)
        return Outcome(self, tuple(led_to), None)


@dataclass(frozen=True)
class Outcome:
    """What was answered: facts, nothing, or a refusal."""

    given: Given
    facts: tuple[ProjectFact, ...]
    refusal: Refused | None

    def then(self, *facts: ProjectFact) -> Given:
        assert self.refusal is None, self.refusal
        assert self.facts == facts
        assert facts, "use nothing()"
        return self.so_far

    def nothing(self) -> None:
        assert self.refusal is None, self.refusal
        assert self.facts == ()

    def refused(self, fragment: str, clause: str = "") -> None:
        assert self.refusal is not None, f"not refused: {self.facts}"
        assert fragment in str(self.refusal)
        assert self.refusal.clause == clause

    @property
    def so_far(self) -> Given:
        """Continue the history with what was decided; something must have been."""
        assert self.refusal is None, self.refusal
        assert self.facts, "nothing was decided"
        return replace(self.given, facts=(*self.given.facts, *self.facts))

    def all(self, kind: type[F]) -> list[F]:
        assert self.refusal is None, self.refusal
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def one(self, kind: type[F]) -> F:
        (fact,) = self.all(kind)
        return fact


def given(*facts: ProjectFact) -> Given:
    """Begin a sentence; unless told otherwise the unit asks, in January, under 海林市's plan."""
    return Given(facts, law_of("hailin"))
