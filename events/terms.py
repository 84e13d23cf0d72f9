"""The field's words: each term has a stable code on the wire and the Chinese people read."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A code with its Chinese reading in ``zh``."""

    zh: str

    def __new__(cls, code: str, zh: str) -> Self:
        term = str.__new__(cls, code)
        term._value_ = code
        term.zh = zh
        return term


class SubjectKind(Term):
    """What is monitored (LY-01, LY-02, LY-11)."""

    PROJECT = "PROJECT", "项目支出"
    DEPARTMENT_OVERALL = "DEPARTMENT_OVERALL", "部门整体支出"
    TRANSFER_REGION = "TRANSFER_REGION", "转移支付区域"
    TRANSFER_OVERALL = "TRANSFER_OVERALL", "转移支付整体"


class BudgetLedger(Term):
    """The three budgets (HJ-08)."""

    GENERAL_PUBLIC = "GENERAL_PUBLIC", "一般公共预算"
    GOVERNMENT_FUND = "GOVERNMENT_FUND", "政府性基金预算"
    STATE_CAPITAL = "STATE_CAPITAL", "国有资本经营预算"


class FundSource(Term):
    """The three classes of project money (LY-02)."""

    CITY_DEPARTMENT = "CITY_DEPARTMENT", "市级部门预算项目资金"
    CITY_TRANSFER = "CITY_TRANSFER", "市级转移支付资金"
    SUPERIOR_TRANSFER = "SUPERIOR_TRANSFER", "省以上转移支付资金"


class Stage(Term):
    """Where a project stands in its life (HL-03, HL-04)."""

    PROPOSED = "PROPOSED", "申报"
    ELIGIBLE = "ELIGIBLE", "可安排预算"
    ACTIVE = "ACTIVE", "实施中"
    SUSPENDED = "SUSPENDED", "暂停"
    TERMINATED = "TERMINATED", "终止"
    CLOSED = "CLOSED", "结束"


class FundTag(Term):
    """Where the money comes from, as far as a rule asks (LY-02, QM-06, QM-10, QM-11)."""

    LOCAL_ADDITION = "LOCAL_ADDITION", "本级财力追加"
    SPECIAL_TRANSFER = "SPECIAL_TRANSFER", "专项转移支付"
    DIRECT = "DIRECT", "直达资金"
    SPECIAL_BOND = "SPECIAL_BOND", "特别国债"
    POVERTY_ALLEVIATION = "POVERTY_ALLEVIATION", "扶贫(衔接)资金"
    THREE_GUARANTEES = "THREE_GUARANTEES", "三保"
    KEY_SPECIAL = "KEY_SPECIAL", "重点专项"


class IndicatorLevel1(Term):
    """First-level indicators of 附件1 (HJ-F1)."""

    OUTPUT = "OUTPUT", "产出指标"
    OUTCOME = "OUTCOME", "效益指标"
    SATISFACTION = "SATISFACTION", "满意度指标"


class IndicatorLevel2(Term):
    """Second-level indicators of 附件1 (LY-03, HJ-F1)."""

    QUANTITY = "QUANTITY", "数量指标"
    QUALITY = "QUALITY", "质量指标"
    TIMELINESS = "TIMELINESS", "时效指标"
    COST = "COST", "成本指标"
    ECONOMIC = "ECONOMIC", "经济效益指标"
    SOCIAL = "SOCIAL", "社会效益指标"
    ECOLOGICAL = "ECOLOGICAL", "生态效益指标"
    SUSTAINABILITY = "SUSTAINABILITY", "可持续影响指标"
    BENEFICIARY_SATISFACTION = "BENEFICIARY_SATISFACTION", "服务对象满意度指标"


class Direction(Term):
    """How an actual value is compared with its target."""

    AT_LEAST = "AT_LEAST", "≥"
    GREATER = "GREATER", ">"
    EQUAL = "EQUAL", "="
    AT_MOST = "AT_MOST", "≤"
    LESS = "LESS", "<"
    RANGE = "RANGE", "区间"
    QUALITATIVE = "QUALITATIVE", "定性"
    BY_DATE = "BY_DATE", "时限"


