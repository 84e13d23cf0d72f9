"""A transfer payment as a whole: what its regions reported, summed level by level (LY-11)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from immutables import Map
from msgspec import Meta
from msgspec.structs import replace

from events.aggregation import AggregationFact, RegionSubmission, TransferAggregated
from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    CommitmentRecorded,
    FundsAppropriated,
    PaymentExecuted,
)
from events.monitoring import Funding, IndicatorReport
from events.targets import Indicator
from events.terms import BudgetLedger, Direction, Stage, SubjectKind
from services.decision import Context
from services.policies.numbers import sensible
from services.project import submission
from services.project.authority import OWN
from services.project.command import Code, ProjectCommand
from services.project.execution import Entry, Execution, Key
from services.project.task import Task
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

_CLAUSE = "LY-11"
_SUMMED = (SubjectKind.TRANSFER_OVERALL, SubjectKind.TRANSFER_REGION)
_STANDING = ("SUBMITTED", "FINALIZED")
Regions = Annotated[
    tuple[RegionSubmission, ...] | None, Meta(description="区域现有的填报；由系统填写")
]
_NOT_SUMMED = (Direction.QUALITATIVE, Direction.BY_DATE, Direction.RANGE)


class SubmitAggregate(ProjectCommand, frozen=True, kw_only=True):
    """Sum up the regions' submissions and hand them in for the transfer payment as a whole.

    ``regions`` is filled in by the system. Amounts and quantities are summed, rates made from the
    sums; ``lines`` explains deviations and gives what cannot be summed (per cent, qualities, days).
    """

    title = "汇总报送转移支付整体监控情况"

    task: Code
    lines: tuple[IndicatorReport, ...] = ()
    funding: Funding | None = None
    regions: Regions = None


AggregationCommand = SubmitAggregate


def reported(region: str, project: "Project", task_name: str) -> RegionSubmission:
    """Say what a region's task of the same name holds; nothing after a return or withdrawal."""
    name = project.registration.name if project.registration else ""
    task = project.monitoring.tasks.get(task_name)
    if task is None or task.submitted is None or task.status not in _STANDING:
        waived = "免于填报" if task is not None and task.status == "WAIVED" else ""
        ended = "项目已终止" if project.stage is Stage.TERMINATED else ""
        return RegionSubmission(region=region, name=name, left_out=waived or ended)
    return RegionSubmission(
        region=region,
        name=name,
        submission=task.submission,
        figures=task.figures,
        actuals={
            line.indicator: line.actual
            for line in task.submitted.lines
            if line.actual is not None and not line.not_due
        },
    )


def decide(
    project: "Project", command: AggregationCommand, context: Context
) -> list[AggregationFact | submission.Filed]:
    """Hand in the sums as any other submission, on the money of the regions."""
    context.require(OWN, command.title, _CLAUSE)
    if project.registered.subject_kind not in _SUMMED:
        raise Refused("只有转移支付整体和有下级的区域由区域汇总报送", clause=_CLAUSE)
    task, regions = project.monitoring.task(command.task), command.regions or ()
    _complete(task, regions)
    indicators = project.targets.versions[task.issued.target_version - 1]
    lines = _lines(indicators, command, regions)
    form = submission.Resubmit if task.status == "RETURNED" else submission.Submit
    filed = form(
        fiscal_year=command.fiscal_year,
        project_code=command.project_code,
        task=command.task,
        lines=lines,
        funding=command.funding,
    )
    whole = replace(project, execution=money(regions))
    facts = submission.hand_in(whole, filed, context)
    return [
        TransferAggregated(task=command.task, submission=task.submission + 1, regions=regions),
        *facts,
    ]


