"""How the year is watched: kinds of task, what a form says and what a review looks at."""

from events.terms.term import Term


class MonitoringKind(Term):
    """The kinds of monitoring (HJ-16, HJ-18, LY-05)."""

    DEPARTMENT_SELF = "DEPARTMENT_SELF", "部门自行监控"
    FINANCE_KEY = "FINANCE_KEY", "财政重点监控"
    KEY_TRACKING = "KEY_TRACKING", "重点跟踪监控"
    EXTENDED = "EXTENDED", "绩效延伸监控"


class ReviewLevel(Term):
    """The levels of review chains that have a name (LY-15, LY-16, LY-22, QM-10)."""

    DEPARTMENT = "DEPARTMENT", "主管部门"
    FINANCE_SECTION = "FINANCE_SECTION", "财政业务科室"
    PERFORMANCE_SECTION = "PERFORMANCE_SECTION", "绩效管理科室"
    PREFECTURE = "PREFECTURE", "地区财政"
    REGION = "REGION", "自治区财政"


def level_name(code: str) -> str:
    """Say what a level is called; a place's own level is called as the place calls it."""
    return next((level.zh for level in ReviewLevel if level == code), code)


class SelectionSource(Term):
    """Why a project is monitored as a key one: important by itself, or found by (HJ-09)."""

    MAJOR = "MAJOR", "重点政策、重大项目"
    INSPECTION = "INSPECTION", "巡视"
    COUNTY_INSPECTION = "COUNTY_INSPECTION", "巡察"
    AUDIT = "AUDIT", "审计"
    SUPERVISION = "SUPERVISION", "监督检查"
    KEY_EVALUATION = "KEY_EVALUATION", "重点绩效评价"
    DAILY_MANAGEMENT = "DAILY_MANAGEMENT", "日常管理"


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


class Light(Term):
    """The light on the board, the worst first: of the standing warnings and of the schedule."""

    RED = "RED", "红灯"
    YELLOW = "YELLOW", "黄灯"
    BLUE = "BLUE", "蓝灯"
    GREEN = "GREEN", "绿灯"


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


class Method(Term):
    """How a review came to its finding (HJ-14)."""

    DATA_CHECK = "DATA_CHECK", "数据核查"
    SITE_INSPECTION = "SITE_INSPECTION", "实地查验"
    SYSTEM_MONITORING = "SYSTEM_MONITORING", "系统监测"
    EXPLANATION = "EXPLANATION", "解释说明"


class Aspect(Term):
    """The four aspects a review judges against the targets (LY-07, HJ-14)."""

    TARGETS = "TARGETS", "目标完成"
    EXECUTION = "EXECUTION", "预算执行"
    ORGANISATION = "ORGANISATION", "组织实施"
    FUNDS = "FUNDS", "资金管理"


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
