"""Readings -> TIMEX3 values: what the text leaves out comes from the day of publication and from what was named last.

The year of "26/5" is the one that puts it closest to the day of publication, the past before the future for reports
and the other way round where the sentence plans (sẽ, dự kiến). "hôm sau" and "cùng ngày" follow the day last named;
"cùng kỳ" repeats the period last named.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from msgspec import structs

from vnnews.times import lunar
from vnnews.times.context import Context, Resolved, modifier, nearest
from vnnews.times.periods import place_period, repeat_period
from vnnews.times.reading import Reading
from vnnews.times.shifts import place_shift
from vnnews.times.values import FALSE_DATE, PARTS, can_exist, real_date, time_suffix

_WEEK_AHEAD = 3
"""A weekday at most so many days ahead is the coming one also where no word says so."""
_EVENING, _MORNING = 18, 6
"""An hour before the morning that follows one of the evening belongs to the next day."""
_NEAR = 60
"""Days from the publication within which a date keeps its year although the weekday beside it speaks for another."""
_DAY = datetime.timedelta(days=1)


def resolve(reading: Reading, context: Context, tense: int, habit: Reading | None = None) -> Resolved:
    """The value of a reading; the context remembers it.

    Args:
        reading: what the text says.
        context: what the text said before.
        tense: 1 where the words before it speak of the future, -1 of the past, 0 of neither.
        habit: a repeated time in the same sentence ("mỗi tối"): hours and weekdays beside it belong to no one day.
    """
    if reading.literal is not None:
        return Resolved(reading.type or "DATE", reading.literal, reading.mod)
    if reading.same_period:
        return repeat_period(reading, context)
    if reading.lunar:
        return _lunar(reading, context, tense)
    if reading.shift is not None:
        placed = place_shift(reading, context)
        if isinstance(placed, Resolved):
            return placed
        reading = placed
    if reading.day is not None:
        return _day(reading, reading.day, context, tense, habit)
    if habit is not None:
        if reading.clock is not None and reading.part is None and reading.clock[0] < 12:
            reading = structs.replace(reading, part=habit.part)
        if reading.weekday is not None and reading.direction is None and reading.clock is None:
            return Resolved("SET", f"R/XXXX-WXX-{reading.weekday}{time_suffix(reading)[0] or ''}")
    if reading.weekday is not None:
        return _weekday(reading, reading.weekday, context, tense)
    if (reading.clock is not None or reading.part is not None) and reading.month is None:
        return _time_of_day(reading, context, habit is not None)
    return place_period(reading, context, tense)


def _day(reading: Reading, day: int, context: Context, tense: int, habit: Reading | None) -> Resolved:
    month, published = reading.month, context.published
    until = reading.until if reading.until is not None and reading.until.day is not None else None
    if month is None:
        return _day_of_month(reading, day, context, tense)
    if not can_exist(month, day):
        return Resolved("DATE", FALSE_DATE)
    if reading.year is not None:
        place = real_date(reading.year, month, day)
    elif habit is not None and habit.literal == "R/P1Y":  # mỗi năm một lần, trước ngày 31-12
        return _dated(f"XXXX-{month:02d}-{day:02d}", reading, context)
    elif published is None:
        end = None if until is None else f"XXXX-{until.month or month:02d}-{until.day:02d}"
        return _dated(f"XXXX-{month:02d}-{day:02d}", reading, context, end)
    else:
        years = (-3, -2, -1, 0, 1, 2, 3) if (month, day) == (2, 29) else (-1, 0, 1)
        candidates = [real_date(published.year + k, month, day) for k in years]
        place = _on_weekday(reading.weekday, candidates, published) or nearest(
            candidates, published, reading.direction, tense
        )
    return _placed(place, reading, context, until)


def _on_weekday(
    weekday: int | None, candidates: Sequence[datetime.date | None], published: datetime.date
) -> datetime.date | None:
    """The only candidate on a weekday, where none is close to the publication: near it a weekday may be a slip."""
    days = [day for day in candidates if day is not None]
    if weekday is None or any(abs((day - published).days) < _NEAR for day in days):
        return None
    fitting = [day for day in days if day.isoweekday() == weekday]
    return fitting[0] if len(fitting) == 1 else None


def _day_of_month(reading: Reading, day: int, context: Context, tense: int) -> Resolved:
    """Put "ngày 26" into the month last named or in the one of the publication."""
    near = context.published
    if context.last is not None and (near is None or abs((context.last - near).days) < 400):
        near = context.last
    if near is None:
        return _dated(f"XXXX-XX-{day:02d}", reading, context)
    candidates = [_month_day(near, k, day) for k in (-1, 0, 1)]
    return _placed(nearest(candidates, context.published or near, reading.direction, tense), reading, context)


def _placed(place: datetime.date | None, reading: Reading, context: Context, until: Reading | None = None) -> Resolved:
    if place is None:
        return Resolved("DATE", FALSE_DATE)
    context.remember_day(place)
    if until is None or until.day is None:
        return _dated(place.isoformat(), reading, context)
    month = until.month or place.month
    stop = real_date(place.year + (month < place.month), month, until.day)
    if stop is None:
        return Resolved("DATE", FALSE_DATE)
    if stop < place:  # 28-3/4: from the month before
        place = _month_day(place, -1, place.day) or place
    context.last = stop
    return _dated(place.isoformat(), reading, context, stop.isoformat())


def _dated(day: str, reading: Reading, context: Context, end: str | None = None) -> Resolved:
    """A day in writing, with the clock or part of day of the reading."""
    suffix, carry = time_suffix(reading)
    if suffix is None:
        return Resolved("DATE", day if end is None else f"{day}/{end}", modifier(reading))
    if carry and day[:4].isdigit() and day < "9999-12-31":
        day = (datetime.date.fromisoformat(day) + _DAY).isoformat()
    value = day + suffix
    context.remember_clock(value, reading.clock is not None)
    if reading.until is not None and reading.until.clock is not None:
        value += f"/{day}{time_suffix(structs.replace(reading.until, part=reading.part))[0]}"
    elif end is not None:
        value += f"/{end}{suffix}"
    return Resolved("TIME", value, modifier(reading))


def _weekday(reading: Reading, weekday: int, context: Context, tense: int) -> Resolved:
    today = context.published
    if today is None:
        return _dated(f"XXXX-WXX-{weekday}", reading, context)
    ahead = (weekday - today.isoweekday()) % 7
    behind = (-ahead) % 7
    if reading.direction == -1:
        days = -(behind or 7)
    elif reading.direction == 1:
        days = ahead or 7
    elif reading.direction == 0 or tense > 0 or (tense == 0 and ahead <= _WEEK_AHEAD):
        days = ahead
    else:
        days = -behind
    try:
        return _placed(today + days * _DAY, reading, context)
    except OverflowError:
        return Resolved("DATE", FALSE_DATE)


def _time_of_day(reading: Reading, context: Context, habitual: bool) -> Resolved:
    if reading.midnight:
        return Resolved("TIME", "T00:00")
    near = None if habitual or reading.generic else context.today()
    exact = reading.clock is not None and (reading.clock[1] or 0) % 5 > 0
    if near is not None and context.published is not None and exact and near > context.published:
        near = context.last_past or context.published  # a minute is measured, not announced
    if near is None:
        value = time_suffix(reading)[0] or ""
        if reading.until is not None and reading.until.clock is not None:
            value += f"/{time_suffix(structs.replace(reading.until, part=reading.part))[0]}"
        return Resolved("TIME", value)
    clock = context.last_clock
    evening = clock is not None and clock.date() == near and clock.hour >= _EVENING
    if evening and _hour(reading) < _MORNING and near < datetime.date.max:  # past midnight
        near = context.last = near + _DAY
    return _dated(near.isoformat(), reading, context)


def _hour(reading: Reading) -> int:
    """The hour at which a time of day begins, for a night that goes on after midnight."""
    if reading.part not in (None, "MO"):
        return _EVENING
    if reading.clock is not None:
        return reading.clock[0]
    return PARTS["MO"][0] if reading.early else _MORNING


def _month_day(near: datetime.date, months: int, day: int) -> datetime.date | None:
    month = near.year * 12 + near.month - 1 + months
    return real_date(month // 12, month % 12 + 1, day)


def _lunar(reading: Reading, context: Context, tense: int) -> Resolved:
    """A lunar day or month; its year is the lunar one."""
    year, month, near = reading.year, reading.month, context.published
    if year is None and reading.shift is not None and near is not None:
        placed = place_shift(structs.replace(reading, lunar=False), context)
        year = placed.year if isinstance(placed, Reading) else None
    if month is None and near is not None:
        month = context.lunar_month or lunar.month_of(near)
    context.lunar_month = month
    if year is None and near is not None and month is not None:
        day = min(reading.day or (29 if reading.direction == 1 else 1), 29)
        candidates = {lunar.to_solar(near.year + k, month, day): near.year + k for k in (-2, -1, 0, 1)}
        year = candidates.get(nearest(candidates, near, reading.direction, tense))
    base = f"lunar:{'XXXX' if year is None else f'{year:04d}'}-{'XX' if month is None else f'{month:02d}'}"
    if reading.day is None:
        return Resolved("DATE", base, modifier(reading), True)
    day = reading.day
    if year in lunar.YEARS and year is not None and month is not None:
        if (month, day) == (12, 30):
            day = lunar.month_length(year, month)  # "đêm ba mươi" is the last night, also of a short month
        solar = lunar.to_solar(year, month, day)
        if solar is None:
            return Resolved("DATE", FALSE_DATE, None, True)
        context.last = solar
    suffix = time_suffix(reading)[0]
    return Resolved("DATE" if suffix is None else "TIME", f"{base}-{day:02d}{suffix or ''}", modifier(reading), True)
