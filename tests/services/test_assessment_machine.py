"""One year's assessment, anything in any order: what was published stands."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import get_args

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from events.assessment import (
    AppealResolved,
    BudgetDeductionDecided,
    BudgetTiltDecided,
    ConsequenceFact,
    DepartmentScored,
    RankingPublished,
    ResultsCirculated,
    ResultsEntered,
    ScoreAppealed,
)
from events.subjects import AggregateId, assessment_id
from events.terms import Consequence
from projections import ranking
from projections.ranking import AppealState
from services.assessment import commands as asking
from services.assessment.commands import AnyAssessmentCommand
from services.assessment.scoring import Evidence, limits
from services.assessment.state import Assessment
from services.decision import Actor
from tests.services.asking import MONTHS, Pair, made, never
from tests.services.assessing import MANUAL_RUBRIC
from tests.services.histories import Histories
from tests.services.project.anything import ACTORS, asked
from tests.services.project.given import AUDITOR, CHIEF, OFFICER, REVIEWER, amended, day, law_of

NAMES = ("D01", "D02", "D03", "D04")
A = {"fiscal_year": 2021, "assessment": "A"}
LAWS = tuple(
    amended(
        law_of(place),
        day(2, 1),
        assessment__rubric=MANUAL_RUBRIC,
        assessment__consequences=[one.value for one in Consequence],
        assessment__appeal_days=days,
        assessment__pilots=2,
        assessment__front=front,
        assessment__tie_breaks=breaks,
    )
    for place, days, front, breaks in (("hailin", 30, 2, []), ("qiemo", None, 1, ["SELF"]))
)
EVIDENCE = tuple(
    tuple(
        Evidence(
            department=name, tasks_due=due, tasks_on_time=count, projects=4, targets_approved=3
        )
        for name, count in zip(NAMES, counts, strict=False)
    )
    for due, counts in ((10, (5, 8, 8)), (10, (8, 8, 8, 8)), (3, (1, 2, 3)), (0, (0,)), (10, (5,)))
)
LIKELY: list[Pair] = [
    (OFFICER, made(asking.OpenAssessment, **A)),
    (OFFICER, made(asking.PublishRanking, **A)),
    *(
        (OFFICER, made(asking.GroupDepartments, **A, groups=groups))
        for groups in ({}, {"大": ("D01", "D02"), "小": ("D03",)}, {"大": ("D01", "D03")})
    ),
    *((OFFICER, made(asking.ScoreDepartments, **A, evidence=one, position=7)) for one in EVIDENCE),
    *(
        (
            OFFICER,
            made(asking.ScoreItem, **A, department=name, item="SELF", points=points, document="表"),
        )
        for name in NAMES
        for points in (Decimal(0), Decimal("33.33"), Decimal(40))
    ),
    *(
        (REVIEWER, made(asking.AppealScore, **A, department="D01", reason=why))
        for why in ("误", "漏")
    ),
    *((OFFICER, made(asking.AppealScore, **A, department=name, reason="误")) for name in NAMES),
    *(
        (
            OFFICER,
            made(asking.ResolveAppeal, **A, department=name, upheld=True, reason="核", **given),
        )
        for name in NAMES
        for given in (
            {"item": "SELF", "points": Decimal(40)},
            {"item": "TIME", "points": Decimal("59.99")},
        )
    ),
    *(
        (OFFICER, made(asking.ResolveAppeal, **A, department=name, upheld=False, reason="不实"))
        for name in NAMES
    ),
    *(
        (
            OFFICER,
            made(asking.CorrectScore, **A, department=name, item=item, points=points, reason="错"),
        )
        for name in NAMES
        for item, points in (("SELF", Decimal(1)), ("TIME", Decimal(60)))
    ),
    *(
        (OFFICER, made(asking.SelectPilots, **A, departments=two, document="试点"))
        for two in (("D01", "D02"), ("D03", "D09"))
    ),
    *(
        (CHIEF, made(kind, **A, department=name, document="政府决定", **figure))
        for name in NAMES
        for kind in (asking.DecideTilt, asking.DecideDeduction)
        for figure in ({"percent": Decimal("2.5")}, {"amount_fen": 100})
    ),
    *(
        (CHIEF, made(asking.CommendDepartment, **A, department=name, document="表彰"))
        for name in NAMES
    ),
    *(
        (
            CHIEF,
            made(
                asking.InterviewDepartment,
                **A,
                department=name,
                demand="整改",
                due_on=date(2022, 6, 1),
                document="约谈",
            ),
        )
        for name in NAMES
    ),
    (CHIEF, made(asking.CirculateResults, **A, document="通报")),
    (CHIEF, made(asking.EnterResults, **A, document="考核办")),
    (AUDITOR, made(asking.ReferClue, **A, department="D02", clue="线索", document="移1")),
]


class OneAssessment(Histories):
    """Score, appeal, publish, and what follows."""

    likely = LIKELY

    @initialize(number=st.integers(0, len(LAWS) - 1))
    def begin(self, number: int) -> None:
        self.law = LAWS[number]

    @property
    def id(self) -> AggregateId:
        return assessment_id(self.division, 2021, "A")

    @property
    def own(self) -> Assessment:
        state = self.state(self.id) if self.law.editions else Assessment()
        assert isinstance(state, Assessment)
        return state

    @rule(
        command=asked(get_args(AnyAssessmentCommand), fiscal_year=2021, assessment="A"),
        actor=st.sampled_from(ACTORS),
        month=MONTHS,
    )
    def ask_anything(self, command: AnyAssessmentCommand, actor: Actor, month: int) -> None:
        self.ask(command, actor, month)

    @invariant()
    def a_ranking_is_published_once_and_no_score_moves_afterwards(self) -> None:
        facts = self.facts.get(self.id, []) if self.law.editions else []
        published = [fact for fact in facts if isinstance(fact, RankingPublished)]
        assert published == [one for one in [self.own.ranking] if one is not None]
        for one in published:
            after = facts[facts.index(one) :]
            assert not any(isinstance(fact, DepartmentScored) for fact in after)
            known = {place.department: place.score for place in one.ranks}
            assert known == {name: scored.score for name, scored in self.own.scores.items()}

    @invariant()
    def equal_scores_share_a_place_and_the_next_is_skipped(self) -> None:
        own = self.own
        if own.ranking is None or own.opened is None:
            return
        breaks = self.law.edition(own.opened.edition).assessment.tie_breaks
        group = {name: code for code, names in own.groups.items() for name in names}
        strength = {
            name: (one.score, *(points_of(one, code) for code in breaks))
            for name, one in own.scores.items()
        }
        for place in own.ranking.ranks:
            mine = group.get(place.department, "")
            peers = [s for name, s in strength.items() if group.get(name, "") == mine]
            ranked = sorted((one for one in peers if one[0] is not None), reverse=True)
            same = strength[place.department]
            assert place.group == mine
            assert place.rank == (None if same[0] is None else 1 + ranked.index(same))

    @invariant()
    def every_score_is_what_its_items_add_up_to(self) -> None:
        own = self.own
        for one in (*own.scores.values(), *own.corrected.values()):
            assert own.opened is not None
            counted = [(i.full, i.points) for i in one.items if i.points is not None]
            full = sum((Fraction(most) for most, _ in counted), Fraction())
            points = sum((Fraction(earned) for _, earned in counted), Fraction())
            assert (one.score is None) == (not one.obliged or not full)
            if one.score is not None:
                assert abs(Fraction(one.score) - points / full * 100) <= Fraction(1, 200)
            for item, line in zip(one.items, own.opened.rubric, strict=True):
                low, high = limits(line)
                assert item.points is None or low <= item.points <= high

    @invariant()
    def every_appeal_has_one_answer_and_what_follows_follows_once(self) -> None:
        waiting = set[str]()
        follows = Counter[tuple[object, ...]]()
        published = False
        for fact in self.facts.get(self.id, ()) if self.law.editions else ():
            match fact:
                case ScoreAppealed(department=name):
                    assert name not in waiting
                    waiting.add(name)
                case AppealResolved(department=name):
                    waiting.remove(name)
                case RankingPublished():
                    assert not waiting
                    published = True
                case BudgetTiltDecided(department=name) | BudgetDeductionDecided(department=name):
                    follows[type(fact), name] += 1
                case _:
                    pass
            if isinstance(fact, ConsequenceFact) and fact.title != "审计移送线索":
                assert published
        assert waiting == {*self.own.appeals}
        assert all(times == 1 for times in follows.values())

    @invariant()
    def the_view_says_what_the_history_says(self) -> None:
        if not self.law.editions:
            return
        own, rows = self.own, {row.department: row for row in self.rows(ranking.VIEW, self.id)}
        chosen = own.pilots.departments if own.pilots else ()
        assert {name for name, row in rows.items() if row.pilot} == {*chosen}
        opened = {name for name, row in rows.items() if row.appeal is AppealState.OPEN}
        assert opened == {*own.appeals}
        for name, scored in own.scores.items():
            assert (rows[name].score, rows[name].items) == (scored.score, scored.items)
        for name, entered in own.entered.items():
            told = {one.item: (one.points, one.document) for one in rows[name].entered}
            assert told == {item: (one.points, one.document) for item, one in entered.items()}
        for name, row in rows.items():
            corrected = own.corrected.get(name)
            assert row.corrected_score == (corrected and corrected.score)
        for place in own.ranking.ranks if own.ranking else ():
            row = rows[place.department]
            assert (row.rank, row.score, row.grouped) == (place.rank, place.score, place.group)
        of_all = ResultsCirculated | ResultsEntered
        told_of = sum(len(row.consequences) for row in rows.values())
        assert told_of == sum(not isinstance(one, of_all) for one in own.consequences)


def points_of(scored: DepartmentScored, code: str) -> Decimal:
    points = {item.code: item.points for item in scored.items}.get(code)
    return Decimal(-1) if points is None else points


def test_one_assessment_whatever_is_asked() -> None:
    assert {type(command) for _, command in LIKELY} == {*get_args(AnyAssessmentCommand)}
    assert never(OneAssessment, examples=80) == []
