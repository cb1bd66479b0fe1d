"""The Vietnamese lunar calendar, computed: new moons and the sun's longitude at UTC+7.

After Hồ Ngọc Đức, "Computing the Vietnamese lunar calendar" (https://www.informatik.uni-leipzig.de/~duc/amlich/),
whose series are those of Meeus, "Astronomical Algorithms" (1998). The packages on PyPI follow the Chinese calendar
(UTC+8), which differs in some years: Tết 1985 was a month earlier in Việt Nam. Dates before 1968, when the North
still used the Chinese calendar, are computed by the same rule.
"""

from __future__ import annotations

import datetime
import math
from functools import lru_cache

UTC_OFFSET = 7 / 24
"""Days that Vietnamese clocks are ahead of universal time."""

STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")

_LUNATION = 29.530588853
_JULIAN_OF_ORDINAL = 1721425  # Julian day number less the proleptic Gregorian ordinal of a day
YEARS = range(1000, 2500)
"""Years for which the series are good enough and Python has dates."""


def to_solar(year: int, month: int, day: int, leap: bool = False) -> datetime.date | None:
    """The solar day of a lunar date, None where the calendar has no such day.

    Args:
        year: the lunar year, named by the solar year in which it begins.
        month: 1 (tháng Giêng) to 12 (tháng Chạp).
        day: 1 to 30.
        leap: whether the leap month of that number is meant.

    >>> to_solar(2024, 1, 1), to_solar(1985, 1, 1)
    (datetime.date(2024, 2, 10), datetime.date(1985, 1, 21))
    >>> to_solar(2024, 12, 30) is None
    True
    """
    if year not in YEARS or not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    months = _months(year)
    start = months.get((month, leap))
    if start is None or day > month_length(year, month, leap):
        return None
    return datetime.date.fromordinal(start + day - 1)


def month_length(year: int, month: int, leap: bool = False) -> int:
    """Days of a lunar month, 29 or 30.

    >>> month_length(2024, 12)
    29
    """
    start = _months(year)[month, leap]
    following = _new_moon(round((start - _new_moon(0)) / _LUNATION) + 1)
    return following - start


def month_of(day: datetime.date) -> int:
    """Number of the lunar month that a solar day lies in.

    >>> month_of(datetime.date(2024, 2, 10))
    1
    """
    starts = [
        (first, month)
        for year in (day.year - 1, day.year)
        for month in range(1, 13)
        if (first := to_solar(year, month, 1)) is not None and first <= day
    ]
    return max(starts)[1] if starts else 1


@lru_cache(maxsize=512)
def _months(year: int) -> dict[tuple[int, bool], int]:
    """Ordinals of the first days of the months of a lunar year, by (month, leap)."""
    before, after = _eleventh_month(year - 1), _eleventh_month(year)
    found: dict[tuple[int, bool], int] = {}
    for eleventh, own in ((before, False), (after, True)):
        following = after if not own else _eleventh_month(year + 1)
        index = round((eleventh - _new_moon(0)) / _LUNATION)
        starts = [_new_moon(index + k) for k in range(15)]
        count = starts.index(following) if following in starts else 12
        leap_at = 0
        if count == 13:  # the first month in which the sun enters no new sign is the leap month
            leap_at = next((k for k in range(1, 13) if _sign(starts[k]) == _sign(starts[k + 1])), 0)
        number = 11
        for k in range(count):
            leap = bool(leap_at) and k == leap_at
            if k and not leap:
                number = number % 12 + 1
            # months 11 and 12 belong to the year of their winter solstice, the others to the next
            if (number >= 11 and (k < 4)) == own:
                found[number, leap] = starts[k]
    return found


def _eleventh_month(year: int) -> int:
    """First day of the lunar month that holds the winter solstice of a solar year."""
    last = datetime.date(year, 12, 31).toordinal()
    index = int((last - _new_moon(0)) // _LUNATION)
    start = _new_moon(index + 1)
    while start > last:
        index -= 1
        start = _new_moon(index + 1)
    return _new_moon(index) if _sign(start) >= 9 else start


def _sign(ordinal: int) -> int:
    """Which twelfth of the ecliptic the sun stands in at the start of a day, 0 from the March equinox."""
    centuries = (ordinal + _JULIAN_OF_ORDINAL - 0.5 - UTC_OFFSET - 2451545.0) / 36525
    rad = math.pi / 180
    anomaly = rad * (357.52910 + 35999.05030 * centuries - 0.0001559 * centuries**2 - 0.00000048 * centuries**3)
    longitude = 280.46645 + 36000.76983 * centuries + 0.0003032 * centuries**2
    longitude += (1.914600 - 0.004817 * centuries - 0.000014 * centuries**2) * math.sin(anomaly)
    longitude += (0.019993 - 0.000101 * centuries) * math.sin(2 * anomaly) + 0.000290 * math.sin(3 * anomaly)
    return int((longitude % 360) // 30)


@lru_cache(maxsize=8192)
def _new_moon(index: int) -> int:
    """Ordinal of the day, at UTC+7, of the new moon number ``index`` since 1 January 1900."""
    t = index / 1236.85
    rad = math.pi / 180
    julian = 2415020.75933 + 29.53058868 * index + 0.0001178 * t**2 - 0.000000155 * t**3
    julian += 0.00033 * math.sin((166.56 + 132.87 * t - 0.009173 * t**2) * rad)
    sun = (359.2242 + 29.10535608 * index - 0.0000333 * t**2 - 0.00000347 * t**3) * rad
    moon = (306.0253 + 385.81691806 * index + 0.0107306 * t**2 + 0.00001236 * t**3) * rad
    node = (21.2964 + 390.67050646 * index - 0.0016528 * t**2 - 0.00000239 * t**3) * rad
    shift = (0.1734 - 0.000393 * t) * math.sin(sun) + 0.0021 * math.sin(2 * sun)
    shift += -0.4068 * math.sin(moon) + 0.0161 * math.sin(2 * moon) - 0.0004 * math.sin(3 * moon)
    shift += 0.0104 * math.sin(2 * node) - 0.0051 * math.sin(sun + moon) - 0.0074 * math.sin(sun - moon)
    shift += 0.0004 * math.sin(2 * node + sun) - 0.0004 * math.sin(2 * node - sun)
    shift += -0.0006 * math.sin(2 * node + moon) + 0.0010 * math.sin(2 * node - moon)
    shift += 0.0005 * math.sin(2 * moon + sun)
    if t < -11:
        delta = 0.001 + 0.000839 * t + 0.0002261 * t**2 - 0.00000845 * t**3 - 0.000000081 * t**4
    else:
        delta = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return math.floor(julian + shift - delta + 0.5 + UTC_OFFSET) - _JULIAN_OF_ORDINAL
