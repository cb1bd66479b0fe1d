"""Parts of speech of words: the tagger of syllables, with words as its rows."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnnews.tagging.features import Columns, lay_out
from vnnews.tagging.model import Model, load_model
from vnnews.text.sentences import Sentences
from vnnews.text.syllables import Syllables
from vnnews.words.lexicon import join, known_tags
from vnnews.words.segmenter import Words, shapes

LABELS = (
    *("NOUN/N", "NOUN/Nu", "NOUN/Ny", "NOUN/Nb", "PROPN/Np", "PROPN/Ny", "VERB/V", "AUX/V", "ADJ/A", "ADV/R"),
    *("PRON/P", "DET/L", "NUM/M", "ADP/E", "SCONJ/C", "CCONJ/CC", "PART/T", "INTJ/I", "PUNCT/CH", "SYM/CH", "X/X"),
)
"""Universal part of speech and tag of the VLSP set."""

BITS = 18
TEMPLATES = (
    *("w0", "w-1", "w1", "w-2", "w2", "w-1|w0", "w0|w1", "w-1|w1", "w-1|w0|w1"),
    *("s0", "s-1|s0", "s0|s1", "w0|s0", "w-1|s0", "w1|s0", "a0", "z0", "a0|s0", "z0|s0", "a1|w0", "z-1|w0"),
    *("t0", "t-1|t0", "t0|t1", "t-1|t0|t1", "t-1|t1", "t-2|t-1|t0", "t0|t1|t2"),
    *("t-1|w0", "t1|w0", "w-1|t0", "w1|t0", "t0|s0"),
    *("h0|s0", "e0|s0", "h0|e0", "h0|t-1", "e0|t1"),
)
MODEL = Path(__file__).parent.parent / "models" / "pos.npz"

_LONGEST = 8
"""Syllables of a word that count in its hash."""


@cache
def pos_model() -> Model:
    """The model that comes with vnnews."""
    return load_model(MODEL, LABELS)


def tag_words(
    batch: Syllables, sentences: Sentences, words: Words, model: Model | None = None
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Parts of speech of the words of a batch.

    Returns:
        The labels, "UPOS/tag", and the number of the label of each word, shape (words,).
    """
    model = pos_model() if model is None else model
    rows, spans = word_rows(batch, sentences, words)
    layout = lay_out(spans)
    tags = np.zeros(len(words), dtype=np.int64)
    tags[layout.syllable] = model.tag(rows, layout, own_columns(rows))
    return model.labels, tags


def word_rows(batch: Syllables, sentences: Sentences, words: Words) -> tuple[Syllables, Sentences]:
    """Words as rows that features can be made of, and the sentences over them.

    The heads and tails of the rows are the first and the last syllable of each word; its shape joins those of both
    and the number of syllables.
    """
    length = words.stop - words.first
    hashes = batch.hashes[words.first]
    for further in range(1, min(int(length.max(initial=1)), _LONGEST)):
        longer = np.flatnonzero(length > further)
        hashes[longer] = join(hashes[longer], batch.hashes[words.first[longer] + further])
    shape = shapes(batch, sentences)
    rows = replace(
        batch,
        starts=batch.starts[words.first],
        ends=batch.ends[words.stop - 1],
        hashes=hashes,
        heads=batch.hashes[words.first],
        tails=batch.hashes[words.stop - 1],
        shapes=(np.minimum(length, 3) << 16) | (shape[words.first] << 8) | shape[words.stop - 1],
        breaks=batch.breaks[words.first],
    )
    numbers = np.arange(len(sentences))
    first = np.searchsorted(words.sentence, numbers)
    stop = np.searchsorted(words.sentence, numbers, side="right")
    return rows, Sentences(first, stop, sentences.text)


def own_columns(rows: Syllables) -> Columns:
    """The columns of the task: the tags that a word, its first and its last syllable have in silver text."""
    known = known_tags()
    return {"t": known.values(rows.hashes), "h": known.values(rows.heads), "e": known.values(rows.tails)}
