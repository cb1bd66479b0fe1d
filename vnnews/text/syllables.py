"""Text -> syllables, vectorised: a batch of texts becomes a few arrays with one row per syllable.

A syllable is a run of letters and digits; each other visible character is a syllable of its own. Digits joined by a
single point or comma stay together ("1.200.000", "5,6", "26.5.2009"), so that a number is one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnnews.text.characters import DIGIT, LOWER, MARK, PUNCT, SPACE, UPPER, classify

BLOCK = 1 << 17
"""Characters worked on at once; it bounds memory and keeps the arrays in the processor's cache."""

(SHAPE_LOWER, SHAPE_TITLE, SHAPE_UPPER, SHAPE_LETTER, SHAPE_DIGITS, SHAPE_MIXED, SHAPE_PUNCT) = range(7)
"""Lower case, Title case, UPPER CASE, a single capital, digits, letters with digits, and from here on punctuation."""

_Columns = tuple[NDArray[Any], ...]
"""starts, ends, hashes, heads, tails, shapes"""

PUNCT_SHAPES = 57
_PRIME = 0x9E3779B97F4A7C15
_LINE_ENDS = ((0x0A, 0x0D), (0x1C, 0x1E), (0x2028, 0x2029))
_SEPARATORS = (ord("."), ord(","))


class Distinct(NamedTuple):
    """The different syllables of a batch, folded: what is asked of each of them is looked up once.

    Attributes:
        sample: index of one syllable of each, in the order of their hashes, shape (n,).
        same: which of them each syllable is, shape (syllables,).
    """

    sample: NDArray[np.int64]
    same: NDArray[np.int64]


@dataclass(frozen=True)
class Syllables:
    """One row per syllable of a batch.

    Attributes:
        text: the texts of the batch, one after another, each followed by two line feeds.
        codes: its code points, shape (len(text),).
        starts, ends: offsets of each syllable in ``text``.
        hashes: 64-bit hash of the folded syllable (no case, NFC = NFD, hoà = hòa).
        heads, tails: the same for its first two and its last two letters, tones aside.
        shapes: one of the SHAPE constants; punctuation has SHAPE_PUNCT plus a small hash of the character.
        breaks: whether a line ends between the syllable before and this one.
        texts: offset in ``text`` where each text of the batch begins, shape (texts + 1,).
    """

    text: str
    codes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    heads: NDArray[np.uint64]
    tails: NDArray[np.uint64]
    shapes: NDArray[np.int64]
    breaks: NDArray[np.bool_]
    texts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def distinct(self) -> Distinct:
        """The different syllables."""
        _, sample, same = np.unique(self.hashes, return_index=True, return_inverse=True)
        return Distinct(sample, same)

    def locate(self, offset: int) -> tuple[int, int]:
        """Which text of the batch an offset in ``text`` lies in, and where in that text."""
        index = int(self.texts.searchsorted(np.int64(offset), side="right")) - 1
        return index, offset - int(self.texts[index])


