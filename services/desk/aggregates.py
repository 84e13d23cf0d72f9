"""The aggregates there are: how each begins, folds, decides, and what it sets off in projects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast, get_args

from events import subjects
from events.fact import Fact
from events.subjects import AggregateId
from services import campaign, campaign_tasks, clawback_round, engagement, obligation
from services.assessment import commands as assessment
from services.assessment import decider as assessing
from services.assessment import state as assessed
from services.decision import Command, Context
from services.policies import adoption, law
from services.project import decider, state
from services.project.command import ProjectCommand

S = TypeVar("S")
F = TypeVar("F", bound=Fact)
C = TypeVar("C", bound=Command)
FollowUp = Callable[[object, Fact, Context], Sequence[ProjectCommand]]


@dataclass(frozen=True)
class Aggregate:
    """One kind of aggregate with its pure functions, the types of its own facts forgotten."""

    initial: object
    evolve: Callable[[object, Fact], object]
    decide: Callable[[object, Command, Context], Sequence[Fact]]
    follow_up: FollowUp
    commands: tuple[type[Command], ...]

    @property
    def leads(self) -> bool:
        """Whether its facts set anything off in projects."""
        return self.follow_up is not _nothing


def _nothing(_state: object, _fact: Fact, _context: Context) -> list[ProjectCommand]:
    return []


def _aggregate(
    initial: S,
    evolve: Callable[[S, F], S],
    decide: Callable[[S, C, Context], Sequence[F]],
    commands: object,
    follow_up: Callable[[S, F, Context], Sequence[ProjectCommand]] | None = None,
) -> Aggregate:
    """Check that the functions fit each other, then forget the types that differ by kind."""
    return Aggregate(
        initial,
        cast("Callable[[object, Fact], object]", evolve),
        cast("Callable[[object, Command, Context], Sequence[Fact]]", decide),
        cast("FollowUp", follow_up or _nothing),
        get_args(commands),
    )


PROJECT = _aggregate(state.Project(), state.evolve, decider.decide, decider.ProjectDecision)
KINDS: dict[str, Aggregate] = {
    "project": PROJECT,
    "campaign": _aggregate(
        campaign.Campaign(),
        campaign.evolve,
        campaign.decide,
        campaign.AnyCampaignCommand,
        campaign_tasks.follow_up,
    ),
    "clawback_round": _aggregate(
        clawback_round.ClawbackRound(),
        clawback_round.evolve,
        clawback_round.decide,
        clawback_round.AnyClawbackRoundCommand,
        clawback_round.follow_up,
    ),
    "assessment": _aggregate(
        assessed.Assessment(),
        assessed.evolve,
        assessing.decide,
        assessment.AnyAssessmentCommand,
    ),
    "obligation": _aggregate(
        obligation.Obligation(),
        obligation.evolve,
        obligation.decide,
        obligation.AnyObligationCommand,
    ),
    "engagement": _aggregate(
        engagement.Institution(),
        engagement.evolve,
        engagement.decide,
        engagement.AnyEngagementCommand,
    ),
    "policy": _aggregate(law.Law(), law.evolve, adoption.decide, adoption.PolicyCommand),
}
COMMANDS: dict[str, type[Command]] = {
    command.__name__: command for kind in KINDS.values() for command in kind.commands
}


def addressee(division: str, command: Command) -> AggregateId:
    """Which history a command of a division is about."""
    match command:
        case ProjectCommand(fiscal_year=year, project_code=code):
            return subjects.project_id(division, year, code)
        case campaign.CampaignCommand(fiscal_year=year, period=code):
            return subjects.campaign_id(division, year, code)
        case clawback_round.ClawbackRoundCommand(fiscal_year=year, round=code):
            return subjects.clawback_round_id(division, year, code)
        case assessment.AssessmentCommand(fiscal_year=year, assessment=code):
            return subjects.assessment_id(division, year, code)
        case obligation.ObligationCommand(fiscal_year=year, obligation=code):
            return subjects.obligation_id(division, year, code)
        case engagement.EngagementCommand(fiscal_year=year, institution=code):
            return subjects.engagement_id(division, year, code)
        case _:
            return subjects.policy_id(division)
