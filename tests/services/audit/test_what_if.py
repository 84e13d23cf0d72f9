"""Another edition of the rules decides the demo's four years once more, and writes nothing."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from events.assessment import ItemScore
from projections import ranking
from projections.view import Which
from services.answers.difference import Difference, Matter
from services.audit.what_if.changes import read_changes
from services.audit.what_if.what_if import Question, tally, what_if
from services.importing import play
from services.office import Office, opened
from services.project.measures import hundredths
from services.refusal import Refused
from services.runtime.servers import Servers

STORIES = Path(__file__).parents[3] / "deploy" / "demo"
HAILIN = "231083"
YEAR = 2021
EDITION = "hailin@2021-01-01"
PLACES = (
    (HAILIN, YEAR, EDITION, 7),
    ("150625", 2021, "hanggin@2021-01-01", 2),
    ("211382", 2021, "lingyuan@2021-01-01", 3),
    ("652825", 2020, "qiemo@2020-01-01", 77),
)
WHICH = Which(division=HAILIN, year=YEAR)
Scene = Callable[[Office], Awaitable[None]]


@asynccontextmanager
async def _year(servers: Servers, *stories: str) -> AsyncIterator[Office]:
    async with asyncio.timeout(240), opened(servers) as office:
        for story in stories:
            lines = (STORIES / story).read_bytes().splitlines()
            assert [one async for one in play(office, lines, story) if one.is_finding] == []
        yield office


@pytest.fixture(scope="module")
def after_the_year(empty_nats_url: str, database_url: str) -> Callable[[Scene], None]:
    """Perform a scene where the four stories were played; the first scene plays them."""
    servers = Servers(nats_url=empty_nats_url, database_url=database_url)
    waiting = sorted(path.name for path in STORIES.glob("*.jsonl"))

    def perform(scene: Scene) -> None:
        async def on_stage() -> None:
            async with _year(servers, *waiting) as office:
                waiting.clear()
                await scene(office)

        asyncio.run(on_stage())

    return perform


async def _differences(office: Office, edition: str, *changes: str) -> list[Difference]:
    question = Question(division=HAILIN, year=YEAR, edition=edition, changes=read_changes(changes))
    trial = await what_if(office, question)
    return [one async for page in trial.pages() for one in page.differences]


def _found(differences: list[Difference], matter: Matter) -> list[tuple[str, str]]:
    return [(one.project, one.subject) for one in differences if one.matter is matter]


def test_the_same_edition_decides_every_year_as_it_was(
    after_the_year: Callable[[Scene], None],
) -> None:
    async def scene(office: Office) -> None:
        before = await office.position()
        for division, year, edition, projects in PLACES:
            trial = await what_if(office, Question(division=division, year=year, edition=edition))
            pages = [page async for page in trial.pages()]
            assert [page.differences for page in pages] == [()]
            assert (pages[0].projects, await trial.total()) == (projects, projects)
        assert await office.position() == before

    after_the_year(scene)


@pytest.mark.clause("QM-09", "HL-06")
def test_a_threshold_of_fifteen_warns_exactly_the_gaps_between(
    after_the_year: Callable[[Scene], None],
) -> None:
    async def scene(office: Office) -> None:
        before = await office.position()
        found = await _differences(office, EDITION, "warnings.RATE_GAP.threshold=15.00")
        assert _found(found, Matter.WARNING) == [
            ("HL01", "H1"),
            ("HL01", "Q3"),
            ("HL02", "H1"),
            ("HL04", "H1"),
        ]
        warned = next(one for one in found if one.subject == "Q3" and one.matter is Matter.WARNING)
        assert (warned.before, warned.after) == (None, "18.00（界限 > 15.00）")
        assert (warned.clause, warned.rule) == ("HL-06", "RATE_GAP")
        cases = {one.project: one.before for one in found if one.matter is Matter.CASE}
        assert cases["HL01"] is None
        assert cases["HL02"] == "监控审核得分，2021-09-02 前整改"
        assert {one.matter for one in found} == {Matter.WARNING, Matter.CASE}
        assert await office.position() == before
        assert tally(found) == "预警 4 处，整改通知 4 处"

    after_the_year(scene)


@pytest.mark.clause("HL-07")
def test_another_schedule_basis_takes_back_other_amounts(
    after_the_year: Callable[[Scene], None],
) -> None:
    async def scene(office: Office) -> None:
        found = await _differences(office, EDITION, "clawback.schedule_basis=DAY")
        assert {one.matter for one in found} == {Matter.CLAWBACK}
        first = next(one for one in found if one.project == "HL02")
        assert (first.before_fen, first.after_fen) == (76_000_000, 75_616_438)
        assert first.after == "756,164.38 元（慢于序时进度，截至 2021-11-30）"
        none = await _differences(office, EDITION, "clawback.grounds=[]")
        assert all(one.after is None and one.after_fen == 0 for one in none)
        assert sum(one.before_fen for one in none) > 0
        assert "盘活收回减少" in tally(none)

    after_the_year(scene)


@pytest.mark.clause("HL-07", "QM-09")
def test_a_case_that_was_never_opened_is_no_ground(
    after_the_year: Callable[[Scene], None],
) -> None:
    async def scene(office: Office) -> None:
        milder = ("warnings.LOW_SCORE.threshold=10.00", "warnings.RATE_GAP.threshold=90.00")
        found = await _differences(office, EDITION, *milder)
        mine = {one.matter: one for one in found if one.project == "HL04"}
        assert mine[Matter.CASE].after is None
        assert "未有效纠正问题" in str(mine[Matter.CLAWBACK].before)
        assert "未有效纠正问题" not in str(mine[Matter.CLAWBACK].after)
        assert mine[Matter.CLAWBACK].after_fen < mine[Matter.CLAWBACK].before_fen

    after_the_year(scene)


def test_days_and_rates_follow_the_edition(after_the_year: Callable[[Scene], None]) -> None:
    async def scene(office: Office) -> None:
        found = await _differences(
            office, EDITION, "periods.H1.submit_by=07-01", "figures.rate_base=CURRENT"
        )
        due = [one for one in found if one.matter is Matter.DUE]
        assert {one.after for one in due} == {"2021-07-01"}
        late = [one for one in found if one.matter is Matter.LATE]
        assert late
        assert all(one.subject == "H1" for one in late)

    after_the_year(scene)


def test_what_cannot_be_meant_is_refused(after_the_year: Callable[[Scene], None]) -> None:
    async def scene(office: Office) -> None:
        for edition, change, reason in (
            ("hailin@1999-01-01", "", "没有政策版本 hailin@1999-01-01"),
            (EDITION, "warnings.GAP.threshold=1", "政策中没有 warnings.GAP.threshold 这一项"),
            (EDITION, "warnings.RATE_GAP.threshold=NaN", "须为有限小数"),
            (EDITION, f"clawback.notice_days={10**30}", "数值超出范围"),
            (EDITION, f"clawback.grounds={'[' * 90_000}", "政策内容不合规定"),
            (EDITION, 'clawback.cutoff="\\ud800"', "政策内容不合规定"),
            (EDITION, "assessment.front=-1", "政策内容不合规定：assessment.front：须 >= 0"),
            (EDITION, "warnings.RATE_GAP", "应如 warnings.RATE_GAP.threshold=15.00"),
        ):
            with pytest.raises(Refused, match=reason):
                await _differences(office, edition, *filter(None, [change]))

    after_the_year(scene)


def test_values_are_read_as_they_are_written() -> None:
    texts = ("a.b=15.00", "c=DAY", "d=[1, 2]", "e=true", "f = 3 ", "g=", 'h="x=y"')
    assert read_changes(texts) == {
        "a.b": "15.00",
        "c": "DAY",
        "d": [1, 2],
        "e": True,
        "f": 3,
        "g": "",
        "h": "x=y",
    }


RUBRIC = "assessment.rubric=" + json.dumps(
    [
        {"code": "TARGETS", "name": "目标管理", "points": 20, "measure": "TARGETS_APPROVED"},
        {"code": "EXECUTION", "name": "执行进度", "points": 70, "measure": "EXECUTION"},
        {"code": "OPEN", "name": "信息公开", "points": 10, "measure": "DISCLOSED"},
    ],
    ensure_ascii=False,
)


@pytest.mark.clause("HL-16")
def test_another_rubric_ranks_the_departments_of_the_record_again(
    after_the_year: Callable[[Scene], None],
) -> None:
    async def scene(office: Office) -> None:
        before = await office.position()
        found = await _differences(office, EDITION, RUBRIC)
        assert {one.matter for one in found} == {Matter.POINTS, Matter.RANK, Matter.CONSEQUENCE}
        rows = {row.department: row for row in await office.ask(ranking.show(WHICH))}
        for one in found:
            recorded = rows[one.department]
            if one.matter is Matter.POINTS and not one.rule:
                assert one.before == f"{recorded.score} 分"
                assert one.after == f"{_by_hand(recorded.items, found, one.department)} 分"
            if one.matter is Matter.RANK:
                assert str(one.before).startswith(f"第 {recorded.rank} 名")
            assert (one.subject, one.project, one.clause) == ("2021", "", "HL-16")
        assert await office.position() == before

    after_the_year(scene)


def _by_hand(items: tuple[ItemScore, ...], found: list[Difference], department: str) -> Decimal:
    """Reckon the score from the recorded counts and what was said of the new item."""
    counts = {
        one.code: Fraction(one.part) / Fraction(one.whole) for one in items if one.part != "0"
    }
    earned = [hundredths(Fraction(20) * counts["TARGETS"]), hundredths(70 * counts["EXECUTION"])]
    full = 90
    for one in found:
        if (one.department, one.rule) == (department, "OPEN") and "不适用" not in str(one.after):
            earned.append(Decimal(str(one.after).removeprefix("信息公开 ").removesuffix("/10")))
            full += 10
    return hundredths(Fraction(sum(earned)) / full * 100)


@pytest.mark.clause("HL-16")
def test_more_places_at_the_front_open_the_tilt_to_more_departments(
    after_the_year: Callable[[Scene], None],
) -> None:
    async def scene(office: Office) -> None:
        found = await _differences(office, EDITION, "assessment.front=2", "assessment.rear=0")
        assert {one.matter for one in found} == {Matter.CONSEQUENCE}
        rows = await office.ask(ranking.show(WHICH))
        second = next(row.department for row in rows if row.rank == 2)
        last = next(row.department for row in reversed(rows) if row.rank)
        told = {one.department: (one.before, one.after) for one in found}
        assert told == {
            second: ("居中", "靠前，可预算倾斜"),
            last: ("靠后，可预算扣减", "居中"),
        }
        assert tally(found) == "考核后果 2 处"

    after_the_year(scene)


@pytest.mark.clause("HL-16")
def test_a_decision_on_a_place_that_would_not_have_been_reached_is_named(
    after_the_year: Callable[[Scene], None],
) -> None:
    async def scene(office: Office) -> None:
        first = (await office.ask(ranking.show(WHICH)))[0].department
        decision = {
            "command": "DecideTilt",
            "id": "2b0c9e6e-0000-4000-8000-000000000001",
            "at": "2021-12-28T09:00:00+08:00",
            "actor": {"id": "chief-01", "role": "FIN_APPROVER", "org": "财政局"},
            "division": HAILIN,
            "data": {
                "fiscal_year": YEAR,
                "assessment": "2021",
                "department": first,
                "document": "海财预〔2021〕9号",
                "percent": "1.5",
            },
        }
        lines = [json.dumps(decision).encode()]
        assert [one async for one in play(office, lines, "tilt") if one.is_finding] == []
        assert await _differences(office, EDITION) == []
        before = await office.position()
        [found] = await _differences(office, EDITION, "assessment.front=0")
        assert (found.department, found.before) == (first, "靠前，可预算倾斜")
        assert found.after == "居中，已作出的预算倾斜不能成立"
        assert await office.position() == before

    after_the_year(scene)
