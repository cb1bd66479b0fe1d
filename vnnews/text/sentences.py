"""Syllables -> sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vnnews.text.arrays import distinct
from vnnews.text.syllables import (
    PUNCT_SHAPES,
    SHAPE_DIGITS,
    SHAPE_LETTER,
    SHAPE_LOWER,
    SHAPE_MIXED,
    SHAPE_PUNCT,
    SHAPE_TITLE,
    SHAPE_UPPER,
    Syllables,
    syllabify,
)

ABBREVIATIONS = [
    "TP",
    "Tp",
    "T.P",
    "TX",
    "TT",
    "Q",
    "P",
    "H",
    "F",
    "Đ",
    "Th",
    "ThS",
    "Ths",
    "TS",
    "GS",
    "PGS",
    "BS",
    "KS",
    "LS",
    "NSND",
    "NSƯT",
    "NS",
    "CN",
    "ThD",
    "PhD",
    "Dr",
    "Mr",
    "Mrs",
    "Ms",
    "St",
    "Jr",
    "Sr",
    "Prof",
    "No",
    "Nxb",
    "NXB",
    "Tr",
    "tr",
    "Vol",
    "vs",
    "Inc",
    "Ltd",
    "Co",
    "Corp",
    "đ/c",
    "tel",
    "Tel",
    "ĐT",
    "Fax",
    "Bp",
    "CT",
    "CTV",
    "PV",
    "BTV",
    "HS",
    "SV",
    "TGĐ",
    "GĐ",
    "PGĐ",
    "KTS",
    "DS",
]
"""After them a point ends no sentence when something follows on the same line."""

_ENDERS, _CLOSERS, _OPENERS, _DASHES = ".?!…", "\"'”’»)]}", "\"'“‘«([{•*", "-–—"
_ENDER, _CLOSER, _OPENER, _DASH = 1, 2, 4, 8
_LIST_DIGITS = 2
"""Digits of the number of an item inside a line: "Vốn đã có. 2. Đất còn thiếu."."""
_INITIAL_SHAPES = (SHAPE_TITLE, SHAPE_UPPER, SHAPE_LETTER, SHAPE_DIGITS, SHAPE_MIXED)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of a batch, one row each.

    Attributes:
        first: index of the first syllable.
        stop: index after the last syllable.
        text: which text of the batch it belongs to.
    """

    first: NDArray[np.int64]
    stop: NDArray[np.int64]
    text: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.first)


@cache
def _roles() -> NDArray[np.uint8]:
    """What characters do around the end of a sentence, as bits, by code point; the last entry stands for all others."""
    found = np.zeros(max(map(ord, _ENDERS + _CLOSERS + _OPENERS + _DASHES)) + 2, dtype=np.uint8)
    for bit, characters in ((_ENDER, _ENDERS), (_CLOSER, _CLOSERS), (_OPENER, _OPENERS), (_DASH, _DASHES)):
        found[list(map(ord, characters))] |= bit
    return found


@cache
def _is_initial() -> NDArray[np.bool_]:
    """Whether a shape can begin a sentence."""
    found = np.zeros(SHAPE_PUNCT + PUNCT_SHAPES, dtype=np.bool_)
    found[list(_INITIAL_SHAPES)] = True
    return found


@cache
def _abbreviation_hashes() -> NDArray[np.uint64]:
    return distinct(syllabify([a for a in ABBREVIATIONS if a.isalnum()]).hashes)


def sentences_at(batch: Syllables, bounds: Iterable[tuple[int, int]]) -> Sentences:
    """Sentences that are known already; those without any syllable are left out.

    Args:
        batch: the syllables.
        bounds: offsets (start, end) of each sentence in ``batch.text``, in order.
    """
    at = np.array(list(bounds), dtype=np.int64).reshape(-1, 2)
    first, stop = np.searchsorted(batch.starts, at.T)
    full = stop > first
    return Sentences(first[full], stop[full], np.searchsorted(batch.texts, at[full, 0], side="right") - 1)


