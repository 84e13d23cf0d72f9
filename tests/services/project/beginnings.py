"""What the state machine of a project begins with, and which facts upstream reports to it."""

from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    CommitmentRecorded,
    CommitmentReleased,
    FundsAppropriated,
    PaymentCorrected,
    PaymentExecuted,
    PaymentRefunded,
)
from tests.services.project import stories
from tests.services.project.given import given

SPENT = {PaymentExecuted.tag: 1, PaymentRefunded.tag: -1, PaymentCorrected.tag: 1}
KINDS = (
    *(BudgetApproved, BudgetAdjusted, FundsAppropriated, CommitmentRecorded, CommitmentReleased),
    *(PaymentExecuted, PaymentRefunded, PaymentCorrected),
)
BEGINNINGS = (
    *(given(), stories.registered(), stories.issued(), stories.submitted(actual="90")),
    *(stories.finalized(), stories.noticed(), stories.confirmed(), stories.taken_back()),
)
