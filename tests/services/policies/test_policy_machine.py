"""One place's law, adopted and amended in any order: what was in force stays on record."""

from datetime import date
from typing import get_args

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from events.policy import PolicyAdopted, PolicyAmended
from events.subjects import policy_id
from services.decision import Actor, Command
from services.policies.adoption import AdoptPolicy, AmendPolicy, PolicyCommand
from services.policies.law import Law, read
from services.policies.packs import packs
from services.policies.rules import Rules
from services.refusal import Refused
from tests.services.asking import MONTHS, Pair, never
from tests.services.histories import Histories
from tests.services.policies.acts import content, whole
from tests.services.project.anything import ACTORS
from tests.services.project.given import CHIEF, OFFICER

DAYS = (date(2020, 12, 31), date(2021, 1, 1), date(2021, 7, 1), date(2022, 1, 1), date(2024, 2, 29))
CHANGES: tuple[dict[str, object], ...] = (
    {},
    {"assessment.appeal_days": 10},
    {"assessment.appeal_days": 20},
    {"assessment.appeal_days": -1},
    {"clawback.cutoff": "10-31"},
    {"clawback.cutoff": "02-29"},
    {"clawback.notice_days": 5, "clawback.behind_takes": "UNSPENT"},
    {"clawback.no_such_thing": 5},
    {"assessment.rubric": []},
    {"division": "150625"},
    {"edition": "hailin@2021-07-01"},
)
LIKELY: list[Pair] = [
    *((CHIEF, AdoptPolicy(edition=name)) for name in packs()),
    *(
        (OFFICER, AdoptPolicy(edition=name, rules=content(whole("hailin", name, day))))
        for name, day in (("hailin@2021-07-01", DAYS[2]), ("hailin@2022-01-01", DAYS[3]))
    ),
    *(
        (OFFICER, AmendPolicy(effective_on=day, source_document=source, clause="一", changes=one))
        for day in DAYS
        for source in ("修订通知", "再修订")
        for one in CHANGES
    ),
]


class OneLaw(Histories):
    """Adopt and amend; the division is that of the place, whatever the edition says."""

    likely = LIKELY
    enough = dict.fromkeys(get_args(PolicyCommand), 10)

    @property
    def division(self) -> str:
        return "231083"

    @property
    def own(self) -> Law:
        law = self.state(policy_id(self.division))
        assert isinstance(law, Law)
        return law

    def ask(self, command: Command, actor: Actor, month: int) -> None:
        before = self.own
        pinned = {rules.edition: rules for rules in before.editions}
        super().ask(command, actor, month)
        after = self.own
        assert after.editions[: len(before.editions)] == before.editions
        assert {name: after.edition(name) for name in pinned} == pinned
        for rules in after.editions[len(before.editions) :]:
            assert after.on(rules.effective_on) == rules
            for day in DAYS:
                if day < rules.effective_on:
                    assert in_force(after, day) == in_force(before, day)

    @rule(
        edition=st.sampled_from(["", "hailin@2021-01-01", "hailin@", "x"]),
        changes=st.dictionaries(
            st.sampled_from(["clawback", "clawback.cutoff", "", ".", "periods.H1.submit_by"]),
            st.sampled_from(["", "13-01", None, 0, -1, [], {}]),
            max_size=2,
        ),
        actor=st.sampled_from(ACTORS),
        month=MONTHS,
    )
    def ask_anything(
        self, edition: str, changes: dict[str, object], actor: Actor, month: int
    ) -> None:
        self.ask(AdoptPolicy(edition=edition, rules=changes), actor, month)
        amend = AmendPolicy(effective_on=DAYS[2], source_document="", clause="", changes=changes)
        self.ask(amend, actor, month)

    @invariant()
    def every_edition_is_named_once_and_belongs_to_the_place(self) -> None:
        names = [rules.edition for rules in self.own.editions]
        assert len({*names}) == len(names)
        assert {rules.division for rules in self.own.editions} <= {self.division}

    @invariant()
    def every_fact_quotes_what_it_brings_into_force(self) -> None:
        for fact in self.facts.get(policy_id(self.division), ()):
            assert isinstance(fact, PolicyAdopted | PolicyAmended)
            rules = read(fact.rules)
            assert rules == self.own.edition(fact.edition)
            assert (rules.effective_on, rules.source_document) == (
                fact.effective_on,
                fact.source_document,
            )


def in_force(law: Law, day: date) -> Rules | None:
    try:
        return law.on(day)
    except Refused:
        return None


def test_one_law_whatever_is_asked() -> None:
    assert never(OneLaw, examples=40, steps=20) == []
