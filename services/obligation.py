"""What must be reported or published: registered, fulfilled, overdue, waived (HL-13, HL-14, HL-17).

One history holds one thing to do in a year for all who owe it: every department's report of July is
one obligation that each of them fulfils by itself.
"""

from datetime import date
from typing import Annotated, Final

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.obligation import (
    ObligationFact,
    ObligationFulfilled,
    ObligationOverdue,
    ObligationRegistered,
    ObligationWaived,
)
from events.terms import Duty, Recipient, Role
from services.decision import Command, Context
from services.policies.calendar import resolve
from services.policies.rules import ObligationRule
from services.project.authority import FINANCE, OWN, TIME
from services.project.command import Code, FiscalYear, Text
from services.refusal import Refused

BUREAU: Final = "财政局"


class ObligationCommand(Command, frozen=True, kw_only=True):
    """A command on one thing to be reported or published in a year."""

    fiscal_year: FiscalYear
    obligation: Code


class RegisterObligation(ObligationCommand, frozen=True, kw_only=True):
    """Register by the edition's rule of that code; what is given here goes before the rule."""

    title = "登记报送公开义务"

    kind: Duty | None = None
    what: Text | None = None
    recipients: tuple[Recipient, ...] | None = None
    copies: tuple[Recipient, ...] | None = None
    owed_by: Annotated[
        tuple[Text, ...] | None, Meta(description="不填则按规则：财政局，或该年度全部部门")
    ] = None
    due_on: date | None = None
    departments: Annotated[tuple[Text, ...], Meta(description="该年度全部部门；由系统填写")] = ()


class FulfilObligation(ObligationCommand, frozen=True, kw_only=True):
    """Say where or under which number it was delivered or published, and when."""

    title = "履行报送公开义务"

    department: Text
    document: Annotated[Text, Meta(description="文号或公开网址")]
    on: Annotated[date | None, Meta(description="办理日期；不填则为当日")] = None
    recipients: Annotated[
        tuple[Recipient, ...] | None, Meta(description="不填则为尚未送达的全部对象")
    ] = None


class WaiveObligation(ObligationCommand, frozen=True, kw_only=True):
    """Let one of those who owe it off, with a reason."""

    title = "免予报送公开"

    department: Text
    reason: Text


class MarkObligationOverdue(ObligationCommand, frozen=True, kw_only=True):
    """Say that the day has passed; given by the clock."""

    title = "标记报送公开逾期"

    department: Text


AnyObligationCommand = (
    RegisterObligation | FulfilObligation | WaiveObligation | MarkObligationOverdue
)


class Debt(Struct, frozen=True):
    """How far one who owes it has come; ``delivered`` are recipients, documents and days."""

    delivered: dict[tuple[Recipient, str], date] = {}
    overdue: bool = False
    waived: str = ""

    @property
    def served(self) -> frozenset[Recipient]:
        """Who has got it."""
        return frozenset(recipient for recipient, _ in self.delivered)


class Obligation(Struct, frozen=True):
    """What is owed, and each one's part in it."""

    terms: ObligationRegistered | None = None
    debts: dict[str, Debt] = {}

    @property
    def everybody(self) -> tuple[Recipient, ...]:
        """Who must get it, those who get a copy last."""
        return (*self.terms.recipients, *self.terms.copies) if self.terms else ()

    def missing(self, debt: Debt) -> tuple[Recipient, ...]:
        """Who has not got it from this one yet."""
        return tuple(one for one in self.everybody if one not in debt.served)


def evolve(obligation: Obligation, fact: ObligationFact) -> Obligation:
    """Fold one fact."""
    debts = obligation.debts
    match fact:
        case ObligationRegistered(owed_by=owed_by):
            owing = {name: Debt() for name in owed_by if name not in debts}
            terms = obligation.terms or fact
            return Obligation(terms=terms, debts={**debts, **owing})
        case ObligationFulfilled(department=department, document=document):
            debt = debts.get(department, Debt())
            delivered = debt.delivered | {(one, document): fact.on for one in fact.recipients}
            debt = replace(debt, delivered=delivered)
        case ObligationOverdue(department=department):
            debt = replace(debts.get(department, Debt()), overdue=True)
        case ObligationWaived(department=department, reason=reason):
            debt = replace(debts.get(department, Debt()), waived=reason)
    return replace(obligation, debts={**debts, department: debt})


