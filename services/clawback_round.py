"""A clawback round: cut-off, who is examined, closed; amounts live with the projects (HL-07)."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.clawback_round import (
    CandidatesFrozen,
    ClawbackRoundClosed,
    ClawbackRoundFact,
    ClawbackRoundOpened,
)
from services.decision import Command, Context
from services.policies.calendar import resolve
from services.project.clawback import IdentifyCandidate
from services.project.command import Code, FiscalYear, ProjectCommand
from services.refusal import Refused


class ClawbackRoundCommand(Command, frozen=True, kw_only=True):
    """A command on one round of a year."""

    fiscal_year: FiscalYear
    round: Code


class OpenRound(ClawbackRoundCommand, frozen=True, kw_only=True):
    """Open a round; without a day the edition's cut-off holds."""

    title = "启动盘活收回"

    cutoff_on: date | None = None


class FreezeCandidates(ClawbackRoundCommand, frozen=True, kw_only=True):
    """Examine projects as of the cut-off; without a list, every project of the year."""

    title = "冻结候选清单"

    projects: Annotated[
        tuple[Code, ...] | None, Meta(description="项目代码；不填则为该年度全部项目")
    ] = None
    position: int = 0


class CloseRound(ClawbackRoundCommand, frozen=True, kw_only=True):
    """Close the round."""

    title = "结束盘活收回"


AnyClawbackRoundCommand = OpenRound | FreezeCandidates | CloseRound


class ClawbackRound(Struct, frozen=True):
    """Where a round stands."""

    opened: ClawbackRoundOpened | None = None
    frozen: bool = False
    closed: bool = False


def evolve(state: ClawbackRound, fact: ClawbackRoundFact) -> ClawbackRound:
    """Fold one fact."""
    match fact:
        case ClawbackRoundOpened():
            return replace(state, opened=fact)
        case CandidatesFrozen():
            return replace(state, frozen=True)
        case ClawbackRoundClosed():
            return replace(state, closed=True)


def decide(
    state: ClawbackRound, command: AnyClawbackRoundCommand, context: Context
) -> list[ClawbackRoundFact]:
    """Decide about a round."""
    rules = context.rules
    context.require(rules.clawback.decider_roles, command.title, rules.clawback.clause)
    if isinstance(command, OpenRound):
        if state.opened:
            return []
        cutoff = command.cutoff_on or resolve(rules.clawback.cutoff, command.fiscal_year)
        if cutoff.year != command.fiscal_year:
            raise Refused(f"截止日 {cutoff} 不在 {command.fiscal_year} 预算年度内", clause="HL-07")
        return [ClawbackRoundOpened(cutoff_on=cutoff, edition=rules.edition)]
    if state.opened is None:
        raise Refused(f"盘活收回批次 {command.round} 尚未启动", clause="HL-07")
    match command:
        case CloseRound():
            return [] if state.closed else [ClawbackRoundClosed()]
        case FreezeCandidates(projects=projects, position=position):
            if state.frozen:
                return []
            if state.closed:
                raise Refused("盘活收回批次已结束，不能再冻结清单", clause="HL-07")
            if context.today <= state.opened.cutoff_on:
                raise Refused(
                    f"截止日 {state.opened.cutoff_on} 尚未结束，不能冻结清单", clause="HL-07"
                )
            named = tuple(dict.fromkeys(projects or ()))
            return [CandidatesFrozen(projects=named, position=position)]


def follow_up(
    state: ClawbackRound, fact: ClawbackRoundFact, context: Context
) -> list[ProjectCommand]:
    """Return what the projects are asked in the same atomic append."""
    if not isinstance(fact, CandidatesFrozen) or state.opened is None:
        return []
    return [
        IdentifyCandidate(
            fiscal_year=context.aggregate.year,
            project_code=project,
            round=context.aggregate.code,
            cutoff_on=state.opened.cutoff_on,
            edition=state.opened.edition,
        )
        for project in fact.projects
    ]
