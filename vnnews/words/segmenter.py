"""Syllables -> words: what is fixed by form, and for the rest the trained tagger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnnews.tagging.features import Columns, lay_out
from vnnews.tagging.model import Model, load_model
from vnnews.tagging.viterbi import viterbi
from vnnews.text.sentences import ABBREVIATIONS, Sentences
from vnnews.text.syllables import (
    SHAPE_DIGITS,
    SHAPE_LETTER,
    SHAPE_LOWER,
    SHAPE_PUNCT,
    SHAPE_TITLE,
    SHAPE_UPPER,
    Syllables,
    syllabify,
)
from vnnews.words.lexicon import lexicon
from vnnews.words.whole import find_whole

LABELS = ("B", "I")
"""A syllable begins a word or goes on in it."""

BITS = 19
TEMPLATES = (
    *("w0", "w-1", "w1", "w-2", "w2"),
    *("w-1|w0", "w0|w1", "w-2|w-1", "w1|w2", "w-2|w-1|w0", "w-1|w0|w1", "w0|w1|w2"),
    *("s0", "s-1|s0", "s0|s1", "s-1|s0|s1", "s-2|s-1|s0|s1", "w-1|s0", "s-1|w0", "w-1|w0|s-1|s0"),
    *("z-1|a0", "a-1|z0"),
    *("r0", "r-1|r0", "r0|r1", "r-1|r0|r1"),
    *("k0", "k-1|k0", "k0|k1", "k-1|k0|k1", "w0|k0", "w-1|k0", "k0|s-1|s0", "k0|r0", "k0|k1|r0", "k-1|k0|r0"),
    *("l0", "l-1|l0", "l0|l1", "l-1|l0|l1", "k0|l0", "k0|l0|l1", "k0|l-1|l0"),
)
MODEL = Path(__file__).parent.parent / "models" / "words.npz"

FREE, BEGINS, GOES_ON = range(3)
"""What is known of a syllable before the tagger is asked."""

_PLAIN_FROM = 4
"""Syllables of a sentence without any diacritic from which on it is taken to be written without them."""

_LAST_BARE, _PUNCTUATION = 0xBF, 0x2000  # between them stand the letters and marks that diacritics need
_CERTAIN = np.float32(1e4)
_HYPHENS = [ord(c) for c in "-‐‑"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a batch, one row each, in order.

    Attributes:
        first: index of the first syllable.
        stop: index after the last syllable.
        sentence: which sentence the word stands in.
    """

    first: NDArray[np.int64]
    stop: NDArray[np.int64]
    sentence: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.first)


@cache
def words_model() -> Model:
    """The model that comes with vnnews."""
    return load_model(MODEL, LABELS)


def segment(
    batch: Syllables,
    sentences: Sentences,
    names: Iterable[tuple[int, int]] = (),
    model: Model | None = None,
) -> Words:
    """Find the words of a batch.

    Args:
        batch: the syllables.
        sentences: their sentences; syllables outside of them are in no word.
        names: spans that are one word each, as (first syllable, index after the last), inside sentences.
        model: instead of the one that comes with vnnews.

    >>> from vnnews.text.sentences import split_sentences
    >>> batch = syllabify(["Học sinh thành phố học trực tuyến."])
    >>> words = segment(batch, split_sentences(batch))
    >>> [batch.text[batch.starts[a]:batch.ends[b - 1]] for a, b in zip(words.first, words.stop)]
    ['Học sinh', 'thành phố', 'học', 'trực tuyến', '.']
    """
    model = words_model() if model is None else model
    layout = lay_out(sentences)
    known = fixed(batch, sentences, names)
    scores = model.emissions(batch, layout, own_columns(batch, sentences))
    at = known[layout.syllable]
    scores[at == BEGINS, 0] += _CERTAIN
    scores[at == GOES_ON, 1] += _CERTAIN
    tags = viterbi(scores, layout.lengths, model.transitions, model.initial)
    begins = layout.syllable[(tags == 0) | (at == BEGINS)]
    last = np.append(begins[1:], 0)
    sentence = np.searchsorted(sentences.first, begins, side="right") - 1
    stop = np.minimum(np.where(last > 0, last, len(batch)), sentences.stop[sentence])
    return Words(begins, stop, sentence)


