"""What a text has said so far about when it is, and which of several days it means next."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from vnnews.times.reading import Reading, TimexType
from vnnews.times.values import interval_of

_NEAR = 30
"""How many days a day last named may lie behind the publication for an hour without a day to belong to it."""
COSTS = {1: (4.0, 1.0), 0: (1.0, 2.0), -1: (1.0, 2.5)}
"""Cost of a day in the past and in the future, where the words around speak of the future, of neither, of the past."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Type, value, modifier and calendar of a time."""

    type: TimexType
    value: str
    mod: str | None = None
    lunar: bool = False


@dataclass(slots=True)
class Context:
    """The memory of one text.

    Attributes:
        published: day of publication, None where it is not known; relative times then keep "ref" in their value.
        last: the day last named.
        last_past, last_near: the day last named that is not after the publication, and that is close to it as well.
        last_clock: the hour last named, with its day; the first one of a part of day.
        last_exact: whether that was an hour rather than a part of day.
        period, part_of_year: values of the period last named, and of the last one shorter than a year.
        year: the year last named.
        lunar_month: the lunar month last named.
        place, last_place, period_place: the present sentence, and those of ``last`` and ``period``.
    """

    published: datetime.date | None
    last: datetime.date | None = None
    last_past: datetime.date | None = None
    last_near: datetime.date | None = None
    last_clock: datetime.datetime | None = None
    last_exact: bool = False
    period: str | None = None
    part_of_year: str | None = None
    year: int | None = None
    lunar_month: int | None = None
    place: int = -1
    last_place: int = -2
    period_place: int = -2

    def remember_day(self, day: datetime.date) -> None:
        """Take a day as the one last named."""
        self.last, self.last_place, self.year = day, self.place, day.year
        if self.published is None or day <= self.published:
            self.last_past = day
            if self.published is None or (self.published - day).days <= _NEAR:
                self.last_near = day

    def remember_clock(self, value: str, exact: bool) -> None:
        """Take the first instant of a value as the hour last named."""
        self.last_exact = exact
        interval = interval_of(value)
        self.last_clock = None if interval is None else interval.first

    def today(self) -> datetime.date | None:
        """The day that a bare hour belongs to: the day last named, unless it is far from the publication."""
        last, published = self.last, self.published
        if last is None or published is None:
            return last or published
        if last > published:  # of plans only where the text is about nothing else, or says so in the same sentence
            if self.last_past is None or self.last_place == self.place:
                return last
            last = self.last_past
        return last if (published - last).days <= _NEAR else self.last_near or published


def nearest(
    candidates: Iterable[datetime.date | None], near: datetime.date, direction: int | None, tense: int
) -> datetime.date | None:
    """The candidate closest to a day, on the side that the text points to; None for no candidate."""
    days = [day for day in candidates if day is not None]
    if direction == 1:
        days = [day for day in days if day >= near] or days
    elif direction == -1:
        days = [day for day in days if day <= near] or days
    past, ahead = COSTS[1 if direction == 0 else tense]  # "30/4 này" is the coming one
    return min(
        days,
        key=lambda day: (day - near).days * ahead if day > near else (near - day).days * past,
        default=None,
    )


def modifier(reading: Reading) -> str | None:
    """START, MID or END where the value is that of the whole unit."""
    return None if reading.months is not None or reading.weekend else reading.edge
