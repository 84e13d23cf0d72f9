"""The assessments of a year by another edition's rubric: points, places and what may follow."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final, TypeVar

from msgspec import Struct

from events.assessment import (
    AssessmentFact,
    BudgetDeductionDecided,
    BudgetTiltDecided,
    ConsequenceFact,
    DepartmentCommended,
    DepartmentInterviewed,
    DepartmentScored,
    Rank,
    RubricItem,
)
from events.subjects import AggregateId, assessment_id
from events.terms import Consequence
from projections import ranking
from projections.catalogue import VIEWS
from projections.view import Lookup, Which
from services.answers.difference import Difference, Matter
from services.assessment.consequences import standing
from services.assessment.scoring import Evidence, rank
from services.assessment.state import Assessment, evolve
from services.audit.what_if.outcomes import Key, Outcome, Outcomes, compared
from services.audit.what_if.rescoring import again
from services.completion import EVERYTHING
from services.desk.history import Stamped
from services.evidence import gathered
from services.office import Office
from services.policies.calendar import local_day
from services.policies.law import Law
from services.policies.rules import AssessmentRules, Rules
from services.projector.asof import as_of
from services.projector.connection import Connection
from services.projector.lookup import ask

A = TypeVar("A", bound=Struct)
_VIEWS: Final = tuple(view for view in VIEWS if view.name in {"board", "execution", "obligations"})
_FRONT: Final = (Consequence.TILT, Consequence.COMMENDATION)
_REAR: Final = (Consequence.DEDUCTION, Consequence.INTERVIEW)
_MONEY: Final = (Consequence.TILT, Consequence.DEDUCTION)
_DECIDED: Final[dict[type[ConsequenceFact], Consequence]] = {
    BudgetTiltDecided: Consequence.TILT,
    DepartmentCommended: Consequence.COMMENDATION,
    BudgetDeductionDecided: Consequence.DEDUCTION,
    DepartmentInterviewed: Consequence.INTERVIEW,
}


class Then(Struct, frozen=True):
    """The views as they were when departments were scored."""

    connection: Connection

    async def ask(self, lookup: Lookup[A]) -> list[A]:
        """Return the rows as they were then."""
        return await ask(self.connection, lookup)


async def assessed(
    office: Office, known: Law, rules: Rules, division: str, year: int
) -> list[Difference]:
    """Say what every assessment of the year would have come to under ``rules``."""
    rows = await office.ask(ranking.show(Which(division=division, year=year, limit=EVERYTHING)))
    found: list[Difference] = []
    for code in sorted({row.assessment for row in rows}):
        name = assessment_id(division, year, code)
        events = await asyncio.to_thread(_events, office, name)
        state = Assessment()
        for one in events:
            state = evolve(state, _of_assessment(one))
        if state.opened is None:
            continue
        old = known.edition(state.opened.edition).assessment
        evidence = await _evidence(office, name, events, state.opened.rubric, rules.assessment)
        found += _different(code, state, evidence, old, rules.assessment)
    return found


def _events(office: Office, name: AggregateId) -> list[Stamped]:
    return [one for one in office.desk.events.get(str(name)) if isinstance(one, Stamped)]


def _of_assessment(event: Stamped) -> AssessmentFact:
    if not isinstance(event.fact, AssessmentFact):
        raise TypeError(event.fact)
    return event.fact


async def _evidence(
    office: Office,
    name: AggregateId,
    events: Iterable[Stamped],
    counted: Sequence[RubricItem],
    rules: AssessmentRules,
) -> dict[str, Evidence]:
    """Gather what departments were scored on, where an item asks for what was not counted."""
    if all(item in counted or item.measure == "MANUAL" for item in rules.rubric):
        return {}
    read: dict[int, date] = {}
    of: dict[str, int] = {}
    for one in events:
        if isinstance(one.fact, DepartmentScored):
            read.setdefault(one.fact.position, local_day(one.envelope.time))
            of[one.fact.department] = one.fact.position
    found: dict[str, Evidence] = {}
    for position in {*of.values()} - {0}:  # evidence that was handed in has none
        async with as_of(office.client, office.database_url, position, _VIEWS) as connection:
            rows = await gathered(Then(connection), name.division, name.year, read[position])
        found |= {one.department: one for one in rows if of.get(one.department) == position}
    return found


def _different(
    code: str,
    state: Assessment,
    evidence: Mapping[str, Evidence],
    old: AssessmentRules,
    new: AssessmentRules,
) -> Iterator[Difference]:
    before, published = [*state.scores.values()], state.ranking
    rubric = () if state.opened is None else state.opened.rubric
    after = [
        again(one, rubric, new.rubric, evidence, state.entered.get(one.department, {}))
        for one in before
    ]
    groups = state.groups
    places = published.ranks if published else rank(before, old.tie_breaks, groups)
    would_be = rank(after, new.tie_breaks, groups)
    for was, now in zip(before, after, strict=True):
        department = was.department
        decided = {
            _DECIDED[type(one)]
            for one in state.consequences
            if type(one) in _DECIDED and getattr(one, "department", "") == department
        }
        left = _outcomes(code, was, places, old, decided)
        right = _outcomes(code, now, would_be, new, decided)
        for key, one, other in compared(left, right):
            yield Difference(
                project="",
                name="",
                department=department,
                subject=code,
                matter=key.matter,
                rule=key.rule,
                before=one.told if one else None,
                after=other.told if other else None,
                clause=new.clause,
            )


def _outcomes(
    code: str,
    department: DepartmentScored,
    ranks: tuple[Rank, ...],
    rules: AssessmentRules,
    decided: AbstractSet[Consequence],
) -> Outcomes:
    """Write a department's points, place and what may follow from it."""
    found = {
        Key(code, Matter.POINTS, item.code): Outcome(
            f"{item.name} 不适用"
            if item.points is None
            else f"{item.name} {item.points}/{item.full}",
            rules.clause,
        )
        for item in department.items
    }
    score = department.score
    found[Key(code, Matter.POINTS)] = Outcome("无得分" if score is None else f"{score} 分", "")
    if score is None:
        return found | {Key(code, Matter.RANK): Outcome("未排名", "")}
    place = standing(ranks, department.department, rules)
    tied = "（并列）" if place.tied else ""
    found[Key(code, Matter.RANK)] = Outcome(f"第 {place.rank} 名{tied}", "")
    open_to = {
        *(one for one in _FRONT if place.front),
        *(one for one in _REAR if place.rear),
    } & {*rules.consequences}
    if place.front and place.rear:
        open_to -= {*_MONEY}
    where = "、".join(
        words for words, holds in (("靠前", place.front), ("靠后", place.rear)) if holds
    )
    may = "、".join(one.zh for one in Consequence if one in open_to)
    void = "、".join(one.zh for one in Consequence if one in decided - open_to)
    words = [where or "居中", f"可{may}" if may else "", f"已作出的{void}不能成立" if void else ""]
    found[Key(code, Matter.CONSEQUENCE)] = Outcome("，".join(filter(None, words)), "")
    return found
