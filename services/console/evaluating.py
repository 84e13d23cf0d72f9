"""The steps of an evaluation, each for whom its kind names, at the point it has come to (HL-09)."""

from typing import Final

from nicegui import ui

from events.terms import Criterion, EvaluationKind, Pilot
from services.console.asking import offer
from services.console.fields import Asked, words
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.project import evaluation as of
from services.project.authority import FINANCE, REVIEWERS
from services.project.evaluations import ROLES, Evaluation
from services.project.self_evaluation import ReturnSelfEvaluation

HANDED_UP: Final = ("SCORED", "FEEDBACK")
_USE: Final = (
    Asked(name="budget_year", title="用于哪一年预算（四位年度）", kind="number"),
    Asked(name="weight", title="占资金分配的权重%", kind="number"),
    Asked(name="document", title="文号"),
    words("reason", "理由（权重低于规定时必填）"),
)
_CHECK: Final = (Asked(name="score", title="复核得分", kind="number"), words("finding", "复核意见"))


def begin(sitting: Sitting, seen: Seen) -> None:
    """Offer to begin an evaluation of the kinds in which who sits here has a part."""
    kinds = {
        kind.value: kind.zh
        for kind, (scorers, _, concluders) in ROLES.items()
        if sitting.identity.roles & {*scorers, *concluders}
    }
    if not kinds:
        return
    fields = [
        Asked(name="evaluation", title="评价代码"),
        Asked(name="kind", title="种类", kind="choice", choices=kinds),
    ]
    if EvaluationKind.FINANCE.value in kinds:
        reasons = {one.value: one.zh for one in Criterion}
        pilots = {"": "（不是试点）"} | {one.value: one.zh for one in Pilot}
        fields += [
            Asked(name="criteria", title="选取理由", kind="several", choices=reasons),
            Asked(name="pilot", title="试点领域", kind="choice", choices=pilots),
        ]
    offer(sitting, of.StartEvaluation, seen.known, fields, look="outline dense")


def scores(sitting: Sitting, one: Evaluation) -> bool:
    """Whether who sits here reports or marks an evaluation as it stands."""
    scorers, _, _ = ROLES[one.started.kind]
    return one.status != "CONCLUDED" and bool(sitting.identity.roles & {*scorers})


def steps(sitting: Sitting, seen: Seen, name: str, one: Evaluation, *, above: bool) -> None:
    """Offer what an evaluation waits for; ``above`` says who sits here reviews for a superior."""
    roles, known = sitting.identity.roles, {**seen.known, "evaluation": name}
    _, answerers, concluders = ROLES[one.started.kind]
    with ui.row().classes("jx-no-print"):
        if one.status == "SCORED" and roles & {*answerers}:
            offer(sitting, of.RecordFeedback, known, (words("opinion", "意见"),))
        if one.status == "FEEDBACK" and roles & {*concluders}:
            offer(sitting, of.ConcludeEvaluation, known)
        if one.status in HANDED_UP and sends_back(sitting, one, above=above):
            offer(sitting, ReturnSelfEvaluation, known, (words("reason", "退回理由"),))
        if one.concluded is not None and roles & {*FINANCE}:
            if one.checked is None and not one.applied:
                offer(sitting, of.SpotCheckEvaluation, known, _CHECK)
            offer(sitting, of.ApplyResult, known, _USE)


def sends_back(sitting: Sitting, one: Evaluation, *, above: bool) -> bool:
    """Whether who sits here may send a self-evaluation back to the unit (QM-10)."""
    reviews = above or bool(sitting.identity.roles & {*REVIEWERS})
    return one.started.kind is EvaluationKind.SELF and reviews
