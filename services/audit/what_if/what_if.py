"""A division's year under another edition: its projects, its assessments, what would differ."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.policy import PolicyAdopted, PolicyAmended
from events.registration import ProjectRegistered
from events.subjects import DIVISION, policy_id, project_id
from events.terms import Role
from projections import rounds, subjects
from projections.view import Which
from services.answers.difference import Difference, Matter
from services.audit.what_if.assessed import assessed
from services.audit.what_if.outcomes import Key, Outcome, compared, outcomes
from services.audit.what_if.trial import Round, Trial, recorded
from services.completion import EVERYTHING as ALL
from services.decision import Actor, Context
from services.desk.desk import Desk
from services.desk.history import Stamped
from services.office import Office
from services.policies import adoption, law
from services.policies.calendar import end_of, resolve
from services.policies.law import Law
from services.policies.packs import pack_edition
from services.policies.rules import Rules
from services.project.measures import yuan
from services.refusal import Refused

PAGE: Final = 100  # projects whose histories are in memory at once
TRIED: Final = "~试"  # marks an edition with changes nobody adopted
NOBODY: Final = "试算"  # a round where the year had none
_TRYING: Final = Actor(id="what-if", role=Role.FIN_APPROVER, org="")


class Question(Struct, frozen=True, kw_only=True):
    """Which year, and under which edition, adopted or of the packs, with what changed in it."""

    division: str
    year: int
    edition: str
    changes: Mapping[str, object] = {}


class Judged(Struct, frozen=True, kw_only=True):
    """Some projects: the code of the last, how many there were, and what would differ."""

    last: str
    projects: int
    differences: tuple[Difference, ...]


class WhatIf:
    """One question, answered page by page; made by :func:`what_if`."""

    def __init__(
        self, office: Office, question: Question, rules: Rules, tried: Sequence[Round]
    ) -> None:
        """Judge by ``rules`` with the clawback rounds of the year, or one as if there were one."""
        self._office = office
        self._question = question
        self.rules = rules
        self._rounds = tried

    async def total(self) -> int:
        """Count the projects of the year."""
        asked = self._question
        return len(await self._office.ask(subjects.codes(asked.division, asked.year, "", ALL)))

    async def page(self, after: str = "", limit: int = PAGE) -> Judged:
        """Judge the projects whose codes come after one; fewer than ``limit`` at the end.

        After the last project come the assessments of the year, department by department.
        """
        asked = self._question
        rows = await self._office.ask(subjects.codes(asked.division, asked.year, after, limit))
        codes = [row.project for row in rows]
        found = await asyncio.to_thread(self._differences, codes)
        last = codes[-1] if codes else after
        if len(codes) < limit:
            known = await asyncio.to_thread(self._office.desk.law, asked.division)
            year = asked.year
            found += await assessed(self._office, known, self.rules, asked.division, year)
        return Judged(last=last, projects=len(codes), differences=tuple(found))

    async def pages(self) -> AsyncIterator[Judged]:
        """Judge every project and every assessment of the year."""
        judged = await self.page()
        while judged.projects == PAGE:
            yield judged
            judged = await self.page(judged.last)
        yield judged

    def _differences(self, codes: Sequence[str]) -> list[Difference]:
        return [one for code in codes for one in self._of(code)]

    def _of(self, code: str) -> list[Difference]:
        desk: Desk = self._office.desk
        aggregate = project_id(self._question.division, self._question.year, code)
        events = [one for one in desk.events.get(str(aggregate)) if isinstance(one, Stamped)]
        known = desk.law(aggregate.division)
        before = recorded(events, self._rounds, known)
        trial = Trial(aggregate, known, self.rules)
        after = outcomes(trial.run(events, self._rounds), trial.law)
        for task, reasons in trial.refusals:
            after[Key(task, Matter.REFUSED)] = Outcome(reasons, "")
        registered = next((one for one in before if isinstance(one, ProjectRegistered)), None)
        return [
            Difference(
                project=code,
                name=registered.name if registered else "",
                department=registered.department if registered else "",
                subject=key.subject,
                matter=key.matter,
                rule=key.rule,
                before=old.told if old else None,
                after=new.told if new else None,
                clause=(new or old or Outcome("", "")).clause,
                before_fen=old.fen if old else 0,
                after_fen=new.fen if new else 0,
            )
            for key, old, new in compared(outcomes(before, known), after)
        ]


async def what_if(office: Office, question: Question) -> WhatIf:
    """Prepare a question; :class:`Refused` for an edition or a change that there is not."""
    if not DIVISION.fullmatch(question.division):
        raise Refused("区划代码须为六位数字")
    known = await asyncio.to_thread(office.desk.law, question.division)
    rules = edition(known, question)
    which = Which(division=question.division, year=question.year, limit=ALL)
    held = [
        Round(code=row.round, cutoff_on=row.cutoff_on, edition=row.edition, frozen_at=row.frozen_at)
        for row in await office.ask(rounds.show(which))
    ]
    if not held:
        in_force = known.on(resolve("12-31", question.year))
        day = resolve(in_force.clawback.cutoff, question.year)
        held = [Round(code=NOBODY, cutoff_on=day, edition=in_force.edition)]
    return WhatIf(office, question, rules, held)


def edition(known: Law, question: Question) -> Rules:
    """Find an edition and change it as an amendment would; nothing is adopted."""
    adopted = {rules.edition: rules for rules in known.editions}
    rules = adopted.get(question.edition) or pack_edition(question.edition)
    if not question.changes:
        return rules
    command = adoption.AmendPolicy(
        effective_on=rules.effective_on,
        source_document=rules.source_document,
        clause="",
        changes=dict(question.changes),
    )
    context = Context(
        command_id="",
        at=end_of(rules.effective_on),
        actor=_TRYING,
        aggregate=policy_id(rules.division),
        law=Law((rules,)),
    )
    for fact in adoption.decide(Law((rules,)), command, context):
        match fact:
            case PolicyAdopted(rules=content) | PolicyAmended(rules=content):
                return replace(law.read(content), edition=f"{rules.edition}{TRIED}")
    return rules


def tally(differences: Sequence[Difference]) -> str:
    """Say in a sentence how many things would differ, and how much money."""
    if not differences:
        return "没有差异"
    counts = Counter(one.matter for one in differences)
    parts = [f"{matter.zh} {count} 处" for matter, count in counts.items()]
    fen = sum(one.after_fen - one.before_fen for one in differences)
    if fen:
        parts.append(f"盘活收回{'增加' if fen > 0 else '减少'} {yuan(abs(fen)):,} 元")
    return "，".join(parts)
