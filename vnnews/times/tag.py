"""Symbols and sentences -> times: the stage that the pipeline calls."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
import regex
from msgspec import structs

from vnnews.article import Timex
from vnnews.text.grammar import Symbols
from vnnews.text.sentences import Sentences
from vnnews.times import cues
from vnnews.times.compose import Piece, borrow, compose
from vnnews.times.context import Context
from vnnews.times.grammar import GRAMMAR
from vnnews.times.reading import Reading
from vnnews.times.resolve import resolve
from vnnews.times.values import interval_of

_FUTURE, _PAST, _PLAN, _HABIT = (
    regex.compile("(?r)" + "|".join(map(regex.escape, listed)))  # from the end backwards
    for listed in (cues.FUTURE_CUES, cues.PAST_CUES, cues.PLANS, cues.HABIT_CUES)
)
_CLAUSE = 14
"""Symbols before a date in which a word of a plan puts it ahead."""
_WINDOW = 24
"""Symbols before a time in which a word of the future counts."""


def tag_times(symbols: Symbols, sentences: Sentences, published: Sequence[datetime.date | None]) -> list[list[Timex]]:
    """Find the times of a batch of texts and give them values.

    Args:
        symbols: the batch.
        sentences: its sentences.
        published: day of publication of each text, None where it is not known: "hôm qua" then has the value "ref-1d".

    Returns:
        For each text its times in order, not overlapping; offsets are code points of that text.

    >>> from vnnews.text.grammar import symbolise
    >>> from vnnews.text.sentences import split_sentences
    >>> from vnnews.text.syllables import syllabify
    >>> batch = syllabify(["Ngày 26-5-2009, họp trong 5 tháng."])
    >>> [[(time.text, time.value) for time in times]
    ...  for times in tag_times(symbolise(batch), split_sentences(batch), [None])]
    [[('Ngày 26-5-2009', '2009-05-26'), ('5 tháng', 'P5M')]]
    """
    found: list[list[Timex]] = [[] for _ in published]
    pieces = borrow(compose(GRAMMAR.find(symbols)))
    if not pieces:
        return found
    batch = symbols.syllables
    first = symbols.syllable[[piece.start for piece in pieces]]
    last = symbols.syllable[[piece.end - 1 for piece in pieces]]
    texts = np.searchsorted(batch.texts, batch.starts[first], side="right") - 1
    places = (np.searchsorted(sentences.first, first, side="right") - 1).tolist()
    habits = {place: piece.reading for place, piece in zip(places, pieces, strict=True) if piece.reading.type == "SET"}
    spans = zip(batch.starts[first].tolist(), batch.ends[last].tolist(), strict=True)
    context, current = Context(None), -1
    for piece, (start, end), index, place in zip(pieces, spans, texts.tolist(), places, strict=True):
        if index != current:
            context, current = Context(published[index]), index
        context.place = place
        habit = habits.get(place)
        if habit is None and piece.reading.clock is not None and _usual(symbols, piece):
            habit = piece.reading
        reading = piece.reading
        speaks_of = tense(symbols, piece) if _lacks_year(reading) else 0
        if reading.direction is None and reading.month is not None and (side := _side(symbols, piece)) is not None:
            reading = structs.replace(reading, direction=side)
        resolved = resolve(reading, context, speaks_of, habit)
        if resolved.type == "DURATION" and reading.loose:
            end = int(batch.ends[symbols.syllable[piece.end - 1] - reading.loose])
        offset = int(batch.texts[index])
        found[index].append(
            Timex(
                start=start - offset,
                end=end - offset,
                text=batch.text[start:end],
                type=resolved.type,
                value=resolved.value,
                interval=interval_of(resolved.value) if resolved.type in ("DATE", "TIME") else None,
                mod=resolved.mod or _modifier(symbols, piece, resolved.type),
                lunar=resolved.lunar,
            )
        )
    return found


def explain_times(symbols: Symbols) -> list[tuple[str, tuple[str, ...]]]:
    """What was found in a batch, and by which rules; several where neighbours were joined.

    >>> from vnnews.text.grammar import symbolise
    >>> from vnnews.text.syllables import syllabify
    >>> explain_times(symbolise(syllabify(["Sáng thứ Hai tuần trước"])))
    [('Sáng thứ Hai tuần trước', ('part of day', 'weekday', 'relative unit'))]
    """
    batch = symbols.syllables
    return [
        (
            batch.text[batch.starts[symbols.syllable[piece.start]] : batch.ends[symbols.syllable[piece.end - 1]]],
            piece.rules,
        )
        for piece in borrow(compose(GRAMMAR.find(symbols)))
    ]


def _lacks_year(reading: Reading) -> bool:
    """Whether it takes the tense to tell which day, month or season of several is meant."""
    if reading.literal is not None or reading.year is not None:
        return False
    return any((reading.day, reading.month, reading.quarter, reading.season, reading.weekday))


def _side(symbols: Symbols, piece: Piece) -> int | None:
    """On which side of the publication the words right before a date put it: "hồi 26/5", "sẽ mở vào 26/5"."""
    if _before(symbols, piece) in cues.PAST_ONLY:
        return -1
    window = symbols.text[max(0, piece.start - _CLAUSE) : piece.start]
    plan = _last(_PLAN, window)
    if plan < 0 or not cues.CLAUSE_STARTS.isdisjoint(window[plan:]):
        return None
    return None if _last(_PAST, window[plan:]) >= 0 else 1


def _last(cue: regex.Pattern[str], window: str) -> int:
    """Where the last cue of a window begins, -1 where there is none."""
    found = cue.search(window)
    return -1 if found is None else found.start()


def _usual(symbols: Symbols, piece: Piece) -> bool:
    """Whether the words just before an hour tell what is usual."""
    window = symbols.text[max(0, piece.start - _WINDOW) : piece.start]
    return _HABIT.search(window) is not None


def _modifier(symbols: Symbols, piece: Piece, kind: str) -> str | None:
    """What a preposition before a time makes of it."""
    return cues.MODIFIERS.get((kind == "DURATION", _before(symbols, piece)))


def _before(symbols: Symbols, piece: Piece) -> str:
    """The symbol of the word before a time, "" where white space does not part them."""
    start = piece.start
    return symbols.text[start - 2] if start > 1 and symbols.text[start - 1] == " " else ""


def tense(symbols: Symbols, piece: Piece) -> int:
    """Whether the words just before a time speak of the future (1), of the past (-1) or of neither (0)."""
    window = symbols.text[max(0, piece.start - _WINDOW) : piece.start]
    window = window[max(window.rfind("\n"), window.rfind(". ")) + 1 :]
    future, past = _last(_FUTURE, window), _last(_PAST, window)
    if future < 0 and window[-2:-1] in cues.DEADLINES:
        return 1
    if future < 0 and past < 0 and window[-2:-1] in cues.LIMITS and piece.reading.month is not None:
        return 1
    return 0 if future == past else 1 if future > past else -1
