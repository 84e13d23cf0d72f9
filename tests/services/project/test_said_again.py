"""What is said again is already so; said otherwise, it is refused and told what changes it."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from events.evaluation import EvaluationFeedbackRecorded
from events.terms import (
    Cause,
    Criterion,
    DispositionKind,
    DisputeOutcome,
    EvaluationKind,
    Resolution,
)
from services.project.clawback import (
    ConfirmAmount,
    ExecuteClawback,
    RecordObjection,
    ResolveObjection,
    WaiveItem,
)
from services.project.decider import ProjectDecision
from services.project.disposition import (
    ReduceBudget,
    ResumeProject,
    StopAppropriation,
    SuspendProject,
)
from services.project.evaluation import RecordFeedback, StartEvaluation
from services.project.filling import DisputeExecutionRate, ResolveExecutionDispute
from services.project.monitoring import IssueTask
from services.project.remedies import DecideDisposition
from services.project.serious import DisposeSeriousCase
from services.project.standing import CloseProject, TerminateProject
from tests.services.project.given import CHIEF, OFFICER, REVIEWER, SECTION, Given, P, day
from tests.services.project.stories import approved, confirmed, funded, issued, notified, registered
from tests.services.project.test_evaluation import SUBMIT, started
from tests.services.project.test_remedies import decided, proposed
from tests.services.project.test_serious import story as serious

ISSUE = IssueTask(**P, period="H1")
ANSWER = ResolveObjection(
    **P, round="R1", resolution=Resolution.REDUCED, reason="属实", amount_fen=100
)
WAIVE = WaiveItem(**P, round="R1", reason="民生急需")
TAKE = ExecuteClawback(**P, round="R1", document_no="收1号", must_continue=True)
SUSPEND = SuspendProject(**P, cause=Cause.SERIOUS, reason="停工")
STOP = StopAppropriation(**P, cause=Cause.SERIOUS, reason="停工")
RESUME = ResumeProject(**P, reason="已整改")
REDUCE = ReduceBudget(**P, cause=Cause.OBJECTIVE, reason="政策", amount_fen=100, disposition="D1")
SERIOUS = DisposeSeriousCase(**P, reason="损失", amount_fen=400)
END = TerminateProject(**P, reason="取消")
CLOSE = CloseProject(**P, reason="完工")
DISPUTE = DisputeExecutionRate(**P, task="H1", claimed_fen=160_000_000, reason="漏记")
RIGHT = ResolveExecutionDispute(**P, dispute="H1-D1", outcome=DisputeOutcome.REJECTED, note="无误")
DECIDE = DecideDisposition(**P, disposition="D1", document="财1号")
EVALUATE = StartEvaluation(
    **P, evaluation="F1", kind=EvaluationKind.FINANCE, criteria=(Criterion.WIDE,)
)
ANOTHER_DAY = date(2021, 7, 9)


def answered() -> Given:
    objection = RecordObjection(**P, round="R1", reason="在建")
    return notified().by(REVIEWER).when(objection).so_far.by(CHIEF)


def objective() -> Given:
    kinds = (DispositionKind.REDUCE_BUDGET, DispositionKind.ADJUST_TARGET)
    return decided(Cause.OBJECTIVE, *kinds).by(CHIEF)


def chief() -> Given:
    return funded(approved()).by(CHIEF).at(day(7, 1))


AGAIN: list[tuple[Callable[[], Given], ProjectDecision, ProjectDecision, str]] = [
    (
        lambda: chief().by(OFFICER),
        ISSUE,
        replace(ISSUE, submit_by=date(2021, 7, 25)),
        "报送期限 2021-07-20、审核期限 2021-08-10，变更须用调整报送期限（ExtendTaskDeadline）",
    ),
    (answered, ANSWER, replace(ANSWER, amount_fen=90), "部门异议已答复（核减金额，1.00 元：属实）"),
    (
        answered,
        ANSWER,
        replace(ANSWER, resolution=Resolution.WAIVED, amount_fen=None),
        "（WaiveItem）",
    ),
    (notified, WAIVE, replace(WAIVE, reason="另因"), "已免予收回（民生急需）"),
    (confirmed, TAKE, replace(TAKE, document_no="收2号"), "（文号 收1号），不能改"),
    (confirmed, TAKE, replace(TAKE, on=date(2021, 12, 9)), "款项已于 2021-12-01 收回"),
    (confirmed, TAKE, replace(TAKE, must_continue=False), "更正收回（CorrectClawback）"),
    (chief, SUSPEND, replace(SUSPEND, cause=Cause.BEHIND), "项目已因严重问题或预期低效无效暂停"),
    (
        lambda: registered(under="hanggin").by(CHIEF).at(day(7, 1)),
        STOP,
        replace(STOP, effective_on=ANOTHER_DAY),
        "项目已自 2021-07-01 起停止拨付",
    ),
    (
        lambda: chief().when(SUSPEND).so_far,
        RESUME,
        replace(RESUME, effective_on=ANOTHER_DAY),
        "项目已自 2021-07-01 起恢复实施，不能另定 2021-07-09",
    ),
    (objective, REDUCE, replace(REDUCE, amount_fen=99), "分类处置 D1 已调减 1.00 元"),
    (
        serious,
        SERIOUS,
        replace(SERIOUS, amount_fen=300),
        "已处置，调减 4.00 元；再调减请用调减预算",
    ),
    (chief, END, replace(END, effective_on=ANOTHER_DAY), "项目已于 2021-07-01 终止，不能另定"),
    (chief, CLOSE, replace(CLOSE, effective_on=ANOTHER_DAY), "项目已于 2021-07-01 结束，不能另定"),
    (issued, DISPUTE, replace(DISPUTE, claimed_fen=1), "（ResolveExecutionDispute）再提"),
    (
        lambda: issued().when(DISPUTE).so_far.by(SECTION),
        RIGHT,
        replace(RIGHT, outcome=DisputeOutcome.CORRECTED),
        "执行率异议 H1-D1 已办结（数据无误），不能改为“上游数据已更正”",
    ),
    (
        lambda: proposed(Cause.SLOW_PROGRESS, DispositionKind.URGE_IMPROVEMENT).by(CHIEF),
        DECIDE,
        replace(DECIDE, document="财2号"),
        "已经决定（同意，文号 财1号）；改变决定请撤销（RevokeDisposition）",
    ),
    (
        lambda: chief().by(SECTION),
        EVALUATE,
        replace(EVALUATE, criteria=(Criterion.LONG_TERM,)),
        "评价 F1 已存在，为财政评价，选取理由和试点领域不能更改",
    ),
]


@pytest.mark.parametrize(("story", "said", "otherwise", "why"), AGAIN)
def test_said_again_is_so_and_said_otherwise_is_refused(
    story: Callable[[], Given], said: ProjectDecision, otherwise: ProjectDecision, why: str
) -> None:
    first = story().when(said)
    assert first.refusal is None
    after = first.so_far
    after.when(said).nothing()
    other = after.when(otherwise)
    assert other.facts == ()
    assert why in str(other.refusal)


def test_a_campaign_leaves_a_task_its_own_days() -> None:
    own = replace(ISSUE, submit_by=date(2021, 7, 25), campaign=True)
    issued().by(OFFICER).when(own).nothing()


def test_a_second_opinion_on_a_draft_is_kept_too() -> None:
    known = started().when(SUBMIT).so_far.by(REVIEWER)
    first = RecordFeedback(**P, evaluation="E1", opinion="属实")
    second = replace(first, opinion="数量偏高")
    kept = EvaluationFeedbackRecorded(evaluation="E1", opinion="数量偏高")
    both = known.when(first).so_far.when(second).then(kept)
    both.when(first).nothing()
    both.when(second).nothing()


def test_less_may_still_be_taken_than_an_objection_was_told() -> None:
    lower = ConfirmAmount(**P, round="R1", amount_fen=50, reason="另有支出")
    assert answered().when(ANSWER).so_far.when(lower).refusal is None
