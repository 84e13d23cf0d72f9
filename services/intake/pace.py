"""How many messages are recorded together before the first of them is answered."""

from typing import Final

from services.intake.streams import BATCH

FEWEST: Final = 50
SLOW: Final = 5.0  # seconds after which nobody should still wait for the first receipt
QUICK: Final = 1.0


class Pace:
    """As many as are recorded in good time: fewer where others keep writing to their projects.

    A batch that loses to other writers is recorded in halves of halves, and answered at its end.
    """

    def __init__(self) -> None:
        """Begin with all that are fetched."""
        self.together = BATCH

    def took(self, seconds: float) -> None:
        """Learn from how long the last ones took."""
        if seconds > SLOW:
            self.together = max(FEWEST, self.together // 2)
        elif seconds < QUICK:
            self.together = min(BATCH, self.together * 2)
