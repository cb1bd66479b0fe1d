"""What each code point is: its class, its folded letter, its tone.

A Vietnamese syllable folds to the sum of its letters (each at its place) and of its tone (at no place). Upper and
lower case, composed and decomposed writing (NFC, NFD), and both habits of placing the tone mark (hòa, hoà) thus give
the same sum, with no look at the neighbours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnnews.text.arrays import distinct

SPACE, LOWER, UPPER, DIGIT, PUNCT, MARK = range(6)
"""Classes of code points; a MARK belongs to the letter before it (combining marks, joiners, soft hyphens)."""

TABLE_SIZE = 0x3000
"""Code points below it are looked up in tables; others, rare in news, are classed as they come."""

_TONES = {"\u0300": 1, "\u0301": 2, "\u0303": 3, "\u0309": 4, "\u0323": 5}
_QUALITIES = {"\u0302": 1 << 21, "\u0306": 2 << 21, "\u031b": 3 << 21}
_TONE_VALUE = 0x5851F42D4C957F2D
_SAME_LETTER = {"Ð": "đ", "ð": "đ", "Đ": "đ"}


class Character(NamedTuple):
    """``kind`` is the class, ``value`` what the code point adds to a folded hash, and ``tone`` its tone (0-5)."""

    kind: int
    value: int
    tone: int


@cache
def character(code: int) -> Character:
    """Classify one code point.

    >>> character(ord("ố")) == character(ord("Ố"))._replace(kind=LOWER)
    True
    """
    char = chr(code)
    category = unicodedata.category(char)
    if char in _TONES:
        return Character(MARK, 0, _TONES[char])
    if char in _QUALITIES:
        return Character(MARK, _QUALITIES[char], 0)
    if category[0] == "M":
        return Character(MARK, (1 + (code & 0xFFF)) << 24, 0)
    if category == "Cf":
        return Character(MARK, 0, 0)
    if char.isspace() or category[0] in "ZC":
        return Character(SPACE, 0, 0)
    kind = UPPER if char.isupper() else DIGIT if char.isdecimal() else LOWER if char.isalnum() else PUNCT
    if kind not in (LOWER, UPPER):
        return Character(kind, code + 1, 0)
    folded = _SAME_LETTER.get(char) or char.lower()
    pieces = unicodedata.normalize("NFD", folded[0])
    marks = [character(ord(piece)) for piece in pieces[1:]]
    return Character(kind, ord(pieces[0]) + 1 + sum(mark.value for mark in marks), sum(mark.tone for mark in marks))


_PAGE = 64
_UNKNOWN = 255


class _Tables:
    """What is known of the code points below TABLE_SIZE: pages of them, each made when a text has one of its own."""

    def __init__(self) -> None:
        self.kinds = np.full(TABLE_SIZE, _UNKNOWN, dtype=np.uint8)
        self.values = np.zeros(TABLE_SIZE, dtype=np.uint64)
        self.tones = np.zeros(TABLE_SIZE, dtype=np.uint64)

    def fill(self, codes: NDArray[np.uint32]) -> None:
        """Make known what stands beside some code points."""
        for first in (distinct(codes // _PAGE) * _PAGE).tolist():
            here = slice(first, first + _PAGE)
            kinds, values, tones = _rows(range(first, first + _PAGE))
            self.values[here], self.tones[here] = values, tones
            self.kinds[here] = kinds  # last, for threads


_TABLES = _Tables()


def classify(
    codes: NDArray[np.uint32],
) -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.uint64]]:
    """Class, folded value and tone value of each code point.

    Args:
        codes: code points, shape (n,).

    Returns:
        Three arrays of shape (n,): classes, letter values, tone values (already weighted for the hash).
    """
    small = np.minimum(codes, TABLE_SIZE - 1)
    kinds = _TABLES.kinds[small]
    unknown = kinds == _UNKNOWN
    if unknown.any():
        _TABLES.fill(small[unknown])
        kinds = _TABLES.kinds[small]
    values, tones = _TABLES.values[small], _TABLES.tones[small]
    rare = np.flatnonzero(codes >= TABLE_SIZE)
    if len(rare):
        found, where = np.unique(codes[rare], return_inverse=True)
        kinds[rare], values[rare], _ = (column[where] for column in _rows(found.tolist()))
        tones[rare] = 0
    return kinds, values, tones


def _rows(codes: Iterable[int]) -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.uint64]]:
    kinds, values, tones = zip(*map(character, codes), strict=True)
    with np.errstate(over="ignore"):
        weighted = np.array(tones, dtype=np.uint64) * np.uint64(_TONE_VALUE)
    return np.array(kinds, dtype=np.uint8), np.array(values, dtype=np.uint64), weighted