class Tier(Term):
    """How far a qualitative indicator was reached; sets the band of marks."""

    REACHED = "REACHED", "达成"
    PARTLY = "PARTLY", "部分达成并有一定效果"
    MISSED = "MISSED", "未达成且效果较差"


class DeviationCause(Term):
    """The guarantee dimensions of 附件1 (HJ-F1 note 1)."""

    FUNDING = "FUNDING", "经费保障"
    INSTITUTIONAL = "INSTITUTIONAL", "制度保障"
    STAFFING = "STAFFING", "人员保障"
    HARDWARE = "HARDWARE", "硬件条件保障"
    OTHER = "OTHER", "其他"


class Attainability(Term):
    """Whether the year's target will be reached (HJ-F1 note 2)."""

    CERTAIN = "CERTAIN", "确定能"
    POSSIBLE = "POSSIBLE", "有可能"
    IMPOSSIBLE = "IMPOSSIBLE", "完全不可能"


class MonitoringKind(Term):
    """The kinds of monitoring (HJ-16, HJ-18, LY-05)."""

    DEPARTMENT_SELF = "DEPARTMENT_SELF", "部门自行监控"
    FINANCE_KEY = "FINANCE_KEY", "财政重点监控"
    KEY_TRACKING = "KEY_TRACKING", "重点跟踪监控"
    EXTENDED = "EXTENDED", "绩效延伸监控"


class Light(Term):
    """The light on the board: red when a warning stands, yellow when behind schedule."""

    RED = "RED", "红灯"
    YELLOW = "YELLOW", "黄灯"
    GREEN = "GREEN", "绿灯"


class TargetGrade(Term):
    """The result of a target review (财预〔2015〕88号 arts 25-26)."""

    EXCELLENT = "EXCELLENT", "优"
    GOOD = "GOOD", "良"
    FAIR = "FAIR", "中"
    POOR = "POOR", "差"


class Trigger(Term):
    """What calls for a pre-evaluation (HL-03)."""

    NEW = "NEW", "新增政策和项目"
    CHANGE_OR_INCREASE = "CHANGE_OR_INCREASE", "调整、变更或追加"
    CONTINUATION = "CONTINUATION", "到期申请延续"


class Dimension(Term):
    """What a pre-evaluation looks at (QM-05)."""

    NECESSITY = "NECESSITY", "项目必要性"
    ECONOMY = "ECONOMY", "投入经济性"
    TARGETS = "TARGETS", "目标合理性"
    FEASIBILITY = "FEASIBILITY", "实施方案可行性"
    FUNDING = "FUNDING", "筹资合规性"


class Conclusion(Term):
    """How a pre-evaluation ended (HL-03)."""

    SUPPORT = "SUPPORT", "予以支持"
    SUPPORT_AFTER_CHANGE = "SUPPORT_AFTER_CHANGE", "修改完善后予以支持"
    NOT_SUPPORTED = "NOT_SUPPORTED", "不予支持"


class EvaluationKind(Term):
    """Who evaluates what (HL-09, HL-10)."""

    SELF = "SELF", "单位自评"
    DEPARTMENT = "DEPARTMENT", "部门评价"
    FINANCE = "FINANCE", "财政评价"
    REVENUE = "REVENUE", "地方税费收入质量评价"


class EvaluationPart(Term):
    """The parts of a self-evaluation's score (domain 5.5)."""

    EXECUTION = "EXECUTION", "预算执行"
    OUTPUT = "OUTPUT", "产出"
    OUTCOME = "OUTCOME", "效益"
    SATISFACTION = "SATISFACTION", "满意度"


class Grade(Term):
    """The result of an evaluation; derived from the score, never typed."""

    EXCELLENT = "EXCELLENT", "优"
    GOOD = "GOOD", "良"
    FAIR = "FAIR", "中"
    POOR = "POOR", "差"


class Criterion(Term):
    """Why finance evaluates a project itself (HL-10)."""

    WIDE = "WIDE", "覆盖面广"
    INFLUENTIAL = "INFLUENTIAL", "影响力大"
    ATTENTION = "ATTENTION", "社会关注度高"
    LONG_TERM = "LONG_TERM", "实施期长"


