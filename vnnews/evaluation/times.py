"""Times against gold annotation."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import regex

from vnnews.corpora import GoldText
from vnnews.evaluation.spans import Difference, Found, Scores, compare
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify
from vnnews.times import tag_times
from vnnews.times.values import interval_of

_DURATION = regex.compile(r"P(?:\d[\d.]*+[YQMWD])*+(?:T(?:\d[\d.]*+[HMS])++)?+")
_PART = regex.compile(r"T|(?<![\d.])(\d[\d.]*+)([A-Z])")
_MONTHS = {"Y": 12, "Q": 3, "M": 1}
_SECONDS = {"W": 604800, "D": 86400, "TH": 3600, "TM": 60, "TS": 1}


def evaluate_times(texts: Iterable[GoldText]) -> tuple[Scores, list[Difference]]:
    """Exact spans and values of the TIME spans of annotated articles.

    Two values are the same when they are written the same, cover the same days (2025-W10 and 2025-03-03/2025-03-09)
    or last equally long (PT120M and PT2H). A day that has a name is an event as well ("Giáng sinh", "Tết Giáp Thìn");
    the gold spans are flat and have it as EVENT, so a time on exactly such a span counts neither for nor against.
    """
    every = list(texts)
    batch = syllabify([text.text for text in every])
    tagged = tag_times(symbolise(batch), split_sentences(batch), [text.published for text in every])
    found = [
        [Found("TIME", time.start, time.end, time.value) for time in times if (time.start, time.end) not in named]
        for times, named in zip(tagged, map(_events, every), strict=True)
    ]
    return compare(every, found, ("TIME",), lambda gold, value: _canonical(gold) == _canonical(value))


def _events(text: GoldText) -> set[tuple[int, int]]:
    return {(span.start, span.end) for span in text.spans if span.label == "EVENT"}


def _canonical(value: str) -> str:
    """A value by the days that it covers or how long it lasts, so that equal periods compare equal."""
    if _DURATION.fullmatch(value):
        return _length(value)
    interval = None if value.startswith("lunar:") else interval_of(value)
    return value if interval is None else f"{interval.first}/{interval.last}"


def _length(duration: str) -> str:
    """A duration in months and seconds, which no number of days makes equal.

    >>> _length("PT120M") == _length("PT2H"), _length("P1Y6M") == _length("P18M"), _length("P1M") == _length("P30D")
    (True, True, False)
    """
    months, seconds, prefix = Decimal(0), Decimal(0), ""
    for part in _PART.finditer(duration):
        if part[1] is None:
            prefix = "T"
        elif prefix + part[2] in _MONTHS:
            months += Decimal(part[1]) * _MONTHS[part[2]]
        else:
            seconds += Decimal(part[1]) * _SECONDS[prefix + part[2]]
    return f"P{months.normalize():f}M{seconds.normalize():f}S"
