"""The measures there are about a project, each for whom the rules name (LY-19, LY-20, HL-06)."""

from collections.abc import Mapping
from typing import Final

from nicegui import ui

from events.terms import Cause, DispositionKind
from services.console.asking import offer
from services.console.fields import Asked, words
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.policies.rules import DispositionRules
from services.project import remedies
from services.project.disposition import (
    ReduceBudget,
    ResumeAppropriation,
    ResumeProject,
    StopAppropriation,
    SuspendProject,
)
from services.project.register import Entry
from services.project.serious import DisposeSeriousCase

_REASON: Final = words("reason", "理由")
_DAY: Final = Asked(name="effective_on", title="生效日期（不填为今天）", kind="date")
_AMOUNT: Final = Asked(name="amount_fen", title="金额", kind="money")
_DOCUMENT: Final = Asked(name="document", title="文号")
_DENSE: Final = "outline dense"


def measures(sitting: Sitting, seen: Seen, rules: DispositionRules) -> None:
    """Offer a proposal, and what can be done at once: stand still, no more money, less money."""
    roles, state = sitting.identity.roles, seen.project.disposition
    cause = Asked(name="cause", title="情形", kind="choice", choices=_causes(rules))
    basis = Asked(name="basis", title="依据的监控任务、评价或问责线索（代码）")
    kinds = Asked(
        name="kinds",
        title="拟采取的措施",
        kind="several",
        choices={one.value: one.zh for one in DispositionKind},
    )
    code = Asked(name="disposition", title="处置代码")
    carrying_out = Asked(name="disposition", title="执行的分类处置（代码，没有则不填）")
    if roles & {*rules.proposer_roles}:
        proposal = (code, cause, kinds, _REASON, _AMOUNT, basis)
        offer(sitting, remedies.ProposeDisposition, seen.known, proposal, look=_DENSE)
    if roles & {*rules.decider_roles}:
        acts = (cause, _REASON, _DAY, carrying_out)
        if not state.suspended:
            offer(sitting, SuspendProject, seen.known, acts, look=_DENSE)
        if not state.stopped:
            offer(sitting, StopAppropriation, seen.known, acts, look=_DENSE)
        cut = (cause, _REASON, _AMOUNT, carrying_out)
        offer(sitting, ReduceBudget, seen.known, cut, look=_DENSE)
    if roles & {*rules.resume_roles}:
        for kind, due in ((ResumeProject, state.suspended), (ResumeAppropriation, state.stopped)):
            if due:
                offer(sitting, kind, seen.known, (_REASON, _DAY), look=_DENSE)
    serious = rules.catalogue.get(Cause.SERIOUS)
    if serious is not None and roles & {*serious.decider_roles} and not state.serious:
        amount = Asked(name="amount_fen", title="调减金额（不填为全部未用资金）", kind="money")
        fields = (_REASON, amount, _DAY, carrying_out)
        offer(sitting, DisposeSeriousCase, seen.known, fields, look=_DENSE)


def steps(sitting: Sitting, seen: Seen, name: str, entry: Entry, rules: DispositionRules) -> None:
    """Offer what one line of the register waits for."""
    roles, known = sitting.identity.roles, {**seen.known, "disposition": name}
    remedy = rules.catalogue.get(entry.proposed.cause)
    deciders = remedy.decider_roles if remedy else rules.decider_roles
    with ui.row().classes("jx-no-print"):
        if roles & {*deciders} and not entry.revoked:
            if entry.decided is None:
                decision(sitting, seen, name)
            if not entry.executed:
                offer(sitting, remedies.RevokeDisposition, known, (_REASON,))
        if roles & {*rules.proposer_roles} and entry.pending:
            pending = {one.value: one.zh for one in entry.pending}
            kind = Asked(name="kind", title="措施", kind="choice", choices=pending)
            on = Asked(name="on", title="执行日期（不填为今天）", kind="date")
            offer(
                sitting, remedies.ExecuteDisposition, known, (kind, on, words("note", "执行情况"))
            )


def decision(sitting: Sitting, seen: Seen, name: str) -> None:
    """Offer to agree to a proposal, or not."""
    fields = (words("opinion", "决定意见"), _DOCUMENT)
    for title, agreed in (("同意处置", True), ("不同意处置", False)):
        known = {**seen.known, "disposition": name, "approved": agreed}
        offer(sitting, remedies.DecideDisposition, known, fields, title=title)


def _causes(rules: DispositionRules) -> Mapping[str, str]:
    """Name the causes the catalogue has, with the measures each allows; all without a catalogue."""
    return {
        cause.value: f"{cause.zh}：{'、'.join(one.zh for one in remedy.kinds)}"
        for cause, remedy in rules.catalogue.items()
    } or {cause.value: cause.zh for cause in Cause}
