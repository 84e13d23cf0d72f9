"""The commands of everyday: each from who would give it, with the names the stories use."""

from datetime import date
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from events.pre_evaluation import DimensionFinding
from events.terms import (
    Cause,
    Conclusion,
    Dimension,
    DispositionKind,
    DisputeOutcome,
    EvaluationKind,
    FundTag,
    MonitoringKind,
    Resolution,
    TargetGrade,
    Trigger,
    Violation,
)
from services.decision import Actor
from services.project import accountability as cases
from services.project import (
    adjustment,
    attachment,
    budgeting,
    clawback,
    compliance,
    disposition,
    evaluation,
    filling,
    follow_through,
    inspection,
    monitoring,
    plan,
    pre_evaluation,
    rectification,
    remedies,
    review,
    self_evaluation,
    serious,
    standing,
    submission,
    targets,
    warnings,
)
from services.project.decider import ProjectDecision
from services.project.marking import Mark
from tests.services.project.given import (
    CHIEF,
    CLOCK,
    EXPERT,
    FILER,
    OFFICER,
    PREFECTURE,
    REGION,
    REVIEWER,
    SECTION,
    P,
)
from tests.services.project.stories import ROADS, examining, form, line, passing, registration
from tests.services.project.test_adjustment import ASK
from tests.services.project.test_aggregation import SUM
from tests.services.project.test_inspection import CHECK
from tests.services.project.test_paper import PAPER, SECOND
from tests.services.project.test_warnings import FORM, REPORT

