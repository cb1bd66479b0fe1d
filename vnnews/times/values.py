"""TIMEX3 values: how they are written, and which days and hours they cover."""

from __future__ import annotations

import calendar
import datetime

import regex

from vnnews.article import Interval
from vnnews.times import lunar
from vnnews.times.reading import Reading

PARTS = {"MO": (0, 11), "MI": (11, 13), "AF": (13, 18), "EV": (18, 22), "NI": (18, 29)}
"""Hours that a part of day covers, end exclusive; a night runs to five in the morning."""
SEASONS = {"SP": (1, 3), "SU": (4, 6), "FA": (7, 9), "WI": (10, 12)}
"""Months of a season, both inside."""

FALSE_DATE = "XXXX-XX-XX"
"""Value of a date that no calendar has (31/4, 29/2/2023): it is a date, which one is not known."""


def real_date(year: int, month: int, day: int) -> datetime.date | None:
    """The day, None where the calendar has none.

    >>> real_date(2023, 2, 29) is None
    True
    """
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return datetime.date(year, month, day)


def can_exist(month: int, day: int) -> bool:
    """Whether some year has that day."""
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else calendar.monthrange(2023, month)[1])


def monday(year: int, week: int) -> datetime.date:
    """First day of an ISO week."""
    return datetime.date.fromisocalendar(year, week, 1)


