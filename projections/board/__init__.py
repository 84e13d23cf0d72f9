"""View ``board``: every monitoring task with its two rates, its light and its case (HJ-02)."""

from typing import Final, get_args

from events.inspection import InspectionFact
from events.monitoring import MonitoringFact
from events.rectification import RectificationFact
from events.targets import (
    AdjustmentProposed,
    AdjustmentRejected,
    AdjustmentReturned,
    AdjustmentWithdrawn,
)
from events.task import TaskFact
from events.warning import WarningFact
from projections.board.fold import fold
from projections.board.row import Board
from projections.view import View

VIEW: Final = View(
    name="board",
    version=5,
    row=Board,
    key=("division", "fiscal_year", "project", "task"),
    part="task",
    facts=frozenset(
        (
            *get_args(MonitoringFact),
            *get_args(TaskFact),
            *get_args(InspectionFact),
            *get_args(WarningFact),
            *get_args(RectificationFact),
            AdjustmentProposed,
            AdjustmentRejected,
            AdjustmentReturned,
            AdjustmentWithdrawn,
        )
    ),
    fold=fold,
    indexes=("(division, fiscal_year, period, department)", "(submit_by)"),
)
