"""Days as a rule writes them, and when such a day is over in China."""

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

SHANGHAI = ZoneInfo("Asia/Shanghai")

Day = Annotated[
    str,
    Meta(
        pattern=r"^(next )?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]|end)$",
        description="MM-DD、MM-end（月末），加 next 表示下一年",
    ),
]
_DAY = re.compile(r"(next )?(\d\d)-(\d\d|end)")


def resolve(day: str, fiscal_year: int) -> date:
    """Turn ``09-07``, ``02-end`` or ``next 01-20`` into a date; ``ValueError`` if there is none."""
    match = _DAY.fullmatch(day)
    if match is None:
        raise ValueError(day)
    year = fiscal_year + 1 if match[1] else fiscal_year
    month = int(match[2])
    last = calendar.monthrange(year, month)[1]
    return date(year, month, last if match[3] == "end" else int(match[3]))


def local_day(instant: datetime) -> date:
    """Return the calendar day of an aware instant in China."""
    return instant.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """Return the first instant (UTC) after the day in China; deadlines end just before it."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def days_late(instant: datetime, due: date) -> int:
    """Count the days an instant lies after a due day, 0 when it is on time."""
    return max(0, (local_day(instant) - due).days)
