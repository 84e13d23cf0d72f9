"""Who acts and answers: roles, duties and their recipients, breaches and consequences."""

from events.terms.term import Term


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


class Violation(Term):
    """Suspected breaches (LY-09, HJ-15)."""

    NO_BUDGET = "NO_BUDGET", "无预算开支"
    OVER_BUDGET = "OVER_BUDGET", "超预算开支"
    DIVERSION = "DIVERSION", "挤占挪用预算资金"
    OVER_STANDARD = "OVER_STANDARD", "超标准配置资产"
    FALSE_REPORTING = "FALSE_REPORTING", "虚假填报"
    PAID_WHILE_SUSPENDED = "PAID_WHILE_SUSPENDED", "暂停期间支付"
    APPROPRIATED_WHILE_STOPPED = "APPROPRIATED_WHILE_STOPPED", "停拨期间拨款"


class Consequence(Term):
    """What may follow from a published ranking (HJ-23, HL-16, QM-14)."""

    TILT = "TILT", "预算倾斜"
    DEDUCTION = "DEDUCTION", "预算扣减"
    COMMENDATION = "COMMENDATION", "表彰"
    INTERVIEW = "INTERVIEW", "约谈并责令整改"
    CIRCULAR = "CIRCULAR", "通报"
    GOVERNMENT_ASSESSMENT = "GOVERNMENT_ASSESSMENT", "纳入政府绩效考核"
    REFERRAL = "REFERRAL", "审计移送线索"
