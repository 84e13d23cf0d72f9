"""How money is taken back: grounds, where it goes, and what an objection leads to."""

from events.terms.term import Term


class ClawbackGround(Term):
    """Why money is taken back by the end of November (HL-07)."""

    UNCORRECTED = "UNCORRECTED", "未有效纠正问题"
    UNATTAINABLE = "UNATTAINABLE", "年底前难以实现绩效目标"
    BEHIND_SCHEDULE = "BEHIND_SCHEDULE", "慢于序时进度"
    IDLE = "IDLE", "连续两年未用"


class Destination(Term):
    """Where money that is taken back goes: transfers of a superior go back up (HJ-05, HL-12)."""

    LOCAL_POOL = "LOCAL_POOL", "本级统筹"
    SUPERIOR = "SUPERIOR", "交回上级财政"


class Resolution(Term):
    """What becomes of a department's objection to a clawback (HL-07)."""

    UPHELD = "UPHELD", "维持原金额"
    REDUCED = "REDUCED", "核减金额"
    WAIVED = "WAIVED", "免予收回"