def week_value(day: datetime.date) -> str:
    """The ISO week that a day lies in.

    >>> week_value(datetime.date(2009, 8, 25))
    '2009-W35'
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def time_suffix(reading: Reading) -> tuple[str | None, bool]:
    """The clock ("T14:00") or part of day ("TAF") of a reading in writing, None where it has neither.

    The second value tells whether the hour belongs to the day after: "12 giờ đêm".
    """
    if reading.clock is None:
        return (None if reading.part is None else f"T{reading.part}"), False
    hour, minute, second = reading.clock
    part = reading.part
    if (
        (part == "AF" and hour < 12)
        or (part == "EV" and hour < 12)
        or (part == "MI" and hour <= 3)
        or (part == "NI" and 6 <= hour < 12)
    ):
        hour += 12
    carry = False
    if (hour == 24 or (part in ("NI", "EV") and hour == 12)) and not minute:
        hour, carry = 0, True
    text = f"T{hour % 24:02d}:{minute or 0:02d}"
    return (text if second is None else f"{text}:{int(second):02d}"), carry


def months_value(year: str, count: int, edge: str | None) -> str:
    """So many months at the start or the end of a year, as quarter or half where they are one."""
    if edge == "END":
        first, last = 13 - count, 12
        if count in (3, 6):
            return f"{year}-Q4" if count == 3 else f"{year}-H2"
    else:
        first, last = 1, count
        if count in (3, 6):
            return f"{year}-Q1" if count == 3 else f"{year}-H1"
    return f"{year}-{first:02d}/{year}-{last:02d}"


def half_month_value(year: int, month: int, half: int) -> str:
    """The first or the second half of a month, day by day."""
    last = 15 if half == 1 else calendar.monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{1 if half == 1 else 16:02d}/{year:04d}-{month:02d}-{last:02d}"


_DAY = r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"
_CLOCK = r"(?:T(?:(?P<H>\d\d)(?::(?P<M>\d\d)(?::(?P<S>\d\d))?)?|(?P<part>MO|MI|AF|EV|NI)))?"
_VALUE = regex.compile(
    rf"(?:(?P<lunar>lunar:)?{_DAY}{_CLOCK}"
    r"|(?P<lunar>lunar:)?(?P<y>\d{4})-(?P<m>\d\d)"
    r"|(?P<y>\d{4})-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI))"
    r"|(?P<y>\d{4})-W(?P<week>\d\d)(?:-(?:(?P<end>WE)|(?P<weekday>[1-7])))?"
    r"|(?P<y>\d{4})|(?P<decade>\d{3})X|(?P<century>\d{2})XX)"
)


def interval_of(value: str) -> Interval | None:
    """The first and the last second that a value covers, None where it leaves them open.

    >>> interval_of("2009-Q2").last
    datetime.datetime(2009, 6, 30, 23, 59, 59)
    >>> interval_of("P5M") is None
    True
    """
    first, slash, last = value.partition("/")
    try:
        begin = _bounds(first)
        finish = _bounds(last) if slash else begin
    except OverflowError:  # the last hours of the year 9999
        return None
    if begin is None or finish is None or finish[1] < begin[0]:
        return None
    return Interval(first=begin[0], last=finish[1])


def _bounds(value: str) -> tuple[datetime.datetime, datetime.datetime] | None:
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    if found["decade"]:
        return _years(int(found["decade"]) * 10, 10)
    if found["century"]:
        return _years(int(found["century"]) * 100, 100)
    year = int(found["y"])
    if found["d"]:
        return _day_bounds(found, year)
    if found["week"]:
        return _week_bounds(found, year)
    if found["lunar"]:
        return _lunar_month(year, int(found["m"]))
    if found["m"]:
        return _months(year, int(found["m"]), int(found["m"]))
    if found["quarter"]:
        return _months(year, 3 * int(found["quarter"]) - 2, 3 * int(found["quarter"]))
    if found["half"]:
        return _months(year, 6 * int(found["half"]) - 5, 6 * int(found["half"]))
    if found["season"]:
        return _months(year, *SEASONS[found["season"]])
    return _years(year, 1)


def _day_bounds(found: regex.Match[str], year: int) -> tuple[datetime.datetime, datetime.datetime] | None:
    place = lunar.to_solar if found["lunar"] else real_date
    day = place(year, int(found["m"]), int(found["d"]))
    if day is None:
        return None
    start = datetime.datetime.combine(day, datetime.time())
    if found["part"]:
        first, stop = PARTS[found["part"]]
        return start + datetime.timedelta(hours=first), start + datetime.timedelta(hours=stop, seconds=-1)
    if not found["H"]:
        return start, start + datetime.timedelta(days=1, seconds=-1)
    minute, second = found["M"], found["S"]
    begin = start + datetime.timedelta(hours=int(found["H"]), minutes=int(minute or 0), seconds=int(second or 0))
    length = 1 if second else 60 if minute else 3600
    return begin, begin + datetime.timedelta(seconds=length - 1)


def _week_bounds(found: regex.Match[str], year: int) -> tuple[datetime.datetime, datetime.datetime] | None:
    try:
        start = datetime.datetime.combine(monday(year, int(found["week"])), datetime.time())
    except ValueError:
        return None
    first, days = (5, 2) if found["end"] else (int(found["weekday"]) - 1, 1) if found["weekday"] else (0, 7)
    begin = start + datetime.timedelta(days=first)
    return begin, begin + datetime.timedelta(days=days, seconds=-1)


def _lunar_month(year: int, month: int) -> tuple[datetime.datetime, datetime.datetime] | None:
    first = lunar.to_solar(year, month, 1)
    if first is None:
        return None
    begin = datetime.datetime.combine(first, datetime.time())
    return begin, begin + datetime.timedelta(days=lunar.month_length(year, month), seconds=-1)


def _months(year: int, first: int, last: int) -> tuple[datetime.datetime, datetime.datetime] | None:
    begin, end = real_date(year, first, 1), real_date(year, last, 1)
    if begin is None or end is None:
        return None
    days = calendar.monthrange(year, last)[1]
    return datetime.datetime(year, first, 1), datetime.datetime(year, last, days, 23, 59, 59)


def _years(first: int, count: int) -> tuple[datetime.datetime, datetime.datetime] | None:
    last = first + count - 1
    if not (first <= 9999 and last <= 9999) or last < 1:
        return None
    return datetime.datetime(max(first, 1), 1, 1), datetime.datetime(last, 12, 31, 23, 59, 59)
