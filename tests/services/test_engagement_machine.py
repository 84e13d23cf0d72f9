"""One institution's year, anything in any order: the newest work and its rating count."""

from decimal import Decimal
from typing import get_args

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from events.engagement import InstitutionEngaged, QualityRated, WorkSubmitted
from events.subjects import engagement_id
from projections import engagements
from services.decision import Actor
from services.engagement import (
    AnyEngagementCommand,
    EngageInstitution,
    Institution,
    RateQuality,
    SubmitWork,
)
from services.policies.rules import GRADES
from services.project.measures import grade
from tests.services.asking import MONTHS, Pair, never
from tests.services.histories import Histories
from tests.services.project.anything import ACTORS, asked
from tests.services.project.given import EXPERT, OFFICER, SECTION, law_of

NAMES = ("E1", "E2")
LIKELY: list[Pair] = [
    *(
        (
            OFFICER,
            EngageInstitution(
                fiscal_year=2021,
                institution="T01",
                engagement=name,
                name="甲所",
                purpose="评价",
                projects=projects,
                reason=reason,
                barred_before=before,
            ),
        )
        for name in NAMES
        for reason in ("", "独家")
        for projects in ((), ("P1",))
        for before in ((), ("E9",))
    ),
    *(
        (
            EXPERT,
            SubmitWork(
                fiscal_year=2021, institution="T01", engagement=name, work="报告", document=paper
            ),
        )
        for name in NAMES
        for paper in ("一稿", "二稿")
    ),
    *(
        (
            SECTION,
            RateQuality(
                fiscal_year=2021, institution="T01", engagement=name, score=Decimal(points)
            ),
        )
        for name in NAMES
        for points in ("0", "59.995", "59.99", "60", "80", "100")
    ),
]


class OneInstitution(Histories):
    """Engage, hand in, rate."""

    likely = LIKELY

    @initialize(place=st.sampled_from(["hailin", "hanggin"]))
    def begin(self, place: str) -> None:
        self.law = law_of(place)

    @rule(
        command=asked(
            get_args(AnyEngagementCommand), fiscal_year=2021, institution="T01", engagement="E1"
        ),
        actor=st.sampled_from(ACTORS),
        month=MONTHS,
    )
    def ask_anything(self, command: AnyEngagementCommand, actor: Actor, month: int) -> None:
        self.ask(command, actor, month)

    @invariant()
    def work_comes_before_its_rating_and_a_reason_after_a_poor_one(self) -> None:
        barred = dict[str, bool]()
        versions = dict[str, int]()
        for facts in self.facts.values():
            for fact in facts:
                match fact:
                    case InstitutionEngaged(engagement=name, reason=reason):
                        assert name not in versions
                        assert reason.strip() or not any(barred.values())
                        versions[name] = 0
                    case WorkSubmitted(engagement=name, submission=number):
                        versions[name] += 1
                        assert number == versions[name]
                    case QualityRated(engagement=name, score=score):
                        assert fact.submission == versions[name] > 0
                        assert fact.grade.name == grade(score, GRADES).name
                        barred[name] = fact.barred
                    case _:
                        raise AssertionError(fact)

    @invariant()
    def the_view_says_what_the_history_says(self) -> None:
        if not self.law.editions:
            return
        one = engagement_id(self.division, 2021, "T01")
        state = self.state(one)
        assert isinstance(state, Institution)
        rows = self.rows(engagements.VIEW, one)
        assert [row.engagement for row in rows] == [*state.engagements]
        for row in rows:
            known = state.engagements[row.engagement]
            assert (row.name, row.projects) == (known.engaged.institution, known.engaged.projects)
            if known.submitted is not None:
                assert (row.document, row.submissions) == (
                    known.submitted.document,
                    known.submitted.submission,
                )
            if known.rated is not None:
                assert (row.score, row.barred) == (known.rated.score, known.rated.barred)
        assert tuple(row.engagement for row in rows if row.barred) == state.poorly_rated


def test_one_institution_whatever_is_asked() -> None:
    assert {type(command) for _, command in LIKELY} == {*get_args(AnyEngagementCommand)}
    assert never(OneInstitution, examples=60, steps=30) == []
