"""What a department says against a clawback, and what it is told (HL-07)."""

from typing import TYPE_CHECKING

from events.clawback import ClawbackFact, ClawbackObjectionResolved, ClawbackWaived
from events.terms import Resolution
from services.project.clawback_item import Item, Status
from services.project.measures import yuan
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.clawback import ResolveObjection


def resolve(command: "ResolveObjection", item: Item) -> list[ClawbackFact]:
    """Uphold, reduce or let be; the same answer again is already so, another is refused."""
    limit, amount = item.limit_fen, command.amount_fen
    if item.status == "WAIVED" and command.resolution is Resolution.WAIVED:
        return let_be(item, command.reason)
    if item.answer is not None and item.status in ("RESOLVED", "WAIVED"):
        told = item.answer
        alike = (command.resolution, command.reason) == (told.resolution, told.reason)
        same(
            alike and amount in (None, told.amount_fen),
            f"部门异议已答复（{told.resolution.zh}，{yuan(told.amount_fen)} 元：{told.reason}）；"
            "少收请在确认收回金额（ConfirmAmount）时说明理由，不收请用免予收回（WaiveItem）",
        )
        return []
    at(item, ("OBJECTED",), "没有待答复的异议")
    match command.resolution:
        case Resolution.UPHELD:
            amount = limit if amount is None else amount
            if amount != limit:
                raise Refused(f"维持原金额即 {yuan(limit)} 元", clause="HL-07")
        case Resolution.REDUCED:
            if amount is None or not 0 < amount < limit:
                raise Refused(f"核减后的金额须大于 0 且少于 {yuan(limit)} 元", clause="HL-07")
        case Resolution.WAIVED:
            if amount:
                raise Refused("免予收回不再收回任何金额", clause="HL-07")
            amount = 0
    resolved = ClawbackObjectionResolved(
        round=command.round,
        resolution=command.resolution,
        amount_fen=amount,
        reason=command.reason,
    )
    if command.resolution is not Resolution.WAIVED:
        return [resolved]
    return [resolved, ClawbackWaived(round=command.round, reason=command.reason, waived_fen=limit)]


def let_be(item: Item, reason: str) -> list[ClawbackFact]:
    """Answer a waiver of what was let be already; another reason is refused."""
    same(reason == item.waived, f"已免予收回（{item.waived}），不能改为其他理由")
    return []


def same(alike: bool, standing: str) -> None:  # noqa: FBT001  # reads as what must be so
    """Refuse what would be answered as done and was done otherwise."""
    if not alike:
        raise Refused(standing, clause="HL-07")


def at(item: Item, statuses: tuple[Status, ...], otherwise: str) -> None:
    """Refuse an item that stands elsewhere."""
    if item.status not in statuses:
        raise Refused(otherwise, clause="HL-07")
