"""Before and after: the pre-evaluation of a project and the evaluation of its results."""

from events.terms.term import Term


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

    @property
    def supports(self) -> bool:
        """Whether money may be asked for on it."""
        return self is not Conclusion.NOT_SUPPORTED


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