REPEATABLE: Final = {
    *(targets.ReviewTarget, cases.OpenCase, clawback.CorrectClawback),
    targets.ConsultOnTarget,
    *(disposition.ReduceBudget, rectification.VerifyOnSite),
    *(warnings.SubmitCorrectionForm, warnings.SubmitMonitoringReport),
    *(inspection.RecordExtendedCheck, inspection.GiveOpinion),
}
ENDS: Final = {standing.TerminateProject, standing.CloseProject}
CASE = "H1-R1"
WHOLE: Final = {"full": Decimal(100), "points": Decimal(70)}
SENT_BACK = review.ReturnForCorrection(**P, task="H1", level="REGION", reason="再报")
_UNIT: tuple[ProjectDecision, ...] = (
    registration(),
    targets.SetTarget(**P, overall_objective="修路", indicators=(ROADS,)),
    ASK,
    replace(ASK, adjustment="T2", cause=Cause.OBJECTIVE),
    adjustment.WithdrawAdjustment(**P, adjustment="T1"),
    *(form(actual) for actual in ("10", "50", "90", "100")),
    submission.Resubmit(**P, task="H1", lines=(line("55"),)),
    submission.Withdraw(**P, task="H1"),
    filling.SaveDraft(**P, task="H1", lines=(line("45"),)),
    filling.SubmitDraft(**P, task="H1"),
    filling.DisputeExecutionRate(**P, task="H1", claimed_fen=120_000_000, reason="漏记"),
    attachment.AttachEvidence(**P, task="H1", name="照片.png", size=9, sha256="0" * 64),
    attachment.AttachEvidence(**P, case=CASE, name="验收单.pdf", size=9, sha256="1" * 64),
    attachment.AttachEvidence(**P, dispute="H1-D1", name="凭证.jpg", size=9, sha256="2" * 64),
    attachment.WithdrawAttachment(**P, attachment="F1", reason="拍错了"),
    FORM,
    REPORT,
    evaluation.StartEvaluation(**P, evaluation="E1", kind=EvaluationKind.SELF),
    evaluation.SubmitSelfEvaluation(**P, evaluation="E1", lines=(line("40"),)),
    evaluation.RecordFeedback(**P, evaluation="E2", opinion="属实"),
    SUM,
    plan.SetSpendingPlan(**P, cumulative_fen=(0,) * 6 + (300_000_000,) * 6),
    rectification.Acknowledge(**P, case=CASE),
    rectification.SubmitPlan(**P, case=CASE, items=("补",)),
    rectification.SubmitFeedback(**P, case=CASE, result="已补"),
    clawback.RecordObjection(**P, round="R1", reason="在建"),
    pre_evaluation.StartPreEvaluation(**P, trigger=Trigger.NEW, amount_fen=500_000_000),
    pre_evaluation.SubmitPreEvaluationReport(
        **P, findings=tuple(DimensionFinding(dimension=one, finding="有") for one in Dimension)
    ),
    *(
        budgeting.RequestBudget(**P, amount_fen=fen, trigger=Trigger.NEW)
        for fen in (499_999_999, 500_000_000)
    ),
)
_SECTION: tuple[ProjectDecision, ...] = (
    targets.ReviewTarget(**P, grade=TargetGrade.GOOD),
    targets.ReturnTarget(**P, reason="缺"),
    standing.TagFunds(**P, tags=(FundTag.DIRECT,), basis="文"),
    standing.LinkCarryover(**P, from_year=2020, from_project="P0", amount_fen=100),
    pre_evaluation.ReviewPreEvaluation(**P, opinion="可"),
    *(pre_evaluation.ConcludePreEvaluation(**P, conclusion=one) for one in Conclusion),
    adjustment.ReviewAdjustment(**P, adjustment="T1"),
    adjustment.ReviewAdjustment(**P, adjustment="T2"),
    adjustment.ReturnAdjustment(**P, adjustment="T1", reason="缺"),
    adjustment.RejectAdjustment(**P, adjustment="T1", reason="缺"),
    *(passing("FINANCE_SECTION", score) for score in ("0", "59.99", "95")),
    review.ReturnForCorrection(**P, task="H1", level="FINANCE_SECTION", reason="改"),
    rectification.IssueNotice(**P, task="H1", ground="SITE_VISIT"),
    rectification.VerifyOnSite(**P, case=CASE, finding="属实"),
    rectification.AcceptRectification(**P, case=CASE),
    rectification.RejectRectification(**P, case=CASE, reason="缺"),
    follow_through.ExtendRectification(**P, case=CASE, due_on=date(2021, 10, 1), reason="缓"),
    follow_through.EscalateRectification(**P, case=CASE, reason="未改"),
    follow_through.CloseItem(**P, case=CASE, item=1, evidence="验收单"),
    follow_through.ReopenRectification(**P, case=CASE, reason="又现"),
    filling.ResolveExecutionDispute(
        **P, dispute="H1-D1", outcome=DisputeOutcome.REJECTED, note="无误"
    ),
    monitoring.ExtendTaskDeadline(**P, task="H1", submit_by=date(2021, 9, 1), reason="汛期"),
    monitoring.CloseTask(**P, task="H1"),
    self_evaluation.ReturnSelfEvaluation(**P, evaluation="E1", reason="缺"),
    cases.OpenCase(**P, violation=Violation.DIVERSION, evidence="报告"),
    *(cases.RecordFinding(**P, case="A1", confirmed=yes, finding="查实") for yes in (True, False)),
    filling.AllowPaperFiling(**P, reason="涉密"),
    PAPER,
    monitoring.IssueTask(**P, period="H1", kind=MonitoringKind.EXTENDED, reason="重大"),
    CHECK,
)
_CHIEF: tuple[ProjectDecision, ...] = (
    standing.TerminateProject(**P, reason="终"),
    standing.CloseProject(**P, reason="完"),
    disposition.SuspendProject(**P, cause=Cause.SERIOUS, reason="停"),
    disposition.ResumeProject(**P, reason="好"),
    disposition.StopAppropriation(**P, cause=Cause.SERIOUS, reason="停"),
    disposition.ReduceBudget(**P, cause=Cause.SERIOUS, reason="减", amount_fen=100),
    *(examining(name) for name in ("R1", "R2")),
    *(clawback.NotifyDepartment(**P, round=name) for name in ("R1", "R2")),
    *(clawback.ConfirmAmount(**P, round=name) for name in ("R1", "R2")),
    clawback.ConfirmAmount(**P, round="R2", amount_fen=1000, reason="少"),
    *(clawback.ExecuteClawback(**P, round=name) for name in ("R1", "R2")),
    *(
        clawback.ResolveObjection(**P, round="R1", resolution=one, reason="答复", amount_fen=fen)
        for one, fen in (
            *((Resolution.UPHELD, None), (Resolution.REDUCED, 1000), (Resolution.WAIVED, None)),
        )
    ),
    clawback.ConfirmAmount(**P, round="R1", amount_fen=900, reason="再少"),
    clawback.ExecuteClawback(**P, round="R1", document_no="收回1号", must_continue=True),
    clawback.WaiveItem(**P, round="R1", reason="急需"),
    disposition.ResumeAppropriation(**P, reason="好"),
    serious.DisposeSeriousCase(**P, reason="损失"),
    *(
        remedies.DecideDisposition(**P, disposition=name, approved=yes)
        for name, yes in (("D1", True), ("D2", True), ("D2", False))
    ),
    disposition.SuspendProject(**P, cause=Cause.BEHIND, reason="慢", disposition="D1"),
    remedies.ExecuteDisposition(**P, disposition="D2", kind=DispositionKind.CUT, note="压减"),
    remedies.RevokeDisposition(**P, disposition="D2", reason="误"),
    evaluation.ConcludeEvaluation(**P, evaluation="E1"),
    evaluation.SpotCheckEvaluation(**P, evaluation="E1", score=Decimal(50), finding="虚"),
    evaluation.ApplyResult(
        **P, evaluation="E1", budget_year=2022, weight=Decimal(10), document="预1"
    ),
    compliance.ExamineSpending(**P),
    cases.ReportToGovernment(**P, case="A1", document="报1"),
    cases.ReferToDiscipline(**P, case="A1", document="移1"),
    cases.RecordSanction(**P, case="A1", body="县政府", sanction="警告", document="决1"),
    cases.CloseCase(**P, case="A1", conclusion="已处理"),
    clawback.CorrectClawback(**P, round="R1", amount_fen=100, document_no="X"),
)
_OFFICER: tuple[ProjectDecision, ...] = (
    targets.ApproveTarget(**P),
    targets.PublishTarget(**P, address="http://www.example.gov.cn/1"),
    monitoring.IssueTask(**P, period="H1"),
    monitoring.WaiveTask(**P, task="H1", reason="免"),
    adjustment.ApproveAdjustment(**P, adjustment="T1"),
    adjustment.ApproveAdjustment(**P, adjustment="T2"),
    review.FileForRecord(**P, task="H1", level="PERFORMANCE_SECTION"),
)
_DEPARTMENT: tuple[ProjectDecision, ...] = (
    remedies.ProposeDisposition(
        **P, disposition="D1", cause=Cause.BEHIND, kinds=(DispositionKind.SUSPEND,), reason="慢"
    ),
    remedies.ProposeDisposition(
        **P,
        disposition="D2",
        cause=Cause.POOR_RESULT,
        kinds=(DispositionKind.CUT,),
        reason="差",
        basis="E1",
    ),
    evaluation.RecordFeedback(**P, evaluation="E1", opinion="无异议"),
    evaluation.StartEvaluation(**P, evaluation="E2", kind=EvaluationKind.DEPARTMENT),
    evaluation.ScoreEvaluation(**P, evaluation="E2", marks=(Mark(name="产出", **WHOLE),)),
    evaluation.ConcludeEvaluation(**P, evaluation="E2"),
    *(adjustment.ReviewAdjustment(**P, adjustment=name) for name in ("T1", "T2")),
    passing(),
    review.ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="改"),
)
LIKELY: Final[list[tuple[Actor, ProjectDecision]]] = [
    *((FILER, command) for command in _UNIT),
    *((SECTION, command) for command in _SECTION),
    *((CHIEF, command) for command in _CHIEF),
    *((OFFICER, command) for command in _OFFICER),
    *((REVIEWER, command) for command in _DEPARTMENT),
    (EXPERT, targets.ConsultOnTarget(**P, opinion="可衡量")),
    (EXPERT, inspection.GiveOpinion(**P, task="H1", institution="T01", opinion="进度偏慢")),
    (SECOND, passing("FINANCE_SECTION", "90")),
    (PREFECTURE, passing("PREFECTURE")),
    *((REGION, command) for command in (passing("REGION"), SENT_BACK)),
    (CLOCK, monitoring.MarkOverdue(**P, task="H1")),
    (CLOCK, follow_through.MarkRectificationOverdue(**P, case=CASE)),
]
KINDS: Final = {type(command) for _, command in LIKELY}
