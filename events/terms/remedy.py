"""What is done about a finding: causes, dispositions, measures, documents and the ladder."""

from events.terms.term import Term


class Cause(Term):
    """Why targets or budget are changed; decides what must be paired (LY-19/20, HJ-24..27)."""

    OBJECTIVE = "OBJECTIVE", "政策变化、突发事件等客观因素"
    TARGET_MISMATCH = "TARGET_MISMATCH", "目标过低或与资金不匹配"
    SLOW_PROGRESS = "SLOW_PROGRESS", "进度缓慢或管理漏洞"
    SERIOUS = "SERIOUS", "严重问题或预期低效无效"
    CONTENT_CHANGE = "CONTENT_CHANGE", "项目内容变化"
    ADDITIONAL_BUDGET = "ADDITIONAL_BUDGET", "追加预算"
    BEHIND = "BEHIND", "偏离目标或慢于目标进度"
    GOOD_RESULT = "GOOD_RESULT", "绩效好"
    FAIR_RESULT = "FAIR_RESULT", "绩效一般"
    POOR_RESULT = "POOR_RESULT", "评价结果为差"
    OVERLAPPING = "OVERLAPPING", "交叉重复、碎片化"
    INEFFECTIVE = "INEFFECTIVE", "低效无效"
    EXPIRED = "EXPIRED", "政策目标已完成或到期"
    IDLE = "IDLE", "资金长期沉淀"


class DispositionKind(Term):
    """What can be done about a project (LY-19, LY-20, HJ-05, HJ-24..27, HL-06, HL-12)."""

    PRIORITISE = "PRIORITISE", "优先保障"
    URGE_IMPROVEMENT = "URGE_IMPROVEMENT", "督促改进"
    ADJUST = "ADJUST", "予以调整"
    CUT = "CUT", "压减"
    MERGE = "MERGE", "整合"
    CANCEL = "CANCEL", "取消"
    RECLAIM = "RECLAIM", "收回统筹"
    POSTPONE_FUNDS = "POSTPONE_FUNDS", "暂缓拨付资金"
    STOP_FUNDS = "STOP_FUNDS", "停止拨付资金"
    SUSPEND = "SUSPEND", "暂停项目实施"
    REDUCE_BUDGET = "REDUCE_BUDGET", "调减预算"
    ADJUST_TARGET = "ADJUST_TARGET", "调整绩效目标"


class MeasureKind(Term):
    """The four corrective measures of HJ-14."""

    CAUTION = "CAUTION", "警示"
    ADJUST = "ADJUST", "调整"
    RESTRICT = "RESTRICT", "限制"
    IMPROVE = "IMPROVE", "完善"


class WarningDocument(Term):
    """What a warned project must hand in (HJ-22)."""

    CORRECTION_FORM = "CORRECTION_FORM", "绩效运行监控目标纠偏表"
    ADJUSTMENT_FORM = "ADJUSTMENT_FORM", "绩效运行监控目标调整表"
    MONITORING_REPORT = "MONITORING_REPORT", "支出绩效监控报告"


class EscalationStep(Term):
    """The ladder of a rectification (QM-14; practice of 两书一函)."""

    REMINDER = "REMINDER", "提醒敦促函"
    NOTICE = "NOTICE", "整改通知书"
    INTERVIEW = "INTERVIEW", "约谈通知书"
