"""Days as rules write them, and the second at which such a day is over in China."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.policies.calendar import SHANGHAI, days_late, end_of, local_day, resolve


@pytest.mark.parametrize(
    ("day", "year", "expected"),
    [
        ("09-07", 2021, date(2021, 9, 7)),
        ("01-01", 2021, date(2021, 1, 1)),
        ("02-end", 2021, date(2021, 2, 28)),
        ("02-end", 2024, date(2024, 2, 29)),
        ("02-end", 2100, date(2100, 2, 28)),
        ("next 02-end", 2023, date(2024, 2, 29)),
        ("next 01-20", 2021, date(2022, 1, 20)),
        ("12-end", 2021, date(2021, 12, 31)),
        ("04-end", 2021, date(2021, 4, 30)),
        ("02-29", 2024, date(2024, 2, 29)),
    ],
)
def test_a_written_day_is_a_date_of_the_year(day: str, year: int, expected: date) -> None:
    assert resolve(day, year) == expected


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ("02-29", "day"),
        ("02-30", "day"),
        ("01-00", "day"),
        ("13-01", "month"),
        ("00-10", "month"),
        ("1-1", "1-1"),
        ("end", "end"),
        ("", "^$"),
    ],
)
def test_a_day_there_is_not_is_an_error(day: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        resolve(day, 2021)


@pytest.mark.parametrize(
    ("instant", "late"),
    [
        (datetime(2021, 9, 7, 15, 59, 59, 999_999, tzinfo=UTC), 0),
        (datetime(2021, 9, 7, 16, tzinfo=UTC), 1),
        (datetime(2021, 9, 8, 0, tzinfo=SHANGHAI), 1),
        (datetime(2021, 9, 9, 23, 59, tzinfo=SHANGHAI), 2),
        (datetime(2021, 8, 1, tzinfo=UTC), 0),
    ],
)
def test_a_deadline_ends_at_midnight_in_china(instant: datetime, late: int) -> None:
    """Example 15: 7 September ends at 16:00 UTC."""
    due = date(2021, 9, 7)
    assert days_late(instant, due) == late
    assert (instant < end_of(due)) == (late == 0)


def test_the_last_day_of_the_calendar_does_not_end() -> None:
    assert end_of(date.max) == datetime.max.replace(tzinfo=UTC)


@given(st.dates(date(1990, 1, 1), date(9999, 12, 30)))
def test_the_end_of_a_day_is_the_first_instant_of_the_next(day: date) -> None:
    end = end_of(day)
    assert local_day(end) == day + timedelta(days=1)
    assert local_day(end - timedelta(microseconds=1)) == day
