"""Times against gold annotation."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from vnnews.corpora import GoldText
from vnnews.evaluation.spans import Difference, Found, Scores, compare
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify
from vnnews.times import tag_times
from vnnews.times.values import interval_of

_ZEROS = regex.compile(r"(?<=[A-Z])0++(?=[0-9])|(?<=\.[0-9]{1,9})0++(?=[A-Z])")
"""Zeros that change nothing: PT13M08S is PT13M8S, PT51.90S is PT51.9S."""


def evaluate_times(texts: Iterable[GoldText]) -> tuple[Scores, list[Difference]]:
    """Exact spans and values of the TIME spans of annotated articles.

    Two values are the same when they are written the same or cover the same days: 2025-W10 and
    2025-03-03/2025-03-09.
    """
    every = list(texts)
    batch = syllabify([text.text for text in every])
    tagged = tag_times(symbolise(batch), split_sentences(batch), [text.published for text in every])
    found = [[Found("TIME", time.start, time.end, time.value) for time in times] for times in tagged]
    return compare(every, found, ("TIME",), lambda gold, value: _canonical(gold) == _canonical(value))


def _canonical(value: str) -> str:
    """A value by the days that it covers where it covers any, so that equal periods compare equal."""
    interval = None if value.startswith("lunar:") else interval_of(value)
    return _ZEROS.sub("", value) if interval is None else f"{interval.first}/{interval.last}"
