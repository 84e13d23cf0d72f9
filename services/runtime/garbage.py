"""How often the process looks for garbage that holds itself."""

import gc
from typing import Final

YOUNG: Final = 50_000  # objects made and kept until the next look; a batch makes about as many


def look_seldom() -> None:
    """Spare what is there for good, and do not search the histories in memory at every batch.

    With Python's own threshold half of the intake's time went into full searches: the thousand
    messages under way pass for long-lived. What is no cycle is freed at once all the same.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