def decide(
    obligation: Obligation, command: AnyObligationCommand, context: Context
) -> list[ObligationFact]:
    """Decide about an obligation."""
    if isinstance(command, RegisterObligation):
        return [*_register(obligation, command, context)]
    terms = obligation.terms
    if terms is None:
        raise Refused(
            f"{command.fiscal_year} 年没有登记义务 {command.obligation}，"
            "请先登记（RegisterObligation）"
        )
    debt = obligation.debts.get(command.department)
    if debt is None:
        raise Refused(f"{command.department} 没有“{terms.what}”的义务", clause=terms.clause)
    match command:
        case FulfilObligation():
            return [*_fulfil(obligation, terms, debt, command, context)]
        case WaiveObligation(department=department, reason=reason):
            context.require((Role.FIN_APPROVER,), command.title, terms.clause)
            if debt.waived == reason:
                return []
            if debt.waived:
                raise Refused(f"{department} 已免予（{debt.waived}），不能改为其他理由")
            if not obligation.missing(debt):
                raise Refused(f"{department} 已履行“{terms.what}”，无须免予", clause=terms.clause)
            return [ObligationWaived(department=department, reason=reason)]
        case MarkObligationOverdue(department=department):
            context.require(TIME, command.title, terms.clause)
            if debt.overdue or debt.waived or not obligation.missing(debt):
                return []
            if context.today <= terms.due_on:
                raise Refused(f"期限 {terms.due_on} 尚未结束", clause=terms.clause)
            return [ObligationOverdue(department=department, due_on=terms.due_on)]


def _register(
    obligation: Obligation, command: RegisterObligation, context: Context
) -> list[ObligationRegistered]:
    rules = context.rules
    rule = rules.obligations.get(command.obligation)
    clause = rule.clause if rule else ""
    context.require(FINANCE, command.title, clause)
    fact = _terms(command, rule, rules.edition)
    if not fact.what or not fact.recipients or not fact.owed_by:
        raise Refused("义务须有内容、报送对象和义务人", clause=clause)
    before = obligation.terms
    if before is None:
        return [fact]
    if replace(fact, owed_by=before.owed_by, edition=before.edition) != before:
        raise Refused(f"义务已登记为“{before.what}”，不能重复登记为其他内容", clause=clause)
    new = tuple(name for name in fact.owed_by if name not in obligation.debts)
    return [replace(before, owed_by=new, edition=rules.edition)] if new else []


def _terms(
    command: RegisterObligation, rule: ObligationRule | None, edition: str
) -> ObligationRegistered:
    if rule is None and (command.kind is None or command.due_on is None):
        raise Refused(f"规则中没有义务 {command.obligation}：须写明类别、内容、对象、义务人和期限")
    owed_by = command.owed_by
    if owed_by is None:
        by_all = rule is not None and rule.owed_by == "DEPARTMENTS"
        owed_by = command.departments if by_all else (BUREAU,)
    recipients = command.recipients or (rule.recipients if rule else ())
    copies = command.copies if command.copies is not None else (rule.copies if rule else ())
    kind = command.kind or (rule.kind if rule else Duty.REPORT)
    due_on = command.due_on
    if due_on is None:
        due_on = resolve(rule.due if rule else "12-31", command.fiscal_year)
    return ObligationRegistered(
        kind=kind,
        what=command.what or (rule.what if rule else ""),
        owed_by=tuple(dict.fromkeys(owed_by)),
        recipients=tuple(dict.fromkeys(recipients)),
        copies=tuple(one for one in dict.fromkeys(copies) if one not in recipients),
        due_on=due_on,
        clause=rule.clause if rule else "",
        edition=edition,
    )


def _fulfil(
    obligation: Obligation,
    terms: ObligationRegistered,
    debt: Debt,
    command: FulfilObligation,
    context: Context,
) -> list[ObligationFulfilled]:
    context.require((*OWN, *FINANCE), command.title, terms.clause)
    department, actor = command.department, context.actor
    if actor.role in OWN and actor.org != department:
        raise Refused(f"{actor.org} 不能代 {department} 办理", clause=terms.clause)
    on = command.on or context.today
    if on > context.today:
        raise Refused(f"办理日期 {on} 尚未到来", clause=terms.clause)
    if on.year < command.fiscal_year - 1:
        raise Refused(f"办理日期 {on} 早于上一预算年度，请核对", clause=terms.clause)
    asked = obligation.missing(debt) if command.recipients is None else command.recipients
    if strange := [one.zh for one in asked if one not in obligation.everybody]:
        raise Refused(f"“{terms.what}”不报送{'、'.join(strange)}", clause=terms.clause)
    new = tuple(
        one for one in dict.fromkeys(asked) if (one, command.document) not in debt.delivered
    )
    if not new:
        _same_delivery(terms, debt, command, asked)
        return []
    return [
        ObligationFulfilled(
            department=department,
            recipients=new,
            document=command.document,
            on=on,
            days_late=(on - terms.due_on).days,
            complete=not {*obligation.missing(debt)} - {*new},
        )
    ]


def _same_delivery(
    terms: ObligationRegistered,
    debt: Debt,
    command: FulfilObligation,
    asked: tuple[Recipient, ...],
) -> None:
    """Refuse what would be answered as done and was done by another document or day."""
    days = {
        day
        for (recipient, document), day in debt.delivered.items()
        if document == command.document and (recipient in asked or not asked)
    }
    if not days:
        raise Refused(
            f"{command.department} 已履行“{terms.what}”，另送“{command.document}”须写明对象",
            clause=terms.clause,
        )
    if command.on is not None and command.on not in days:
        raise Refused(
            f"“{command.document}”已登记为 {min(days)} 办理，不能改为 {command.on}",
            clause=terms.clause,
        )