def _line_ends(codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Where lines end, by the characters at which ``str.splitlines`` cuts."""
    ends = codes == 0x85
    for first, last in _LINE_ENDS:
        ends |= codes - np.uint32(first) <= last - first  # what is below the first wraps around
    return np.flatnonzero(ends)


@cache
def _powers(bits: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The powers of the prime and of its inverse below 2**bits: short texts need few."""
    up, down = np.ones((2, 1 << bits), dtype=np.uint64)
    up[1:] = _PRIME
    down[1:] = pow(_PRIME, -1, 1 << 64)
    with np.errstate(over="ignore"):
        return np.cumprod(up), np.cumprod(down)


def syllabify(texts: Sequence[str]) -> Syllables:
    """Cut a batch of texts into syllables.

    Args:
        texts: any strings; lone surrogates, controls and empty strings included.

    Returns:
        The arrays over the whole batch.

    >>> batch = syllabify(["Hoà Bình: 1.200 xã"])
    >>> [batch.text[s:e] for s, e in zip(batch.starts, batch.ends)]
    ['Hoà', 'Bình', ':', '1.200', 'xã']
    """
    text = "".join(part + "\n\n" for part in texts)
    lengths = np.array([len(part) + 2 for part in texts], dtype=np.int64)
    firsts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    pieces = [_empty(), *(_block(codes[a:b], a) for a, b in _cuts(codes))]
    starts, ends, hashes, heads, tails, shapes = (np.concatenate(column) for column in zip(*pieces, strict=True))
    breaks = np.zeros(len(starts) + 1, dtype=np.bool_)
    breaks[np.searchsorted(starts, _line_ends(codes))] = True
    return Syllables(text, codes, starts, ends, hashes, heads, tails, shapes, breaks[:-1], firsts)


def syllable_hash(syllable: str) -> int:
    """The folded hash of one syllable, as :class:`Syllables` has it.

    >>> syllable_hash("HOÀ") == syllable_hash("hòa")
    True
    """
    batch = syllabify([syllable])
    if len(batch) != 1:
        raise ValueError(f"not one syllable: {syllable!r}")
    return int(batch.hashes[0])


def _cuts(codes: NDArray[np.uint32]) -> list[tuple[int, int]]:
    """Bounds of blocks of at most BLOCK characters, cut at a space or line feed where there is one."""
    cuts, begin = [], 0
    while begin < len(codes):
        end = min(begin + BLOCK, len(codes))
        if end < len(codes):
            window = codes[begin:end]
            spaces = np.flatnonzero((window == 32) | (window == 10))
            if len(spaces):
                end = begin + int(spaces[-1]) + 1
        cuts.append((begin, end))
        begin = end
    return cuts


def _empty() -> _Columns:
    return tuple(np.zeros(0, kind) for kind in (np.int64, np.int64, np.uint64, np.uint64, np.uint64, np.int64))


def _block(codes: NDArray[np.uint32], offset: int) -> _Columns:
    kinds, values, tones = classify(codes)
    marks = kinds == MARK
    if marks.any():  # a mark takes the class of what stands before it; after a space it is invisible
        before = np.maximum.accumulate(np.where(marks, -1, np.arange(len(kinds))))
        kinds = np.where(before >= 0, kinds[before], SPACE).astype(np.uint8)
    word = (kinds == LOWER) | (kinds == UPPER) | (kinds == DIGIT)
    punct = kinds == PUNCT
    if len(codes) > 2:
        joint = np.flatnonzero((codes == _SEPARATORS[0]) | (codes == _SEPARATORS[1]))
        joint = joint[(joint > 0) & (joint < len(codes) - 1)]
        joint = joint[(kinds[joint - 1] == DIGIT) & (kinds[joint + 1] == DIGIT)]
        word[joint] = True
        punct[joint] = False
        kinds[joint] = DIGIT
    own = punct & ~marks  # a mark after punctuation stays with it
    begin = own.copy()
    begin[0] |= word[0]
    begin[1:] |= word[1:] & ~word[:-1]
    finish = np.zeros_like(begin)
    inside = word | punct
    finish[-1] = inside[-1]
    finish[:-1] = inside[:-1] & (begin[1:] | ~inside[1:])
    starts = np.flatnonzero(begin)
    ends = np.flatnonzero(finish) + 1
    if not len(starts):
        return _empty()
    return (starts + offset, ends + offset, *_describe(codes, kinds, values, tones, marks, starts, ends))


def _describe(
    codes: NDArray[np.uint32],
    kinds: NDArray[np.uint8],
    values: NDArray[np.uint64],
    tones: NDArray[np.uint64],
    marks: NDArray[np.bool_],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> _Columns:
    up, down = _powers((len(codes) + 1).bit_length())
    zero = np.zeros(1, np.uint64)
    if marks.any():  # a mark counts at the place of its letter
        places = np.maximum(np.cumsum(~marks) - 1, 0)
        letters = np.concatenate([np.flatnonzero(~marks), [len(codes)]])
        first, last = (np.cumsum(~marks) - 1)[starts], np.concatenate([[0], np.cumsum(~marks)])[ends]
    else:
        places = np.arange(len(codes))
        letters = np.arange(len(codes) + 1)
        first, last = starts, ends
    with np.errstate(over="ignore"):
        sums = np.concatenate([zero, np.cumsum(values * up[places])])
        tone = np.concatenate([zero, np.cumsum(tones)])
        hashes = (sums[ends] - sums[starts]) * down[first] + (tone[ends] - tone[starts])
        head = np.minimum(first + 2, last)
        heads = (sums[letters[head]] - sums[starts]) * down[first]
        tail = np.maximum(last - 2, first)
        tails = (sums[ends] - sums[letters[tail]]) * down[tail]
    capitals = np.concatenate([[0], np.cumsum((kinds == UPPER) & ~marks)])
    numerals = np.concatenate([[0], np.cumsum((kinds == DIGIT) & ~marks)])
    marked = np.concatenate([[0], np.cumsum(marks)])
    length = ends - starts - (marked[ends] - marked[starts])
    upper = capitals[ends] - capitals[starts]
    digits = numerals[ends] - numerals[starts]
    initial = kinds[starts]
    shapes = np.full(len(starts), SHAPE_LOWER, dtype=np.int64)
    shapes[initial == UPPER] = SHAPE_TITLE
    shapes[(upper == length) & (length > 1)] = SHAPE_UPPER
    shapes[(upper == length) & (length == 1)] = SHAPE_LETTER
    shapes[digits == length] = SHAPE_DIGITS
    shapes[(digits > 0) & (digits < length)] = SHAPE_MIXED
    own = initial == PUNCT
    shapes[own] = SHAPE_PUNCT + codes[starts[own]] % PUNCT_SHAPES
    return hashes, heads, tails, shapes
