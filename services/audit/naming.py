"""How people name a history: a project by its code, anything by its full name."""

import re
from typing import Final

from events.subjects import CODE, DIVISION, AggregateId
from services.desk.aggregates import KINDS
from services.refusal import Refused

_NAME: Final = re.compile(rf"(?P<division>{DIVISION.pattern})(-[0-9]{{4}}-{CODE.pattern})?")


def aggregate(name: str) -> AggregateId:
    """Read ``231083-2021-P01`` or ``231083.assessment.…``; :class:`Refused` for anything else."""
    division, _, rest = name.partition(".") if "." in name else (name[:6], "", f"project.{name}")
    kind, _, own = rest.partition(".")
    found = _NAME.fullmatch(own)
    if kind not in KINDS or found is None or found["division"] != division:
        raise Refused(f"看不懂“{name[:100]}”：项目应如 231083-2021-P01")
    return AggregateId(division, kind, own)