class Pilot(Term):
    """Fields in which finance evaluation is tried out (HL-10)."""

    DEPARTMENT_OVERALL = "DEPARTMENT_OVERALL", "部门整体支出"
    INVESTMENT_FUND = "INVESTMENT_FUND", "政府投资基金"
    PPP = "PPP", "政府和社会资本合作"
    PROCUREMENT = "PROCUREMENT", "政府采购"
    PURCHASED_SERVICE = "PURCHASED_SERVICE", "政府购买服务"
    BOND = "BOND", "政府债券项目"


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


class ClawbackGround(Term):
    """Why money is taken back by the end of November (HL-07)."""

    UNCORRECTED = "UNCORRECTED", "未有效纠正问题"
    UNATTAINABLE = "UNATTAINABLE", "年底前难以实现绩效目标"
    BEHIND_SCHEDULE = "BEHIND_SCHEDULE", "慢于序时进度"
    IDLE = "IDLE", "连续两年未用"


class Destination(Term):
    """Where money that is taken back goes: idle superior transfers go back up (HJ-05, HL-12)."""

    LOCAL_POOL = "LOCAL_POOL", "本级统筹"
    SUPERIOR = "SUPERIOR", "交回上级财政"


class Resolution(Term):
    """What becomes of a department's objection to a clawback (HL-07)."""

    UPHELD = "UPHELD", "维持原金额"
    REDUCED = "REDUCED", "核减金额"
    WAIVED = "WAIVED", "免予收回"


class Violation(Term):
    """Suspected breaches (LY-09, HJ-15)."""

    NO_BUDGET = "NO_BUDGET", "无预算开支"
    OVER_BUDGET = "OVER_BUDGET", "超预算开支"
    DIVERSION = "DIVERSION", "挤占挪用预算资金"
    OVER_STANDARD = "OVER_STANDARD", "超标准配置资产"
    FALSE_REPORTING = "FALSE_REPORTING", "虚假填报"
    PAID_WHILE_SUSPENDED = "PAID_WHILE_SUSPENDED", "暂停期间支付"
    APPROPRIATED_WHILE_STOPPED = "APPROPRIATED_WHILE_STOPPED", "停拨期间拨款"


class Duty(Term):
    """What is owed: a report, a publication, or rules a place must have (HL-02, HL-13, HL-17)."""

    REPORT = "REPORT", "报送"
    DISCLOSURE = "DISCLOSURE", "公开"
    DOCUMENT = "DOCUMENT", "制度建设"


class Recipient(Term):
    """Who is told (LY-23, HJ-17, HL-13, HL-14, HL-17, QM-01)."""

    CONGRESS = "CONGRESS", "同级人大"
    GOVERNMENT = "GOVERNMENT", "同级政府"
    PARTY_COMMITTEE = "PARTY_COMMITTEE", "同级党委"
    PUBLIC = "PUBLIC", "社会公众"
    AUDIT = "AUDIT", "审计部门"
    FINANCE = "FINANCE", "财政部门"
    FINANCE_SECTION = "FINANCE_SECTION", "财政主管业务科室"
    PERFORMANCE_SECTION = "PERFORMANCE_SECTION", "绩效管理科室"
    SUPERIOR_PARTY = "SUPERIOR_PARTY", "上级党委"
    SUPERIOR_GOVERNMENT = "SUPERIOR_GOVERNMENT", "上级政府"
    SUPERIOR_CONGRESS = "SUPERIOR_CONGRESS", "上级人大"
    SUPERIOR_FINANCE = "SUPERIOR_FINANCE", "上级财政"


class Consequence(Term):
    """What may follow from a published ranking (HJ-23, HL-16, QM-14)."""

    TILT = "TILT", "预算倾斜"
    DEDUCTION = "DEDUCTION", "预算扣减"
    COMMENDATION = "COMMENDATION", "表彰"
    INTERVIEW = "INTERVIEW", "约谈并责令整改"
    CIRCULAR = "CIRCULAR", "通报"
    GOVERNMENT_ASSESSMENT = "GOVERNMENT_ASSESSMENT", "纳入政府绩效考核"
    REFERRAL = "REFERRAL", "审计移送线索"


