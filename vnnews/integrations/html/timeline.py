"""The dates of an article in order: a strip to scale, and a list that says what each of them is.

A time that is named several times is one entry: its words once, and links to the places where they stand.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vnnews.article import Article, Timex
from vnnews.integrations.html.escape import Markup, join, tag
from vnnews.integrations.html.facts import verdict_of
from vnnews.integrations.html.links import links_of
from vnnews.integrations.html.spans import Checks, Marks, checks_of, place, when

_TICKS = 6
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
_DAYS = (1, 2, 7, 14)
_MARGIN = 4.0  # per cent at both ends of the strip


class _Date(NamedTuple):
    """A time with an interval, and all the places in the text that name it."""

    first: datetime.datetime
    last: datetime.datetime
    times: tuple[Timex, ...]


def timeline_of(article: Article, marks: Marks, id: str) -> Markup | None:
    """The timeline; None for an article without dates."""
    dates = _dates(article.times)
    if not dates:
        return None
    checks = checks_of(article)
    entries = [(date.first, _entry(date, checks, marks, id)) for date in dates]
    if article.published:
        day = datetime.datetime.combine(article.published, datetime.time.max)
        entries.append((day, _published(article.published)))
    entries.sort(key=lambda entry: entry[0])
    return join(
        [
            _strip(dates, article.published, marks, id),
            tag("ol", *(entry for _, entry in entries), class_="vn-dates"),
        ]
    )


def undated_of(article: Article, marks: Marks, id: str) -> Markup | None:
    """Times that have no place on a timeline: durations, repeated and open ones."""
    checks = checks_of(article)
    by_value: dict[str, list[Timex]] = {}
    for time in article.times:
        if time.interval is None:
            by_value.setdefault(time.value, []).append(time)
    items = [
        tag("li", _said(times, marks, id), " ", tag("span", value, class_="vn-value"), *_verdicts(times, checks))
        for value, times in by_value.items()
    ]
    return tag("ul", *items, class_="vn-undated") if items else None


def _dates(times: Sequence[Timex]) -> list[_Date]:
    by_interval: dict[tuple[datetime.datetime, datetime.datetime], list[Timex]] = {}
    for time in times:
        if time.interval is not None:
            by_interval.setdefault((time.interval.first, time.interval.last), []).append(time)
    return [_Date(first, last, tuple(found)) for (first, last), found in sorted(by_interval.items())]


def _entry(date: _Date, checks: Checks, marks: Marks, id: str) -> Markup:
    interval = date.times[0].interval
    assert interval is not None
    found = tag("span", _said(date.times, marks, id), *_verdicts(date.times, checks))
    return tag("li", tag("span", when(interval), class_="vn-when"), " ", found)


def _verdicts(times: Iterable[Timex], checks: Checks) -> Iterator[Markup]:
    for time in times:
        for check in checks.get(place(time), ()):
            yield Markup(" ")
            yield verdict_of(check)


def _published(day: datetime.date) -> Markup:
    return tag(
        "li", tag("span", day.isoformat(), class_="vn-when"), " ", tag("span", "published"), class_="vn-published"
    )


def _said(times: Iterable[Timex], marks: Marks, id: str) -> Markup:
    """Each wording once, with links to all places where it stands."""
    by_words: dict[str, list[Timex]] = {}
    for time in times:
        by_words.setdefault(" ".join(time.text.split()).casefold(), []).append(time)
    return tag("span", *_apart(_wording(same, marks, id) for same in by_words.values()), lang="vi")


def _wording(times: Sequence[Timex], marks: Marks, id: str) -> Markup:
    places = [(time.start, time.end) for time in times]
    numbers = [marks.numbers[("time", *place)] for place in places if ("time", *place) in marks.numbers]
    text = tag("bdi", " ".join(times[0].text.split()))
    first = tag("a", text, href=f"#{id}m{numbers[0]}") if numbers else text
    return join([first, links_of(numbers, id)])


def _apart(parts: Iterable[Markup]) -> Iterator[Markup | str]:
    for number, part in enumerate(parts):
        if number:
            yield ", "
        yield part


# The strip


def _strip(dates: Sequence[_Date], published: datetime.date | None, marks: Marks, id: str) -> Markup | None:
    """Dots for days, bars for longer times, on an axis from the first to the last; None for a single day."""
    moments = [moment for date in dates for moment in (date.first, date.last)]
    day = datetime.datetime.combine(published, datetime.time(12)) if published else None
    moments += [day] if day else []
    first, last = min(moments), max(moments)
    if last - first < datetime.timedelta(days=2):
        return None
    scale = _Scale(first, last)
    ticks = join(part for moment, label in _ticks(first, last) for part in _tick(scale(moment), label))
    shapes = join(_shape(date, scale, marks, id) for date in dates)
    now = tag("line", x1=f"{scale(day):.2f}%", x2=f"{scale(day):.2f}%", y1=6, y2=40, class_="vn-now") if day else None
    axis = tag("line", x1="0", x2="100%", y1=40, y2=40, class_="vn-axis")
    return tag("svg", axis, ticks, now, shapes, class_="vn-strip", aria_hidden="true", focusable="false")


class _Scale:
    def __init__(self, first: datetime.datetime, last: datetime.datetime) -> None:
        self._first, self._span = first, (last - first).total_seconds()

    def __call__(self, moment: datetime.datetime) -> float:
        """Per cent of the width."""
        return _MARGIN + (100 - 2 * _MARGIN) * (moment - self._first).total_seconds() / self._span


def _shape(date: _Date, scale: _Scale, marks: Marks, id: str) -> Markup:
    start, end = scale(date.first), scale(date.last)
    title = tag("title", f"{date.times[0].value} · {' '.join(date.times[0].text.split())}")
    if end - start < 1.2:
        shape = tag("circle", title, cx=f"{(start + end) / 2:.2f}%", cy=24, r=5)
    else:
        shape = tag("rect", title, x=f"{start:.2f}%", width=f"{end - start:.2f}%", y=20, height=8, rx=4)
    number = marks.numbers.get(("time", date.times[0].start, date.times[0].end))
    return shape if number is None else tag("a", shape, href=f"#{id}m{number}", tabindex=-1)


def _tick(x: float, label: str) -> tuple[Markup, Markup]:
    return (
        tag("line", x1=f"{x:.2f}%", x2=f"{x:.2f}%", y1=40, y2=45, class_="vn-axis"),
        tag("text", label, x=f"{x:.2f}%", y=60, text_anchor="middle"),
    )


def _ticks(first: datetime.datetime, last: datetime.datetime) -> Iterator[tuple[datetime.datetime, str]]:
    """A few round moments from the first to the last."""
    days = (last - first).days
    if days < 14 * _TICKS:
        step = next(step for step in _DAYS if days / step <= _TICKS)
        midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
        for after in range(1, days + 1, step):
            day = midnight + datetime.timedelta(days=after)
            yield day, f"{day.day}/{day.month}"
        return
    step = next((step for step in _MONTHS if days / 30.4 / step <= _TICKS), _MONTHS[-1])
    month = -(-(first.year * 12 + first.month - (first.day == 1)) // step) * step
    while month // 12 <= last.year and (moment := datetime.datetime(max(1, month // 12), month % 12 + 1, 1)) <= last:
        if moment >= first:
            yield moment, f"{moment.year}" if step >= 12 else f"{moment.month}/{moment.year}"
        month += step
