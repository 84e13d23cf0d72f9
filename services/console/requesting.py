"""What can be asked for from a project's page: other targets, a disposition, another rate."""

from nicegui import ui

from services.console.asking import offer
from services.console.fields import Asked, words
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.way import way
from services.project.authority import OWN
from services.project.filling import DisputeExecutionRate
from services.project.task import FINISHED


def requests(sitting: Sitting, seen: Seen) -> None:
    """Draw the ways to the pages of a project, and an objection to the money of each open task."""
    path, monitoring = f"/projects/{seen.id.code}", seen.project.monitoring
    with ui.row().classes("items-center jx-no-print"):
        if seen.project.targets.version:
            way("调整绩效目标（附件3）", sitting.link(f"{path}/adjustments"))
        way("分类处置", sitting.link(f"{path}/dispositions"))
        way("绩效评价", sitting.link(f"{path}/evaluations"))
        if not sitting.identity.roles & {*OWN}:
            return
        claimed = Asked(name="claimed_fen", title="截至任务数据截止日的实际执行数", kind="money")
        for name, task in monitoring.tasks.items():
            if task.status not in FINISHED and not monitoring.open_dispute_of(name):
                title = f"{DisputeExecutionRate.title}（{name}）"
                fields = (claimed, words("reason", "理由"))
                known = {**seen.known, "task": name}
                offer(
                    sitting, DisputeExecutionRate, known, fields, title=title, look="outline dense"
                )