class Role(Term):
    """Who acts (domain names: 填报人, 主管部门审核人, 业务科室, 绩效管理科 ...)."""

    UNIT_FILER = "UNIT_FILER", "预算单位填报人"
    UNIT_HEAD = "UNIT_HEAD", "预算单位负责人"
    DEPT_REVIEWER = "DEPT_REVIEWER", "主管部门审核人"
    FIN_SECTION_REVIEWER = "FIN_SECTION_REVIEWER", "财政业务科室审核人"
    PERF_SECTION_OFFICER = "PERF_SECTION_OFFICER", "绩效管理科"
    FIN_APPROVER = "FIN_APPROVER", "财政局领导"
    SUPERIOR_REVIEWER = "SUPERIOR_REVIEWER", "上级财政审核人"
    THIRD_PARTY_EXPERT = "THIRD_PARTY_EXPERT", "第三方机构专家"
    AUDITOR = "AUDITOR", "审计人员"
    REVENUE_COLLECTOR = "REVENUE_COLLECTOR", "征收机关、执收部门"
    UPSTREAM_SYSTEM = "UPSTREAM_SYSTEM", "上游系统"
    CLOCK = "CLOCK", "系统时钟"


class SelectionSource(Term):
    """Why a project is monitored as a key one: important by itself, or found by (HJ-09)."""

    MAJOR = "MAJOR", "重点政策、重大项目"
    INSPECTION = "INSPECTION", "巡视"
    COUNTY_INSPECTION = "COUNTY_INSPECTION", "巡察"
    AUDIT = "AUDIT", "审计"
    SUPERVISION = "SUPERVISION", "监督检查"
    KEY_EVALUATION = "KEY_EVALUATION", "重点绩效评价"
    DAILY_MANAGEMENT = "DAILY_MANAGEMENT", "日常管理"


class Focus(Term):
    """The three sides of a review (LY-08, LY-09, LY-10, HJ-15)."""

    TIMELINESS = "TIMELINESS", "及时性"
    COMPLIANCE = "COMPLIANCE", "合规性"
    EFFECTIVENESS = "EFFECTIVENESS", "有效性"


class FocusPoint(Term):
    """What a review looks at: the named risks, breaches and questions (LY-08, LY-09, LY-10)."""

    CARRYOVER_LARGE = "CARRYOVER_LARGE", "上年结转资金较大"
    NEW_AND_UNPREPARED = "NEW_AND_UNPREPARED", "当年新增预算且前期准备不充分"
    SETTING_CHANGED = "SETTING_CHANGED", "执行环境发生重大变化"
    RULES_NOT_KEPT = "RULES_NOT_KEPT", "制度未落实"
    NO_BUDGET = "NO_BUDGET", "无预算开支"
    OVER_BUDGET = "OVER_BUDGET", "超预算开支"
    DIVERSION = "DIVERSION", "挤占挪用预算资金"
    OVER_STANDARD = "OVER_STANDARD", "超标准配置资产"
    NOT_AS_TARGETED = "NOT_AS_TARGETED", "执行与绩效目标不一致"
    EFFECT_MISSED = "EFFECT_MISSED", "未达到预期效果"


class CheckItem(Term):
    """The six items of extended monitoring (LY-05, HJ-13)."""

    PROCUREMENT = "PROCUREMENT", "政府采购"
    TENDERING = "TENDERING", "工程招标"
    ACCEPTANCE = "ACCEPTANCE", "监理和验收"
    DISCLOSURE = "DISCLOSURE", "信息公示"
    ASSETS = "ASSETS", "资产管理"
    ACCOUNTING = "ACCOUNTING", "有关预算资金会计核算"


class Answer(Term):
    """How an item of a check was found."""

    YES = "YES", "符合"
    NO = "NO", "不符合"
    NOT_APPLICABLE = "NOT_APPLICABLE", "不适用"


class DisputeOutcome(Term):
    """How a dispute about the execution rate ended (LY-14)."""

    CORRECTED = "CORRECTED", "上游数据已更正"
    REJECTED = "REJECTED", "数据无误"


class EscalationStep(Term):
    """The ladder of a rectification (QM-14; practice of 两书一函)."""

    REMINDER = "REMINDER", "提醒敦促函"
    NOTICE = "NOTICE", "整改通知书"
    INTERVIEW = "INTERVIEW", "约谈通知书"
