"""The steps of a clawback item, with what each must be told and in which states it is usual."""

from typing import Final

from msgspec import Struct

from events.terms import Resolution
from projections.clawback import ClawbackState as State
from services.console.fields import Asked
from services.decision import Command
from services.project.clawback import (
    ConfirmAmount,
    CorrectClawback,
    ExecuteClawback,
    NotifyDepartment,
    RecordObjection,
    ResolveObjection,
    WaiveItem,
)

_REASON: Final = Asked(name="reason", title="理由")


class Step(Struct, frozen=True, kw_only=True):
    """A step; whether it is allowed is for the decider to say."""

    command: type[Command]
    fields: tuple[Asked, ...] = ()
    usual: tuple[State, ...] = ()


STEPS: Final = (
    Step(command=NotifyDepartment, usual=(State.IDENTIFIED,)),
    Step(command=RecordObjection, fields=(_REASON,), usual=(State.NOTIFIED,)),
    Step(
        command=ResolveObjection,
        fields=(
            Asked(
                name="resolution",
                title="答复",
                kind="choice",
                choices={one.value: one.zh for one in Resolution},
            ),
            Asked(name="amount_fen", title="仍可收回", kind="money"),
            _REASON,
        ),
        usual=(State.OBJECTED,),
    ),
    Step(
        command=ConfirmAmount,
        fields=(
            Asked(name="amount_fen", title="金额，不填即列明的全部", kind="money"),
            Asked(name="reason", title="理由（少于列明金额时必填）"),
        ),
        usual=(State.NOTIFIED, State.RESOLVED),
    ),
    Step(
        command=WaiveItem,
        fields=(_REASON,),
        usual=(State.IDENTIFIED, State.NOTIFIED, State.OBJECTED, State.RESOLVED),
    ),
    Step(
        command=ExecuteClawback,
        fields=(
            Asked(name="on", title="收回日期（不填为今天）", kind="date"),
            Asked(name="document_no", title="文号"),
            Asked(name="must_continue", title="项目确需继续，列下年度部门预算内调剂", kind="yes"),
        ),
        usual=(State.CONFIRMED,),
    ),
    Step(
        command=CorrectClawback,
        fields=(
            Asked(name="amount_fen", title="退回金额", kind="money"),
            Asked(name="document_no", title="文号"),
        ),
        usual=(State.EXECUTED, State.SETTLED),
    ),
)
