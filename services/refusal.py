"""The kinds of no a person gets: refused by a rule, or somebody wrote first."""


class Refused(Exception):
    """The business says no: Chinese sentences for people, and the clause they rest on."""

    def __init__(self, *reasons: str, clause: str = "") -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons
        self.clause = clause


class Conflict(Exception):
    """Another writer was first; ``version`` is where the aggregate stands now."""

    def __init__(self, aggregate: str, version: int) -> None:
        super().__init__(f"{aggregate} 已被他人更新（当前版本 {version}），请刷新后重试")
        self.aggregate = aggregate
        self.version = version
