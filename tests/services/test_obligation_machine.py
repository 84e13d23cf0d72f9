"""One thing to be reported by many, anything in any order: overdue once, and only where it is."""

from collections import Counter
from datetime import date
from typing import get_args

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from events.obligation import ObligationFulfilled, ObligationOverdue, ObligationWaived
from events.subjects import obligation_id
from events.terms import Duty, Recipient
from projections import obligations
from projections.obligations import ObligationState
from services.decision import Actor
from services.obligation import (
    AnyObligationCommand,
    FulfilObligation,
    MarkObligationOverdue,
    Obligation,
    RegisterObligation,
    WaiveObligation,
)
from services.policies.calendar import local_day
from tests.services.asking import MONTHS, Pair, never
from tests.services.histories import Histories
from tests.services.project.anything import ACTORS, INSTANTS, asked
from tests.services.project.given import CHIEF, CLOCK, OFFICER, REVIEWER, SECTION, law_of

OWN = "OWN"
DAYS = (None, date(2021, 6, 15), date(2021, 7, 15), date(2021, 7, 16), date(2021, 12, 15))
LIKELY: list[Pair] = [
    (
        OFFICER,
        RegisterObligation(
            fiscal_year=2021,
            obligation=OWN,
            kind=Duty.REPORT,
            what="进展",
            recipients=(Recipient.FINANCE, Recipient.GOVERNMENT),
            copies=copies,
            owed_by=owed_by,
            due_on=date(2021, 7, 15),
        ),
    )
    for owed_by in (("D01",), ("D01", "D02"), ("D02", "D03"))
    for copies in ((), (Recipient.AUDIT,))
]
LIKELY += [
    (
        actor,
        FulfilObligation(
            fiscal_year=2021,
            obligation=OWN,
            department=name,
            document=f"报{number}",
            on=on,
            recipients=to,
        ),
    )
    for actor, name in ((REVIEWER, "D01"), (SECTION, "D02"))
    for number, on in enumerate(DAYS)
    for to in (None, (Recipient.FINANCE,), (Recipient.GOVERNMENT,))
]
LIKELY += [
    pair
    for name in ("D01", "D02", "D03")
    for pair in (
        (CHIEF, WaiveObligation(fiscal_year=2021, obligation=OWN, department=name, reason="并")),
        (CLOCK, MarkObligationOverdue(fiscal_year=2021, obligation=OWN, department=name)),
    )
]


class OneObligation(Histories):
    """Register, deliver, waive and let the day pass."""

    likely = LIKELY

    @initialize(place=st.sampled_from(["hailin", "qiemo"]))
    def begin(self, place: str) -> None:
        self.law = law_of(place)

    @property
    def own(self) -> Obligation:
        state = self.state(obligation_id(self.division, 2021, OWN))
        assert isinstance(state, Obligation)
        return state

    @rule(
        command=asked(get_args(AnyObligationCommand), fiscal_year=2021, obligation=OWN),
        actor=st.sampled_from(ACTORS),
        month=MONTHS,
    )
    def ask_anything(self, command: AnyObligationCommand, actor: Actor, month: int) -> None:
        self.ask(command, actor, month)

    @rule(month=MONTHS)
    def let_the_day_pass(self, month: int) -> None:
        """What the clock asks for, by the view: afterwards nothing is late without saying so."""
        today = local_day(INSTANTS[month])
        one = obligation_id(self.division, 2021, OWN)
        for row in self.rows(obligations.VIEW, one):
            open_still = row.state in (ObligationState.OPEN, ObligationState.PARTLY)
            if row.due_on < today and open_still and not row.overdue:
                mark = MarkObligationOverdue(
                    fiscal_year=2021, obligation=OWN, department=row.department
                )
                self.ask(mark, CLOCK, month)
                assert self.own.debts[row.department].overdue

    @invariant()
    def everyone_is_overdue_once_at_most_and_never_after_it_is_done(self) -> None:
        over = Counter[str]()
        done = set[str]()
        for facts in self.facts.values():
            for fact in facts:
                match fact:
                    case ObligationOverdue(department=name):
                        over[name] += 1
                        assert name not in done
                    case ObligationWaived(department=name):
                        assert name not in done
                        done.add(name)
                    case ObligationFulfilled(department=name, complete=True):
                        done.add(name)
                    case _:
                        pass
        assert all(times == 1 for times in over.values())

    @invariant()
    def the_view_says_what_the_histories_say(self) -> None:
        if not self.law.editions:
            return
        own = self.own
        rows = self.rows(obligations.VIEW, obligation_id(self.division, 2021, OWN))
        assert [row.department for row in rows] == [*own.debts]
        for row in rows:
            debt = own.debts[row.department]
            told = {(to, one.document): one.on for one in row.deliveries for to in one.recipients}
            assert told == debt.delivered
            assert (row.overdue, row.waiver_reason or "") == (debt.overdue, debt.waived)
            assert (row.state is ObligationState.FULFILLED) == (not own.missing(debt))
            if row.state is ObligationState.FULFILLED:
                assert row.fulfilled_on is not None
                assert row.days_late == (row.fulfilled_on - row.due_on).days
                first = {
                    to: min(one.on for one in row.deliveries if to in one.recipients)
                    for to in own.everybody
                }
                assert row.fulfilled_on >= max(first.values())


def test_one_obligation_whatever_is_asked() -> None:
    assert {type(command) for _, command in LIKELY} == {*get_args(AnyObligationCommand)}
    assert never(OneObligation, examples=60, steps=30) == []
