"""What 附件1 holds: what the system knows of a task, and what a unit fills in."""

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from events.monitoring import Funding, Implementation, IndicatorReport
from events.registration import ProjectRegistered
from events.subjects import AggregateId
from events.targets import Indicator
from events.terms import Attainability, DeviationCause
from services.project.execution import Execution
from services.project.task import Task

if TYPE_CHECKING:
    from services.project.state import Project

TITLE: Final = "项目支出绩效监控情况表"
WIDE: Final = 16
NUMBER: Final = (2, 11)  # the cell with the form's number
MONEY: Final = 6  # first row of 项目资金
OBJECTIVE: Final = 9
LINES: Final = 12  # first row of the indicators
CAUSES: Final = tuple(DeviationCause)
CHANCES: Final = tuple(Attainability)
INITIAL, EXECUTED, RATE, FORECAST = 4, 7, 10, 13  # first columns of the four, three cells each
TARGET, ACTUAL, EXPECTED, CAUSE, MEASURE, CHANCE, REMARK = 3, 4, 5, 6, 11, 12, 15


class Filled(Struct, frozen=True, kw_only=True):
    """What a unit filled in: the same whether it is a draft, a submission or a file."""

    lines: tuple[IndicatorReport, ...] = ()
    funding: Funding | None = None
    implementation: Implementation | None = None


class Blank(Struct, frozen=True, kw_only=True):
    """What the system knows of a task before anybody fills it in."""

    id: AggregateId
    registered: ProjectRegistered
    task: Task
    indicators: tuple[Indicator, ...]
    objective: str
    execution: Execution

    @classmethod
    def of(cls, project: "Project", aggregate: AggregateId, task: str) -> "Blank":
        """Take a task of a project; ``Refused`` when there is none of that name."""
        found = project.monitoring.task(task)
        return cls(
            id=aggregate,
            registered=project.registered,
            task=found,
            indicators=project.targets.versions[found.issued.target_version - 1],
            objective=project.targets.overall_objective,
            execution=project.execution,
        )

    @property
    def number(self) -> str:
        """The form's number, by which an uploaded file is known again."""
        return f"{self.id.name}/{self.task.issued.task}"

    @property
    def standing(self) -> Filled:
        """What is filled in so far: the draft, else what was handed in last."""
        for one in (self.task.draft, self.task.submitted):
            if one is not None:
                return Filled(
                    lines=one.lines, funding=one.funding, implementation=one.implementation
                )
        return Filled()

    @property
    def months(self) -> str:
        """The period as the columns name it: 1-6月."""
        issued = self.task.issued
        return f"{issued.from_on.month}-{issued.cutoff_on.month}月"
