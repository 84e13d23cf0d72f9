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
from events.terms import FundTag
from tests.services.project import stories
from tests.services.project.given import given
from tests.services.project.test_aggregation import whole
from tests.services.project.test_paper import paper_task

SPENT = {PaymentExecuted.tag: 1, PaymentRefunded.tag: -1, PaymentCorrected.tag: 1}
KINDS = (
    *(BudgetApproved, BudgetAdjusted, FundsAppropriated, CommitmentRecorded, CommitmentReleased),
    *(PaymentExecuted, PaymentRefunded, PaymentCorrected),
)
SPENT_MEANWHILE = stories.paid(100_000_000, 12, 1)
BEGINNINGS = (
    *(story.reported(SPENT_MEANWHILE).so_far for story in (stories.confirmed(), stories.listed())),
    *(given(), stories.registered(), stories.issued(), stories.submitted(actual="90")),
    *(stories.finalized(), stories.noticed(), stories.confirmed(), stories.taken_back()),
    *(stories.funded(stories.approved(under=one)) for one in ("lingyuan", "hanggin")),
    *(stories.registered(FundTag.POVERTY_ALLEVIATION, under="qiemo"), paper_task(), whole()),
)