def _complete(task: Task, regions: tuple[RegionSubmission, ...]) -> None:
    """Refuse unless every region reported, up to the same day."""
    if not regions:
        raise Refused("没有隶属于本转移支付的区域，无从汇总", clause=_CLAUSE)
    if all(one.left_out for one in regions):
        raise Refused("全部区域免于填报或已终止，无从汇总", clause=_CLAUSE)
    missing = [one for one in regions if one.figures is None and not one.left_out]
    if missing:
        names = "、".join(f"{one.region} {one.name}".strip() for one in missing)
        raise Refused(f"以下区域尚未报送：{names}", clause=_CLAUSE)
    cutoff = task.issued.cutoff_on
    other = [one.region for one in regions if one.figures and one.figures.as_of != cutoff]
    if other:
        raise Refused(f"以下区域的数据截止日不是 {cutoff}：{'、'.join(other)}", clause=_CLAUSE)


def unchanged(task: Task, regions: tuple[RegionSubmission, ...] | None) -> None:
    """Refuse to pass a sum whose regions handed in again, withdrew or were joined by others."""
    if not task.summed or regions is None:
        return
    then = {one.region: one.submission for one in task.summed}
    now = {one.region: one.submission for one in regions}
    changed = sorted(one for one in then.keys() | now.keys() if then.get(one) != now.get(one))
    if changed:
        raise Refused(
            f"以下区域在汇总后有变动：{'、'.join(changed)}；须退回或撤回后重新汇总", clause=_CLAUSE
        )


def _lines(
    indicators: tuple[Indicator, ...],
    command: SubmitAggregate,
    regions: tuple[RegionSubmission, ...],
) -> tuple[IndicatorReport, ...]:
    given = {line.indicator: line for line in command.lines}
    known = {one.name for one in indicators}
    faults: list[str] = []
    lines = [line for line in command.lines if line.indicator not in known]
    for one in indicators:
        line = given.get(one.name)
        if line is not None and (line.not_due or not _summed(one)):
            lines.append(line)
            continue
        found = [*_faults(one, line, regions)]
        faults += found
        if not found:
            kept = line or IndicatorReport(indicator=one.name)
            lines.append(replace(kept, actual=_sum(one, regions)))
    if faults:
        raise Refused(*faults, clause=_CLAUSE)
    return tuple(lines)


def _summed(indicator: Indicator) -> bool:
    """Whether values of regions add up: numbers do, per cent and qualities do not."""
    return indicator.direction not in _NOT_SUMMED and not indicator.unit.strip().endswith("%")


def _sum(indicator: Indicator, regions: tuple[RegionSubmission, ...]) -> Decimal:
    return sum((one.actuals[indicator.name] for one in regions if not one.left_out), Decimal(0))


def _faults(
    indicator: Indicator, line: IndicatorReport | None, regions: tuple[RegionSubmission, ...]
) -> Iterator[str]:
    name = indicator.name
    if not _summed(indicator):
        yield f"指标“{name}”不能由区域相加，须由主管部门填报"
        return
    regions = tuple(one for one in regions if not one.left_out)
    lacking = [one.region for one in regions if name not in one.actuals]
    if lacking:
        yield f"指标“{name}”区域 {'、'.join(lacking)} 没有实际完成值"
    elif not sensible(*(one.actuals[name] for one in regions)):
        yield f"指标“{name}”的区域数值须为有限小数，小于 10^15，小数不超过九位"
    elif line is not None and line.actual is not None and line.actual != _sum(indicator, regions):
        yield f"指标“{name}”填报 {line.actual}，与区域合计 {_sum(indicator, regions)} 不符"


def money(regions: tuple[RegionSubmission, ...]) -> Execution:
    """Put the regions' money together; the rate is then made from the sums."""
    entries: dict[Key, Entry] = {}
    for number, one in enumerate(regions):
        if one.figures is None:
            continue
        amounts = {
            BudgetApproved.tag: one.figures.initial_fen,
            BudgetAdjusted.tag: one.figures.current_fen - one.figures.initial_fen,
            FundsAppropriated.tag: one.figures.appropriated_fen,
            PaymentExecuted.tag: one.figures.executed_fen,
            CommitmentRecorded.tag: one.figures.committed_fen,
        }
        for tag, amount in amounts.items():
            key = Key("regions", one.region, number, tag, 0)
            entries[key] = Entry(amount, one.figures.as_of, BudgetLedger.GENERAL_PUBLIC, None)
    return Execution(Map(entries))
