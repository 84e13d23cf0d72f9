"""A project's year as the ledger keeps it: commands decided one by one, each with its envelope."""

from datetime import datetime

from msgspec.structs import replace

from events.catalogue import ProjectFact
from events.clawback import ClawbackCandidateIdentified
from events.execution import ExecutionFact
from events.subjects import project_id
from services.audit.what_if.outcomes import Key, Outcome, compared, outcomes
from services.audit.what_if.trial import Round, Trial, recorded
from services.decision import Actor
from services.desk.history import Stamped
from services.policies.law import Law
from services.policies.rules import Rules
from services.project.decider import ProjectDecision
from tests.projections.story import envelope
from tests.services.project.given import CODE, YEAR, Given, given

PROJECT = project_id("231083", YEAR, CODE)
Different = dict[Key, tuple[Outcome | None, Outcome | None]]


class Year:
    """Commands and reports in their order; a refused command leaves nothing."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.events: list[Stamped] = []
        self._story: Given = given().under(law)

    def do(self, actor: Actor, at: datetime, command: ProjectDecision) -> None:
        answer = self._story.by(actor).at(at).when(command)
        self._add(answer.facts, actor, at)

    def report(self, at: datetime, *facts: ExecutionFact) -> None:
        for fact in facts:
            answer = self._story.reported(fact)
            self._add(answer.facts, Actor(id="t", role=self._story.actor.role, org="t"), at)

    def _add(self, facts: tuple[ProjectFact, ...], actor: Actor, at: datetime) -> None:
        newest = max((one.envelope.time for one in self.events), default=at)
        command = f"c-{len(self.events)}"
        for fact in facts:
            version = len(self.events) + 1
            stamped = replace(
                envelope(fact, PROJECT, version, max(at, newest)),
                commandid=command,
                actor=actor.id,
                actorrole=actor.role.value,
                actororg=actor.org,
            )
            self.events.append(Stamped(str(PROJECT), version, stamped, fact))
        self._story = given(*self._story.facts, *facts).under(self.law)

    def rounds(self) -> list[Round]:
        """The rounds that listed the project, frozen when they did."""
        return [
            Round(
                code=one.fact.round,
                cutoff_on=one.fact.figures.as_of,
                edition=one.fact.edition,
                frozen_at=one.envelope.time,
            )
            for one in self.events
            if isinstance(one.fact, ClawbackCandidateIdentified)
        ]

    def under(self, rules: Rules, *rounds: Round) -> Different:
        """What would differ under other rules."""
        tried = rounds or self.rounds()
        trial = Trial(PROJECT, self.law, rules)
        after = outcomes(trial.run(self.events, tried), trial.law)
        self.refusals = trial.refusals
        before = outcomes(recorded(self.events, tried, self.law), self.law)
        return {key: (old, new) for key, old, new in compared(before, after)}
