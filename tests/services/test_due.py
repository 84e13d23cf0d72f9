"""What time brings, on real servers: standing tasks, overdue tasks and cases, other days."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime

import pytest
from msgspec.structs import replace

from events.monitoring import TaskIssued, TaskOverdue
from events.rectification import RectificationOverdue
from events.subjects import AggregateId, project_id
from events.task import TaskClosedIncomplete, TaskDeadlineExtended
from events.terms import TargetGrade
from projections import execution
from projections.board import duties, evidence
from projections.view import Which
from services.campaign import CloseCampaign, ExtendDeadline, OpenCampaign
from services.decision import Actor, Command
from services.desk.reports import Report
from services.office import Office, opened
from services.policies.adoption import AdoptPolicy
from services.project.rectification import IssueNotice
from services.project.registration import RegisterProject
from services.project.submission import Submit
from services.project.targets import ApproveTarget, ReviewTarget, SetTarget
from services.runtime.servers import servers
from services.runtime.settings import Settings
from tests.services.desk import bureau
from tests.services.project.given import CHIEF, FILER, OFFICER, SECTION, day
from tests.services.project.stories import ROADS, line, paid

HANGGIN, QIEMO = "150625", "652825"
Scene = Callable[[Office], Awaitable[None]]


class Place:
    """One division in an office: what people do there, and what is recorded of a project."""

    def __init__(self, office: Office, division: str = HANGGIN, year: int = 2021) -> None:
        self.office, self.division, self.year = office, division, year

    async def do(self, command: Command, actor: Actor, at: datetime) -> None:
        order = replace(bureau.order(command, actor, at), division=self.division)
        answer = (await self.office.submit(order)).answer
        assert answer.outcome == "accepted", answer

    async def adopt(self, edition: str) -> None:
        await self.do(AdoptPolicy(edition=edition), CHIEF, day(1, 2, year=self.year))

    async def project(self, code: str, approved: datetime) -> None:
        early = day(1, 5, year=self.year)
        register = RegisterProject(
            fiscal_year=self.year, project_code=code, name=code, department="D01", unit="U01"
        )
        await self.do(register, OFFICER, early)
        words = SetTarget(
            fiscal_year=self.year,
            project_code=code,
            overall_objective="治沙",
            indicators=(ROADS,),
        )
        await self.do(words, FILER, early)
        grade = ReviewTarget(fiscal_year=self.year, project_code=code, grade=TargetGrade.GOOD)
        await self.do(grade, SECTION, early)
        await self.do(ApproveTarget(fiscal_year=self.year, project_code=code), OFFICER, approved)

    async def submit(self, code: str, at: datetime, task: str = "H1") -> None:
        form = Submit(fiscal_year=self.year, project_code=code, task=task, lines=(line("50"),))
        await self.do(form, FILER, at)

    def of(self, code: str) -> AggregateId:
        return project_id(self.division, self.year, code)

    def facts(self, code: str, *kinds: type) -> list[object]:
        events = bureau.stored(self.office.desk, self.of(code))
        return [event.fact for event in events if isinstance(event.fact, kinds)]


@pytest.fixture
def play(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Scene], None]:
    def playing(scene: Scene) -> None:
        async def work() -> None:
            async with opened(running) as office:
                await scene(office)

        with servers(Settings(data=tmp_path_factory.mktemp("due"))) as running:
            asyncio.run(work())

    return playing


Play = Callable[[Scene], None]


@pytest.mark.clause("HJ-01", "HJ-04", "HJ-17")
def test_a_standing_duty_needs_no_campaign(play: Play) -> None:
    """Every subject with targets gets its task when June is over, and is overdue after 10 July."""

    async def scene(office: Office) -> None:
        place = Place(office)
        assert await office.tick(day(1, 1)) == []
        await place.adopt("hanggin@2021-01-01")
        await place.project("P1", day(2, 1))
        await place.project("P2", day(7, 5))
        await place.project("P3", day(7, 11))
        assert await office.tick(day(6, 30, 23)) == []
        await office.tick(day(7, 6))
        tasks = place.facts("P1", TaskIssued)
        assert [(one.task, one.submit_by) for one in tasks if isinstance(one, TaskIssued)] == [
            ("H1", date(2021, 7, 10))
        ]
        assert await office.tick(day(7, 7)) == []
        await place.submit("P2", day(7, 8))
        await office.tick(day(7, 12))
        assert [len(place.facts(code, TaskOverdue)) for code in ("P1", "P2", "P3")] == [1, 0, 0]
        assert place.facts("P3", TaskIssued) == []
        assert await office.tick(day(7, 13)) == []

    play(scene)


@pytest.mark.clause("QM-03", "QM-08")
def test_the_months_of_qiemo_are_duties_and_a_late_tick_brings_them_all(play: Play) -> None:
    """A year nobody was told of is over a month after its end: nothing is made up later."""

    async def scene(office: Office) -> None:
        place = Place(office, QIEMO, 2020)
        await place.adopt("qiemo@2020-01-01")
        await place.project("P1", day(1, 6, year=2020))
        await office.tick(day(3, 11, year=2020))
        names = [one.task for one in place.facts("P1", TaskIssued) if isinstance(one, TaskIssued)]
        assert names == ["M01", "M02"]
        assert len(place.facts("P1", TaskOverdue)) == 2
        await office.tick(day(1, 31, year=2021))
        assert len(place.facts("P1", TaskIssued)) == 12
        await place.project("P2", day(1, 6, year=2020))
        await office.tick(day(3, 1, year=2021))
        assert place.facts("P2", TaskIssued) == []

    play(scene)


@pytest.mark.clause("HJ-19", "LY-12")
def test_other_days_and_the_end_reach_standing_tasks(play: Play) -> None:
    async def scene(office: Office) -> None:
        place = Place(office)
        await place.adopt("hanggin@2021-01-01")
        await place.project("P1", day(2, 1))
        await place.project("P2", day(2, 1))
        await office.tick(day(7, 12))
        assert len(place.facts("P1", TaskOverdue)) == 1
        later = ExtendDeadline(
            fiscal_year=2021, period="H1", submit_by=date(2021, 7, 25), reason="汛期"
        )
        await place.do(later, OFFICER, day(7, 13))
        assert len(place.facts("P1", TaskDeadlineExtended)) == 1
        await place.submit("P1", day(7, 24))
        [known] = await office.ask(evidence.evidence(HANGGIN, 2021, date(2021, 12, 31)))
        assert (known.tasks, known.on_time) == (2, 1)
        await office.tick(day(7, 26))
        assert [len(place.facts(code, TaskOverdue)) for code in ("P1", "P2")] == [1, 2]
        await place.do(OpenCampaign(fiscal_year=2021, period="H1"), OFFICER, day(7, 26))
        await place.do(CloseCampaign(fiscal_year=2021, period="H1"), OFFICER, day(8, 20))
        closed = [len(place.facts(code, TaskClosedIncomplete)) for code in ("P1", "P2")]
        assert closed == [1, 1]

    play(scene)


@pytest.mark.clause("QM-09", "HJ-02")
def test_cases_fall_overdue_and_views_say_what_was_corrected_and_what_changed(play: Play) -> None:
    async def scene(office: Office) -> None:
        place = Place(office)
        await place.adopt("hanggin@2021-01-01")
        await place.project("P1", day(2, 1))
        await office.tick(day(7, 1, 12))
        await place.submit("P1", day(7, 8))
        notice = IssueNotice(fiscal_year=2021, project_code="P1", task="H1", ground="SITE_VISIT")
        await place.do(notice, SECTION, day(7, 9))
        await office.tick(day(8, 9))
        assert len(place.facts("P1", RectificationOverdue)) == 1
        assert await office.tick(day(8, 10)) == []
        [row] = await office.ask(duties.corrections(HANGGIN, 2021))
        assert (row.cases, row.open_cases, row.overdue_cases) == (1, 1, 1)
        assert (row.items_issued, str(row.correction_rate)) == (1, "0.00")
        [light] = await office.ask(duties.lights(HANGGIN, 2021, "H1"))
        assert (light.tasks, light.light) == (1, "GREEN")
        which = Which(division=HANGGIN)
        assert await office.ask(execution.revised(which)) == []
        late = Report(project=place.of("P1"), fact=paid(700, 6, 30), at=day(8, 11), origin="x")
        after = Report(project=place.of("P1"), fact=paid(900, 7, 1), at=day(8, 11), origin="y")
        await office.note([late, after])
        [changed] = await office.ask(execution.revised(which))
        assert (changed.executed_fen, changed.executed_now_fen, changed.difference_fen) == (
            0,
            700,
            700,
        )

    play(scene)
