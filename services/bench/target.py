"""What a row of the table should reach, and when it has."""

from msgspec import Struct


class Target(Struct, frozen=True, kw_only=True):
    """What is to be reached; what is left out is only stated."""

    limit_at_least: float | None = None
    limit_at_most: float | None = None
    peer_at_least: float | None = None
    ours_at_most: float | None = None

    def words(self, unit: str) -> str:
        """Say what is to be reached."""
        clauses = (
            ("极限的 {:g} 倍以上", self.limit_at_least),
            ("极限的 {:g} 倍以内", self.limit_at_most),
            ("同类的 {:g} 倍以上", self.peer_at_least),
            (f"{{:g}} {unit}以内", self.ours_at_most),
        )
        return "，".join(text.format(bound) for text, bound in clauses if bound is not None)

    def reached(
        self, ours: float, ratio_limit: float | None, ratio_peer: float | None
    ) -> bool | None:
        """Tell whether it is; None when nothing is asked. ``ValueError``: a ratio is missing."""
        asked = (
            (ratio_limit, self.limit_at_least, 1),
            (ratio_limit, self.limit_at_most, -1),
            (ratio_peer, self.peer_at_least, 1),
            (ours, self.ours_at_most, -1),
        )
        answers: list[bool] = []
        for found, bound, sign in asked:
            if bound is None:
                continue
            if found is None:
                raise ValueError(f"nothing was measured to compare with {bound}")
            answers.append(sign * found >= sign * bound)
        return all(answers) if answers else None
