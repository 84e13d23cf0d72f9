"""Moments as people write them: a day, which counts to its end in China, or an instant."""

from datetime import UTC, date, datetime, timedelta

from services.policies.calendar import end_of
from services.refusal import Refused


def moment(text: str) -> datetime:
    """Read a day (its end in China) or an instant with a time zone; :class:`Refused` otherwise."""
    try:
        if len(text) == len("2021-11-30"):
            return end_of(date.fromisoformat(text)) - timedelta(microseconds=1)
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(f"看不懂时间“{text}”：应如 2021-11-30 或 2021-11-30T12:00:00+08:00") from None
    raise Refused(f"时间“{text}”缺少时区：应如 2021-11-30T12:00:00+08:00")
