"""The stages: how long each takes inside an analysis, and three of them alone."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from unittest.mock import patch

from vnnews import analyzer
from vnnews import times as times_stage
from vnnews.bench.timing import seconds_of
from vnnews.names import fast_tagger, find_names
from vnnews.text.batches import batches
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify
from vnnews.words import segment

HOSTILE_SIZES = (10_000, 100_000, 1_000_000)

STAGES = {
    "page": "read_page",
    "syllables": "syllabify",
    "sentences": "split_sentences",
    "symbols": "symbolise",
    "names": "find_names",
    "roles": "find_roles",
    "times": "tag_times",
    "numbers": "tag_numbers",
    "objects and places": "assemble",
}
"""The functions that :mod:`vnnews.analyzer` calls, by what they do."""


def stage_seconds(run: Callable[[], object]) -> dict[str, float]:
    """Share of each stage, of 1, while something is analysed; what is left over is "other"."""
    spent = dict.fromkeys(STAGES, 0.0)

    def timed(stage: str, work: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **kwargs: object) -> object:
            begin = time.process_time()
            try:
                return work(*args, **kwargs)
            finally:
                spent[stage] += time.process_time() - begin

        return wrapped

    wrapped = {name: timed(stage, getattr(analyzer, name)) for stage, name in STAGES.items()}
    with patch.multiple(analyzer, **wrapped):
        total = seconds_of(run)
    shares = {stage: seconds / total for stage, seconds in spent.items()}
    return {**shares, "other": 1 - sum(shares.values())}


def tag_names(texts: Sequence[str]) -> Callable[[], object]:
    """The names alone, from the text on."""

    def work(batch: list[str]) -> None:
        symbols = symbolise(syllabify(batch))
        find_names(symbols, split_sentences(symbols.syllables), fast_tagger())

    return lambda: [work(batch) for batch in batches(texts, len)]


def tag_words(texts: Sequence[str]) -> Callable[[], object]:
    """The words alone, from the text on."""

    def work(batch: list[str]) -> None:
        syllables = syllabify(batch)
        segment(syllables, split_sentences(syllables))

    return lambda: [work(batch) for batch in batches(texts, len)]


def tag_times(texts: Sequence[str]) -> Callable[[], object]:
    """The times alone, from symbols that are made beforehand: the other stages use them too."""
    made = [symbolise(syllabify(batch)) for batch in batches(texts, len)]
    ready = [(symbols, split_sentences(symbols.syllables)) for symbols in made]
    return lambda: [times_stage.tag_times(*stage, [None] * (len(stage[0].syllables.texts) - 1)) for stage in ready]


def hostile_seconds() -> dict[int, float]:
    """Seconds a megabyte that the times take on pieces of dates in any order, by characters."""
    return {size: seconds_of(tag_times([_hostile(size)])) / size * 1e6 for size in HOSTILE_SIZES}


def _hostile(size: int) -> str:
    """Pieces of dates in any order, the same at each run."""
    order = random.Random(size)
    pieces = ("ngày ", "tháng ", "năm ", "/", "-", " ", *"0123456789")
    return "".join(order.choices(pieces, k=size))[:size]