def fixed(batch: Syllables, sentences: Sentences, names: Iterable[tuple[int, int]] = ()) -> NDArray[np.int8]:
    """What is known of each syllable by its form: FREE, BEGINS or GOES_ON, shape (syllables,)."""
    count = len(batch)
    known = np.zeros(count + 1, dtype=np.int8)
    punct = batch.shapes >= SHAPE_PUNCT
    code = np.where(punct, batch.codes[batch.starts], 0)
    joined = np.zeros(count + 1, dtype=np.bool_)
    joined[1:-1] = batch.starts[1:] == batch.ends[:-1]
    letters = np.concatenate([[False], batch.shapes < SHAPE_DIGITS, [False]])
    inside = np.isin(code, _HYPHENS) & joined[:-1] & joined[1:] & letters[:-2] & letters[2:]
    mark = punct & ~inside  # a hyphen between letters is left to the tagger: "cà-rem", "kinh tế-xã hội"
    known[:-1][mark] = BEGINS
    known[1:][mark] = BEGINS
    known[np.flatnonzero(_ends_abbreviation(batch, sentences, code, joined))] = GOES_ON
    known[sentences.first] = BEGINS
    first, stop = find_whole(batch)
    known[first] = BEGINS
    known[stop] = BEGINS
    known[_ranges(first + 1, stop)] = GOES_ON
    for begin, end in names:
        if known[begin] != GOES_ON:
            known[begin] = BEGINS
            known[begin + 1 : end] = GOES_ON
            known[end] = known[end] or BEGINS
    known[sentences.first] = BEGINS
    return known[:-1]


@cache
def _abbreviations() -> NDArray[np.uint64]:
    return np.unique(syllabify([a for a in ABBREVIATIONS if a.isalnum()]).hashes)


def _ends_abbreviation(
    batch: Syllables, sentences: Sentences, code: NDArray[np.uint32], joined: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether the syllable is the point of "TP." or of an initial, inside a sentence."""
    out: NDArray[np.bool_] = (code == ord(".")) & joined[:-1]
    out[1:] &= ((batch.shapes == SHAPE_LETTER) | _known_capitals(batch))[:-1]
    out[:1] = False
    out[sentences.stop - 1] = False
    return out


def _known_capitals(batch: Syllables) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = np.isin(batch.hashes, _abbreviations()) & (batch.shapes != SHAPE_LOWER)
    return known


def own_columns(batch: Syllables, sentences: Sentences) -> Columns:
    """The columns of the task: those of the lexicon, and shapes that say nothing where all is in capitals."""
    plain, capitals = _writing(batch, sentences)
    return {"s": _shapes(batch, capitals).astype(np.uint64), **lexicon().columns(batch, plain)}


def shapes(batch: Syllables, sentences: Sentences) -> NDArray[np.int64]:
    """Shapes of the syllables; in a sentence all in capitals they say nothing and are those of lower case."""
    return _shapes(batch, _writing(batch, sentences)[1])


def _shapes(batch: Syllables, capitals: NDArray[np.bool_]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = np.where(capitals & (batch.shapes <= SHAPE_LETTER), SHAPE_LOWER, batch.shapes)
    return found


def _writing(batch: Syllables, sentences: Sentences) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each syllable stands in a sentence without diacritics, and in one that is all capitals."""
    lengths = sentences.stop - sentences.first
    letters = batch.shapes < SHAPE_DIGITS
    accented = np.concatenate([[0], np.cumsum((batch.codes > _LAST_BARE) & (batch.codes < _PUNCTUATION))])
    accents = accented[batch.ends[sentences.stop - 1]] - accented[batch.starts[sentences.first]]
    small = (batch.shapes == SHAPE_LOWER) | (batch.shapes == SHAPE_TITLE)
    per_sentence = [_sums(which, sentences) for which in (letters, small, letters & (batch.shapes == SHAPE_UPPER))]
    many, lower, upper = per_sentence
    plain, capitals = np.zeros((2, len(batch)), dtype=np.bool_)
    inside = _ranges(sentences.first, sentences.stop)
    plain[inside] = np.repeat((accents == 0) & (many >= _PLAIN_FROM), lengths)
    capitals[inside] = np.repeat((lower == 0) & (upper > 1), lengths)
    return plain, capitals


def _sums(which: NDArray[np.bool_], sentences: Sentences) -> NDArray[np.int64]:
    sums = np.concatenate([[0], np.cumsum(which)])
    counted: NDArray[np.int64] = sums[sentences.stop] - sums[sentences.first]
    return counted


def _ranges(first: NDArray[np.int64], stop: NDArray[np.int64]) -> NDArray[np.int64]:
    """All indices from each first up to its stop, one after another."""
    lengths = stop - first
    done = np.cumsum(lengths)
    total = int(done[-1]) if len(done) else 0
    indices: NDArray[np.int64] = np.arange(total) + np.repeat(first - (done - lengths), lengths)
    return indices
