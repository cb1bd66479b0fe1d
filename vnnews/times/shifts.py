"""Distances -> fields: "hôm qua", "tuần tới", "ba năm trước", counted from the publication or the time last named."""

from __future__ import annotations

import datetime

from msgspec import structs

from vnnews.times.context import Context, Resolved, modifier
from vnnews.times.reading import Reading
from vnnews.times.values import FALSE_DATE, interval_of, real_date, time_suffix, week_value

_CYCLES = {"C": 60, "B": 12}
_SECONDS = {"TH": 3600, "TM": 60, "TS": 1}


def place_shift(reading: Reading, context: Context) -> Reading | Resolved:
    """A reading with its distance turned into fields, or the value where the distance says all."""
    assert reading.shift is not None
    unit, count = reading.shift
    if unit in _SECONDS:
        return _clock(unit, count, context)
    reference = context.published
    if reading.anchor == "last":
        reference = context.last or context.published
        if unit == "D" and count == 0 and context.last_past is not None and reference != context.last_past:
            reference = context.today()
    if reference is None:
        return _unplaced(reading)
    if reading.edge == "LAST":
        return _last_day(unit, reference)
    if unit in ("SY", "SCHOOL", "CENTURY"):
        return _whole(reading, context.last or reference, reference)
    if unit == "W":
        return _week(reading, context, reference)
    if reading.compared and context.period_place == context.place:
        reference = _start(unit, context) or reference
    fields = _fields(reading, context, reference)
    if fields is None:
        return Resolved("DATE", FALSE_DATE)
    return structs.replace(reading, shift=None, **fields)


def _start(unit: str, context: Context) -> datetime.date | None:
    """First day of the year, month or quarter named in the same sentence, the one that "so với tháng trước" follows."""
    interval = interval_of(context.period or "")
    length = {"Y": 4, "M": 7, "Q": 7}.get(unit)
    if interval is None or length is None or len(context.period or "") != length:
        return None
    return interval.first.date()


def _fields(reading: Reading, context: Context, reference: datetime.date) -> dict[str, int] | None:
    """Year and what is below it, None for what no calendar has."""
    assert reading.shift is not None
    unit, count = reading.shift
    if unit == "D":
        if reading.day is not None:  # "hôm nay 18-3"
            return {}
        day = _plus_days(reference, count)
        return None if day is None else {"year": day.year, "month": day.month, "day": day.day}
    if unit == "M":
        month = reference.year * 12 + reference.month - 1 + count
        return {"year": month // 12, "month": month % 12 + 1} if 12 <= month < 12 * 9999 else None
    if unit == "Q":
        quarter = reference.year * 4 + (reference.month - 1) // 3 + count
        return {"year": quarter // 4, "quarter": quarter % 4 + 1}
    if unit in _CYCLES:
        latest = reference.year + (unit == "C")  # a year named in full may be the coming one
        year = latest - (latest - 4 - count) % _CYCLES[unit]
    else:
        year = (context.year if reading.anchor == "last" and context.year else reference.year) + count
    return {"year": year} if 1 <= year <= 9999 else None


def _week(reading: Reading, context: Context, reference: datetime.date) -> Reading | Resolved:
    assert reading.shift is not None
    start = _plus_days(reference, 7 * reading.shift[1] - reference.weekday())
    if start is None:
        return Resolved("DATE", FALSE_DATE)
    if reading.weekday is not None:
        day = _plus_days(start, reading.weekday - 1)
        if day is None:
            return Resolved("DATE", FALSE_DATE)
        return structs.replace(reading, shift=None, year=day.year, month=day.month, day=day.day)
    if reading.weekend and not reading.placed:
        return Resolved("SET", "R/XXXX-WXX-WE")
    value = week_value(start) + ("-WE" if reading.weekend else "")
    if not reading.compared:
        context.period = value
    return Resolved("DATE", value, modifier(reading))


def _whole(reading: Reading, last: datetime.date, reference: datetime.date) -> Resolved:
    """The same day of another year, a school year, a century."""
    assert reading.shift is not None
    unit, count = reading.shift
    if unit == "SY":
        day = real_date(last.year + count, last.month, last.day)
        return Resolved("DATE", FALSE_DATE if day is None else day.isoformat())
    if unit == "SCHOOL":
        year = reference.year + count - (reference.month < (5 if reading.edge else 7))
        return Resolved("DATE", f"{year:04d}/{year + 1:04d}")
    return Resolved("DATE", f"{reference.year // 100 + count:02d}XX", reading.edge)


def _last_day(unit: str, reference: datetime.date) -> Resolved:
    """The last day of the present month, quarter, year or week: "hết tháng"."""
    value = {
        "Y": f"{reference.year:04d}",
        "Q": f"{reference.year:04d}-Q{(reference.month + 2) // 3}",
        "M": f"{reference.year:04d}-{reference.month:02d}",
        "W": week_value(reference),
    }[unit]
    interval = interval_of(value)
    return Resolved("DATE", value if interval is None else interval.last.date().isoformat())


def _clock(unit: str, count: int, context: Context) -> Resolved:
    """Count "ba tiếng sau" from the hour last named; it is a length of time where none was."""
    moment = None
    if context.last_clock is not None and context.last_exact:
        try:
            moment = context.last_clock + datetime.timedelta(seconds=_SECONDS[unit] * count)
        except OverflowError:
            moment = None
    if moment is None:
        return Resolved("DURATION", f"PT{abs(count)}{unit[1]}")
    context.last_clock, context.last = moment, moment.date()
    return Resolved("TIME", moment.isoformat(timespec="minutes"))


def _unplaced(reading: Reading) -> Resolved:
    """The value where the publication is not known: "ref-1d", "ref-1yT…"."""
    assert reading.shift is not None
    unit, count = reading.shift
    if unit in _CYCLES:
        return Resolved("DATE", "XXXX")
    unit, times = {"CENTURY": ("Y", 100), "SY": ("Y", 1), "SCHOOL": ("Y", 1)}.get(unit, (unit, 1))
    count *= times
    suffix = time_suffix(reading)[0]
    base = "ref" if unit == "D" and not count and suffix is None else f"ref{count:+d}{unit.lower()}"
    base = base.replace("+0", "-0")
    if reading.month is not None:
        base += f"-{reading.month:02d}" + (f"-{reading.day:02d}" if reading.day else "")
    elif reading.quarter is not None:
        base += f"-Q{reading.quarter}"
    elif reading.season is not None:
        base += f"-{reading.season}"
    elif reading.weekday is not None:
        base += f"-{reading.weekday}"
    elif reading.weekend:
        base += "-WE"
    return Resolved("DATE" if suffix is None else "TIME", base + (suffix or ""), modifier(reading))


def _plus_days(day: datetime.date, count: int) -> datetime.date | None:
    try:
        return day + datetime.timedelta(days=count)
    except OverflowError:
        return None
