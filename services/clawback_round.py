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
    FundsReallocated,
)
from services.decision import Command, Context
from services.policies.calendar import resolve
from services.project.candidate import IdentifyCandidate
from services.project.command import Code, FiscalYear, ProjectCommand, Text
from services.project.measures import yuan
from services.refusal import Refused

Position = Annotated[int, Meta(description="所依据的台账位置；由系统填写")]


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
    position: Position = 0


class CloseRound(ClawbackRoundCommand, frozen=True, kw_only=True):
    """Close the round; which items are not settled yet is read from the views."""

    title = "结束盘活收回"

    unfinished: Annotated[
        tuple[Code, ...] | None, Meta(description="尚未收回或免收的项目；由系统填写")
    ] = None
    unconfirmed: Annotated[
        tuple[Code, ...] | None, Meta(description="已收回、上游尚未核减预算的项目；由系统填写")
    ] = None


class ReallocateFunds(ClawbackRoundCommand, frozen=True, kw_only=True):
    """Give money of the local pool to an urgent project, in 分; the pool is read from the views."""

    title = "统筹使用收回资金"

    project: Code
    purpose: Text
    document: Text
    amount_fen: int
    on: date | None = None
    pool_fen: Annotated[int | None, Meta(description="本级统筹资金；由系统填写")] = None
    position: Position = 0


AnyClawbackRoundCommand = OpenRound | FreezeCandidates | ReallocateFunds | CloseRound


class ClawbackRound(Struct, frozen=True):
    """Where a round stands."""

    opened: ClawbackRoundOpened | None = None
    frozen: bool = False
    closed: bool = False
    reallocations: tuple[FundsReallocated, ...] = ()


def evolve(state: ClawbackRound, fact: ClawbackRoundFact) -> ClawbackRound:
    """Fold one fact."""
    match fact:
        case ClawbackRoundOpened():
            return replace(state, opened=fact)
        case CandidatesFrozen():
            return replace(state, frozen=True)
        case FundsReallocated():
            return replace(state, reallocations=(*state.reallocations, fact))
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
            standing = state.opened.cutoff_on
            if command.cutoff_on not in (None, standing):
                raise Refused(
                    f"盘活收回批次 {command.round} 已启动，截止日 {standing}，不能更改；"
                    "其他截止日请另开批次（OpenRound）",
                    clause="HL-07",
                )
            return []
        cutoff = command.cutoff_on or resolve(rules.clawback.cutoff, command.fiscal_year)
        if cutoff.year != command.fiscal_year:
            raise Refused(f"截止日 {cutoff} 不在 {command.fiscal_year} 预算年度内", clause="HL-07")
        return [ClawbackRoundOpened(cutoff_on=cutoff, edition=rules.edition)]
    if state.opened is None:
        raise Refused(f"盘活收回批次 {command.round} 尚未启动", clause="HL-07")
    match command:
        case CloseRound() if state.closed:
            return []
        case CloseRound() if not state.frozen:
            raise Refused("清单尚未冻结（FreezeCandidates），不能结束", clause="HL-07")
        case CloseRound():
            return _close(state.opened, command, context)
        case ReallocateFunds():
            return _reallocate(state, command, context)
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


def _close(
    opened: ClawbackRoundOpened, command: CloseRound, context: Context
) -> list[ClawbackRoundFact]:
    rules = context.law.edition(opened.edition).clawback
    if command.unfinished:
        names = "、".join(command.unfinished)
        raise Refused(f"尚未收回或免收：{names}，不能结束", clause="HL-07")
    if command.unconfirmed and rules.closes_when == "CONFIRMED_UPSTREAM":
        names = "、".join(command.unconfirmed)
        raise Refused(f"上游尚未核减预算：{names}，不能结束", clause="LY-21")
    return [ClawbackRoundClosed()]


def _reallocate(
    state: ClawbackRound, command: ReallocateFunds, context: Context
) -> list[ClawbackRoundFact]:
    """Decide on a pool read a moment ago; what this round gave away is counted here."""
    fact = FundsReallocated(
        number=len(state.reallocations) + 1,
        project=command.project,
        purpose=command.purpose,
        document=command.document,
        amount_fen=command.amount_fen,
        pool_fen=command.pool_fen or 0,
        position=command.position,
        on=command.on or context.today,
    )
    for known in state.reallocations:
        if (known.document, known.project) == (fact.document, fact.project):
            if (known.amount_fen, known.purpose) == (fact.amount_fen, fact.purpose):
                return []
            raise Refused(f"文号 {fact.document} 已为 {fact.project} 统筹安排其他金额或用途")
    given = sum(one.amount_fen for one in state.reallocations)
    left = max(0, fact.pool_fen - given)
    if not 0 < fact.amount_fen <= left:
        raise Refused(f"统筹金额须大于 0 且不超过池中余额 {yuan(left)} 元", clause="HJ-05")
    return [fact]


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