def split_sentences(batch: Syllables) -> Sentences:
    """Find the sentences of a batch.

    A line ends a sentence. Inside a line, ".", "?", "!" and "…" end one, with the quotes and brackets that close
    after them, when what follows can begin one (a capital, a digit, an opening quote or a dash) and what stands
    before a point is no abbreviation or initial.

    >>> batch = syllabify(["GS.TS. Lê Văn A ở TP. Vinh. Ông nói: “Đúng!”. Hết"])
    >>> found = split_sentences(batch)
    >>> [batch.text[batch.starts[a]:batch.ends[b - 1]] for a, b in zip(found.first, found.stop)]
    ['GS.TS. Lê Văn A ở TP. Vinh.', 'Ông nói: “Đúng!”.', 'Hết']
    """
    count = len(batch)
    if not count:
        return Sentences(*np.zeros((3, 0), dtype=np.int64))
    starts_one = batch.breaks.copy()
    starts_one[0] = True
    punct = batch.shapes >= SHAPE_PUNCT
    code = np.where(punct, batch.codes[batch.starts], 0)
    roles = _roles()
    role = roles[np.minimum(code, len(roles) - 1)]
    ender, closer = role & _ENDER > 0, role & _CLOSER > 0
    spaced = np.ones(count + 1, dtype=np.bool_)
    spaced[1:-1] = (batch.starts[1:] > batch.ends[:-1]) | batch.breaks[1:]
    # the place after a terminator and whatever closes right behind it
    tail = ender.copy()
    for _ in range(3):
        grown = tail.copy()
        grown[1:] |= tail[:-1] & (closer | ender)[1:] & ~spaced[1:-1]
        if (grown == tail).all():
            break
        tail = grown
    tail |= _stray_quotes(batch, code, tail, spaced)
    last = np.flatnonzero(tail[:-1] & ~tail[1:])
    last = last[spaced[last + 1]]
    following = last + 1
    dash = role[following] & _DASH > 0  # after a dash the word behind it tells
    following = np.where(dash, np.minimum(following + 1, count - 1), following)
    able = _is_initial()[batch.shapes[following]] | (role[following] & _OPENER > 0)
    starts_one[last[able & ~_abbreviated(batch, code, tail, last)] + 1] = True
    first = np.flatnonzero(starts_one)
    stop = np.append(first[1:], count)
    return Sentences(first, stop, np.searchsorted(batch.texts, batch.starts[first], side="right") - 1)


def _stray_quotes(
    batch: Syllables, code: NDArray[np.uint32], tail: NDArray[np.bool_], spaced: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether a straight quote with space on both sides closes what the sentence before it opened: 'Đúng! " Họ đi.'"""
    quotes = code == ord('"')
    out: NDArray[np.bool_] = quotes & spaced[:-1] & spaced[1:] & ~batch.breaks
    out[1:] &= tail[:-1]
    out[:1] = False
    ends_line = np.append(batch.breaks[1:], True)
    before = np.cumsum(quotes) - quotes
    line = np.maximum.accumulate(np.where(batch.breaks, np.arange(len(batch)), 0))
    out &= ends_line | ((before - before[line]) % 2 == 1)
    return out


def _abbreviated(
    batch: Syllables, code: NDArray[np.uint32], tail: NDArray[np.bool_], last: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether the point at ``last`` belongs to an abbreviation, an initial or a list number."""
    before = np.maximum(last - 1, 0)
    point = (code[last] == ord(".")) & (batch.ends[before] == batch.starts[last]) & (last > 0)
    shape = batch.shapes[before]
    hashes, abbreviations = batch.hashes[before], _abbreviation_hashes()
    place = np.minimum(np.searchsorted(abbreviations, hashes), len(abbreviations) - 1)
    known = (abbreviations[place] == hashes) & (shape != SHAPE_LOWER)
    opens = np.zeros(len(last), dtype=np.bool_)
    earlier = np.maximum(last - 2, 0)
    opens |= batch.breaks[before] | (last == 1)
    initial = (shape == SHAPE_LETTER) & (
        (code[earlier] == ord("."))
        | (batch.shapes[earlier] == SHAPE_TITLE)
        | (batch.shapes[earlier] == SHAPE_LETTER)
        | opens
    )
    short = batch.ends[before] - batch.starts[before] <= _LIST_DIGITS
    number = (opens | (tail[earlier] & short)) & (shape == SHAPE_DIGITS)
    abbreviated: NDArray[np.bool_] = point & (known | initial | number)
    return abbreviated
