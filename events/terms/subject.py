"""What is watched: the kinds of subject, their money and where a project stands."""

from events.terms.term import Term


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


class FundTag(Term):
    """Where the money comes from, as far as a rule asks (LY-02, QM-06, QM-10, QM-11)."""

    LOCAL_ADDITION = "LOCAL_ADDITION", "本级财力追加"
    SPECIAL_TRANSFER = "SPECIAL_TRANSFER", "专项转移支付"
    DIRECT = "DIRECT", "直达资金"
    SPECIAL_BOND = "SPECIAL_BOND", "特别国债"
    POVERTY_ALLEVIATION = "POVERTY_ALLEVIATION", "扶贫(衔接)资金"
    THREE_GUARANTEES = "THREE_GUARANTEES", "三保"
    KEY_SPECIAL = "KEY_SPECIAL", "重点专项"


class Stage(Term):
    """Where a project stands in its life (HL-03, HL-04)."""

    PROPOSED = "PROPOSED", "申报"
    ELIGIBLE = "ELIGIBLE", "可安排预算"
    ACTIVE = "ACTIVE", "实施中"
    SUSPENDED = "SUSPENDED", "暂停"
    TERMINATED = "TERMINATED", "终止"
    CLOSED = "CLOSED", "结束"
