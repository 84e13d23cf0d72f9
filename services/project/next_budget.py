"""What an earlier year leaves to a budget request: no new money, no poor result undecided.

The figures concern a whole department or an earlier year, so they are gathered from the views at
the edge (``clawback.absorptions``, ``evaluation.blocking``) and checked with the request.
"""

from msgspec import Struct

from services.project.measures import yuan
from services.refusal import Refused


class Burdens(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was read for one request, in 分; the totals are the department's, request included.

    ``absorb_fen`` is what clawed-back projects must find inside the department's budget, and
    ``undisposed`` names evaluations of the project whose poor result nobody decided on.
    """

    absorb_fen: int = 0
    total_before_fen: int = 0
    total_requested_fen: int = 0
    undisposed: tuple[str, ...] = ()
    position: int = 0


def check(burdens: Burdens) -> None:
    """Refuse what raises a total that must absorb (HL-08), or what waits for a measure (HL-12)."""
    if burdens.undisposed:
        names = "、".join(burdens.undisposed)
        raise Refused(
            f"评价结果为差（{names}），须先决定压减、整合或取消，方可申请预算", clause="HL-12"
        )
    rise = burdens.total_requested_fen - burdens.total_before_fen
    if burdens.absorb_fen > 0 and rise > 0:
        raise Refused(
            f"被收回项目须在部门预算内调剂 {yuan(burdens.absorb_fen)} 元，"
            f"部门预算总额不能再增加 {yuan(rise)} 元",
            clause="HL-08",
        )
