"""One campaign with its projects, anything in any order: the days and tasks each of them has."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, get_args

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from msgspec.structs import replace

from events.subjects import campaign_id, project_id
from events.terms import MonitoringKind, SelectionSource
from projections import board
from services.campaign import (
    AnyCampaignCommand,
    Campaign,
    CloseCampaign,
    ExtendDeadline,
    IssueTasks,
    OpenCampaign,
    SelectKeyProject,
)
from services.decision import Actor, Command
from services.project.monitoring import CloseTask, ExtendTaskDeadline, WaiveTask, task_name
from services.project.standing import TerminateProject
from services.project.state import Project
from tests.services.asking import MONTHS, Pair, made, never
from tests.services.histories import Histories
from tests.services.project.anything import ACTORS, asked
from tests.services.project.given import CHIEF, OFFICER, SECTION, law_of
from tests.services.project.stories import approved, funded, registered

CODES = ("P1", "P2", "P3")
H1 = {"fiscal_year": 2021, "period": "H1"}
DAYS = (date(2021, 7, 5), date(2021, 7, 20), date(2021, 9, 30))
CAMPAIGN: list[Pair] = [
    *((OFFICER, made(OpenCampaign, **H1, submit_by=on)) for on in (None, *DAYS)),
    *(
        (SECTION, made(IssueTasks, **H1, projects=codes, kind=kind))
        for codes in (("P1",), ("P1", "P2"), CODES, None)
        for kind in (MonitoringKind.DEPARTMENT_SELF, MonitoringKind.FINANCE_KEY)
    ),
    *(
        (
            OFFICER,
            made(SelectKeyProject, **H1, project=code, source=SelectionSource.AUDIT, reason=why),
        )
        for code in CODES
        for why in ("慢", "多")
    ),
    *(
        (
            OFFICER,
            made(
                ExtendDeadline, **H1, submit_by=on, review_by=review, reason="汛期", projects=codes
            ),
        )
        for on in DAYS
        for review in (None, date(2021, 10, 31))
        for codes in (None, ("P1",), ("P2", "P1"))
    ),
    *((OFFICER, made(CloseCampaign, **H1, projects=codes)) for codes in (None, ("P1",))),
]
MEANWHILE: list[Pair] = [
    pair
    for code in CODES
    for of in [{"fiscal_year": 2021, "project_code": code}]
    for pair in (
        (OFFICER, made(WaiveTask, **of, task="H1", reason="免")),
        (OFFICER, made(CloseTask, **of, task="H1-FINANCE_KEY")),
        (OFFICER, made(ExtendTaskDeadline, **of, task="H1", submit_by=DAYS[2], reason="灾")),
        (CHIEF, made(TerminateProject, **of, reason="终")),
    )
]


class OneCampaign(Histories):
    """Open, issue, extend, close; meanwhile the projects go their own ways."""

    likely = CAMPAIGN + MEANWHILE
    enough: ClassVar[Mapping[type, int]] = {
        CloseCampaign: 0,
        TerminateProject: 1,
        ExtendDeadline: 9,
    }
    repeatable = frozenset([ExtendTaskDeadline])

    @initialize(place=st.sampled_from(["hailin", "qiemo", "hanggin", "lingyuan"]))
    def begin(self, place: str) -> None:
        self.law = law_of(place)
        for code, story in zip(
            CODES, (funded(approved()), funded(approved()), registered()), strict=True
        ):
            self.accept(project_id(self.division, 2021, code), story.facts)

    @property
    def own(self) -> Campaign:
        state = self.state(campaign_id(self.division, 2021, "H1"))
        assert isinstance(state, Campaign)
        return state

    def project(self, code: str) -> Project:
        state = self.state(project_id(self.division, 2021, code))
        assert isinstance(state, Project)
        return state

    def completed(self, command: Command) -> Command:
        """Name the projects that have a task of their own, as the views do at the office."""
        match command:
            case ExtendDeadline() | CloseCampaign(projects=None):
                own = tuple(code for code in CODES if "H1" in self.project(code).monitoring.tasks)
                if isinstance(command, ExtendDeadline):
                    return replace(command, own=own)
                return replace(command, projects=own)
            case IssueTasks(projects=None, kind=MonitoringKind.DEPARTMENT_SELF):
                with_targets = (code for code in CODES if self.project(code).targets.version)
                return replace(command, projects=tuple(with_targets))
            case _:
                return command

    def ask(self, command: Command, actor: Actor, month: int) -> None:
        before, said_yes = self.own, self.plans(command, actor, month) is not None
        super().ask(command, actor, month)
        after = self.own
        if isinstance(command, ExtendDeadline) and said_yes:
            for code in command.projects or CODES:
                now = after.days_of(code)
                assert now is not None
                assert now.submit_by >= command.submit_by
            for code in command.projects or ("",):
                was, now = before.days_of(code), after.days_of(code)
                if was is not None and now is not None and command.review_by is None:
                    assert now.review_by >= was.review_by

    @rule(
        command=asked(get_args(AnyCampaignCommand), **H1),
        actor=st.sampled_from(ACTORS),
        month=MONTHS,
    )
    def ask_anything(self, command: AnyCampaignCommand, actor: Actor, month: int) -> None:
        self.ask(command, actor, month)

    @invariant()
    def every_task_it_issued_is_there_and_when_it_is_over_none_is_open(self) -> None:
        for code, kind in self.own.issued if self.law.editions else ():
            task = self.project(code).monitoring.tasks[task_name("H1", kind)]
            assert task.issued.kind is kind

    @invariant()
    def the_board_says_what_the_projects_say(self) -> None:
        for code in CODES if self.law.editions else ():
            tasks = self.project(code).monitoring.tasks
            rows = self.rows(board.VIEW, project_id(self.division, 2021, code))
            assert {row.task for row in rows} == {*tasks}
            for row in rows:
                assert row.submit_by == tasks[row.task].issued.submit_by


def test_one_campaign_whatever_is_asked() -> None:
    assert {type(command) for _, command in CAMPAIGN} == {*get_args(AnyCampaignCommand)}
    assert never(OneCampaign, examples=60) == []
