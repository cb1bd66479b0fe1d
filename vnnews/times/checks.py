"""Do the dates of a text exist, and fall on the weekdays that it names?"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from contextlib import suppress

import regex

from vnnews.article import Check, Timex
from vnnews.text.grammar import symbolise
from vnnews.text.syllables import syllabify
from vnnews.times.compose import compose
from vnnews.times.grammar import GRAMMAR
from vnnews.times.reading import Reading
from vnnews.times.values import FALSE_DATE, real_date

_ONE_DAY = regex.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:T[^/]++)?")
_WEEKDAY = regex.compile(r"\b(?:thứ|ch[ủú]a?\s+nhật|cn|t[2-7])\b", regex.I)
"""A first look, so that few times are read again; the grammar decides."""
_LONGEST_FEBRUARY, _SHORT_LUNAR_MONTH = 29, 29


def check_times(times: Sequence[Timex]) -> list[Check]:
    """The checks of the times of one text: dates that no calendar has, weekdays against dates.

    >>> from vnnews import analyze
    >>> [(check.kind, check.stated, check.computed, check.ok)
    ...  for check in analyze("Họp thứ Hai 26/5/2009, hoãn từ 31/4/2009.").checks]
    [('weekday', 1, 2, False), ('date', 31, 30, False)]
    """
    return check_batch([times])[0]


def check_batch(times: Sequence[Sequence[Timex]]) -> list[list[Check]]:
    """The same for many texts: what is doubtful in all of them is read again at once."""
    doubtful = [
        (index, time)
        for index, found in enumerate(times)
        for time in found
        if time.value == FALSE_DATE or _WEEKDAY.search(time.text)
    ]
    checks: list[list[Check]] = [[] for _ in times]
    for (index, time), reading in zip(doubtful, _read_again([time.text for _, time in doubtful]), strict=True):
        made = None if reading is None else _check(time, reading)
        if made is not None:
            checks[index].append(made)
    return checks


_known: dict[str, Reading | None] = {}
"""What was read again before: the same few weekdays and dates fill the news."""
_MOST_KNOWN = 1 << 12


def _read_again(texts: Sequence[str]) -> list[Reading | None]:
    """What each text of a time says, None where it does not read as one time."""
    found: dict[str, Reading | None] = {}
    for text in texts:
        with suppress(KeyError):  # another thread may forget at any moment
            found[text] = _known[text]
    unread = [text for text in dict.fromkeys(texts) if text not in found]
    if unread:
        found.update(zip(unread, _read(unread), strict=True))
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known.update(found)
    return [found[text] for text in texts]


def _read(texts: Sequence[str]) -> list[Reading | None]:
    symbols = symbolise(syllabify(texts))
    batch = symbols.syllables
    by_text: list[list[Reading]] = [[] for _ in texts]
    for piece in compose(GRAMMAR.find(symbols)):
        text = int(batch.texts.searchsorted(batch.starts[symbols.syllable[piece.start]], side="right")) - 1
        by_text[text].append(piece.reading)
    return [readings[0] if len(readings) == 1 else None for readings in by_text]


def _check(time: Timex, reading: Reading) -> Check | None:
    if time.value == FALSE_DATE:
        return _existence(time, reading)
    found = _ONE_DAY.fullmatch(time.value)
    if found is None or reading.weekday is None or reading.day is None:
        return None
    year, month = int(found["year"]), reading.month or int(found["month"])
    day = real_date(year, month, reading.day)
    if day is None:
        return None
    actual = day.isoweekday()
    return Check(kind="weekday", times=(time,), stated=reading.weekday, computed=actual, ok=actual == reading.weekday)


def _existence(time: Timex, reading: Reading) -> Check | None:
    """The day that is too many for its month, against the last day that the month has."""
    for part in (reading, reading.until):
        if part is None or part.day is None:
            continue
        month, year = part.month or reading.month, part.year or reading.year
        last = _last_day(year, month, reading.lunar)
        if last is not None and part.day > last:
            return Check(kind="date", times=(time,), stated=part.day, computed=last, ok=False)
    return None


def _last_day(year: int | None, month: int | None, is_lunar: bool) -> int | None:
    if is_lunar:
        return _SHORT_LUNAR_MONTH
    if month is None:
        return None
    if month == 2 and year is None:
        return _LONGEST_FEBRUARY
    return calendar.monthrange(year or 2023, month)[1]
