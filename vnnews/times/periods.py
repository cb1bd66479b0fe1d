"""Months, quarters, seasons and years in their year; "cùng kỳ"."""

from __future__ import annotations

import datetime

from vnnews.times.context import COSTS, Context, Resolved, modifier
from vnnews.times.reading import Reading
from vnnews.times.values import SEASONS, half_month_value, interval_of, months_value


def place_period(reading: Reading, context: Context, tense: int) -> Resolved:
    """The value of a reading that is longer than a day."""
    year, published = reading.year, context.published
    if year is None and published is not None:
        if reading.month is not None:
            here = published.year * 12 + published.month - 1
            year = _nearest_year(here, reading.month - 1, 12, reading.direction, tense)
        elif reading.quarter is not None:
            here = published.year * 4 + (published.month - 1) // 3
            year = _nearest_year(here, reading.quarter - 1, 4, reading.direction, tense)
        elif reading.season is not None:
            year = _season_year(reading, published.year, published.month, tense)
    value = _value(reading, year)
    context.period, context.period_place, context.year = value, context.place, year
    if len(value) > len("2009"):
        context.part_of_year = value
    if reading.month is not None and reading.part is not None:  # một tối tháng 12
        return Resolved("TIME", f"{value}T{reading.part}", modifier(reading))
    return Resolved("DATE", value, None if reading.half or reading.half_month else modifier(reading))


def _value(reading: Reading, year: int | None) -> str:
    text = "XXXX" if year is None else f"{year:04d}"
    if reading.months is not None:
        return months_value(text, reading.months, reading.edge)
    if reading.month is not None:
        if reading.half_month is not None and year is not None:
            return half_month_value(year, reading.month, reading.half_month)
        return f"{text}-{reading.month:02d}"
    if reading.quarter is not None:
        return f"{text}-Q{reading.quarter}"
    if reading.season is not None:
        return f"{text}-{reading.season}"
    return f"{text}-H{reading.half}" if reading.half is not None else text


def _nearest_year(here: int, place: int, per_year: int, direction: int | None, tense: int) -> int:
    """The year of the month or quarter ``place`` that is closest to the one numbered ``here`` since the year 0."""
    past, ahead = COSTS[1 if direction == 0 else tense]
    places = [(here // per_year + k) * per_year + place for k in (-1, 0, 1)]
    if direction == 1:
        places = [p for p in places if p >= here]
    elif direction == -1:
        places = [p for p in places if p <= here]
    return min(places, key=lambda p: (p - here) * ahead if p > here else (here - p) * past) // per_year


def _season_year(reading: Reading, year: int, month: int, tense: int) -> int | None:
    first, last = SEASONS[reading.season or ""]
    if reading.direction == 1:
        return year if first > month else year + 1
    if reading.direction == -1:
        return year if last < month else year - 1
    return year if reading.direction == 0 or tense > 0 else None


def _is_recent(period: str, published: datetime.date) -> bool:
    """Whether a period ended less than a year before the publication: it is compared, not compared with."""
    interval = interval_of(period)
    return interval is not None and (published - interval.last.date()).days < 365


def repeat_period(reading: Reading, context: Context) -> Resolved:
    """Give "cùng kỳ năm trước" the period last named, in that year."""
    year, period = reading.year, context.period
    if context.period_place != context.place:
        period = context.part_of_year or period
    if year is None and reading.shift is not None and context.published is not None:
        year = context.published.year + reading.shift[1]
        if reading.compared and period is not None and _is_recent(period, context.published):
            year = int(period[:4]) + reading.shift[1]
    if year is None:
        return Resolved("DATE", "ref-1y")
    if period is None or not period[:4].isdigit():
        return Resolved("DATE", f"{year:04d}")
    first, slash, last = period.partition("/")
    return Resolved("DATE", f"{year:04d}{first[4:]}" + (f"/{year:04d}{last[4:]}" if slash else ""))
