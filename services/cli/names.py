"""Histories as people name them on the command line."""

from events.subjects import AggregateId
from services.refusal import Refused


def history_named(name: str) -> AggregateId:
    """Read 231083-2021-P01, a project, or 231083.assessment.…; ``Refused`` otherwise."""
    try:
        if "." in name:
            return AggregateId.parse(name)
        division, year, code = name.split("-", 2)
        return AggregateId(division, "project", f"{division}-{int(year)}-{code}")
    except ValueError:
        raise Refused(f"看不懂“{name}”：项目应如 231083-2021-P01") from None
