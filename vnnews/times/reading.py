"""What a rule reads: the fields of a time, not yet placed in the calendar."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

TimexType: TypeAlias = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor: TypeAlias = Literal["published", "last"]


class Reading(Struct, frozen=True, kw_only=True):
    """What a rule read: fields of a date or time, not yet placed in the calendar.

    Attributes:
        type: the TimeML type of a literal value; None lets the fields decide.
        literal: a value that needs no placing: "P5M", "PRESENT_REF", "R/P1D", "2005/2010".
        year, half, quarter, month, half_month, season, day: as written; a two-digit year is already full.
        weekday: 1 (Monday) to 7.
        part: MO, MI, AF, EV or NI.
        clock: hour, minute and second; minute and second None where not written.
        shift: distance from the reference in a unit: ("D", -1) for hôm qua, ("Y", 0) for năm nay.
        anchor: the reference of ``shift``: the day of publication or the time last named.
        direction: -1 (vừa qua), 1 (tới), 0 (này) for a date that the text itself places; None otherwise.
        edge: START, MID or END of the period.
        months: number of months at the edge of a year ("6 tháng đầu năm").
        midnight: "nửa đêm": zero hours where it stands alone, else part of the night.
        early: whether a morning is the one before dawn (rạng sáng).
        generic: whether an hour belongs to no day in particular ("canh từ 9h đến 14h").
        weekend: whether the weekend of a week is meant.
        placed: whether a word behind the unit says which one is meant ("cuối tuần này", not "cuối tuần").
        lunar: whether day and month are of the lunar calendar.
        feast: whether the day is told by its name; a date beside it is a time of its own.
        same_period: "cùng kỳ", the period last named, in another year.
        until: the end of a range whose parts share what follows: "25-30/8", "8h-18h".
        compared: whether a period is compared with the one before ("so với tháng trước").
        loose: syllables at the end that belong to a time only where the distance can be counted ("ba phút [sau]").
        mod: TIMEX3 modifier.
        weak: kept only where it joins another reading.
    """

    type: TimexType | None = None
    literal: str | None = None
    year: int | None = None
    half: int | None = None
    half_month: int | None = None
    quarter: int | None = None
    month: int | None = None
    season: str | None = None
    day: int | None = None
    weekday: int | None = None
    part: str | None = None
    clock: tuple[int, int | None, str | None] | None = None
    shift: tuple[str, int] | None = None
    anchor: Anchor = "published"
    direction: int | None = None
    edge: str | None = None
    months: int | None = None
    midnight: bool = False
    early: bool = False
    generic: bool = False
    weekend: bool = False
    placed: bool = True
    lunar: bool = False
    feast: bool = False
    same_period: bool = False
    until: Reading | None = None
    compared: bool = False
    loose: int = 0
    mod: str | None = None
    weak: bool = False


def yearly(reading: Reading) -> str:
    """The value of a day that comes every year, or every month where no month is read.

    >>> yearly(Reading(month=5, day=5, lunar=True)), yearly(Reading(day=15))
    ('R/lunar:XXXX-05-05', 'R/XXXX-XX-15')
    """
    month = "XX" if reading.month is None else f"{reading.month:02d}"
    return f"R/{'lunar:' if reading.lunar else ''}XXXX-{month}-{reading.day:02d}"
