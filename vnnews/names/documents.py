"""What the rest of an article says of a syllable: a name that is plain in one place helps where it is not.

Each capitalised syllable gets, as bits of a column of features, the kinds of names that hold the same syllable
elsewhere in its text ("ông Soái" after "Nguyễn Công Soái"; Krishnan and Manning 2006 call such features non-local).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vnnews.names.labels import CLASSES
from vnnews.text.syllables import (
    PUNCT_SHAPES,
    SHAPE_LETTER,
    SHAPE_MIXED,
    SHAPE_PUNCT,
    SHAPE_TITLE,
    SHAPE_UPPER,
    Syllables,
)

COLUMN = "d"

_IS_CAPITAL = np.zeros(SHAPE_PUNCT + PUNCT_SHAPES, dtype=np.bool_)
_IS_CAPITAL[[SHAPE_TITLE, SHAPE_UPPER, SHAPE_LETTER, SHAPE_MIXED]] = True
_LONE, _LAST, _OTHER = range(3)
_BIT = {"LOC": 3, "ORG": 4, "LAW": 5, "EVENT": 5, "MISC": 5}
"""Bits: a person of one syllable, the last of a longer person, another of such; then places, bodies, other names."""

_BITS = 6
_TEXT = np.uint64(0x9E3779B97F4A7C15)


def evidence(batch: Syllables, tags: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Bits of each syllable, shape (syllables,).

    Args:
        batch: the syllables.
        tags: indices of LABELS, legal BIO, shape (syllables,).
    """
    bits = np.zeros(len(batch), dtype=np.uint64)
    capital = np.flatnonzero(_IS_CAPITAL[batch.shapes])
    kind = _kinds(tags)[capital]
    if not (kind >= 0).any():
        return bits
    text = np.searchsorted(batch.texts, batch.starts[capital], side="right").astype(np.uint64)
    with np.errstate(over="ignore"):
        _, same = np.unique(batch.hashes[capital] ^ (text * _TEXT), return_inverse=True)
    named = kind >= 0
    counts = np.zeros((int(same.max()) + 1, _BITS), dtype=np.int64)
    np.add.at(counts, (same[named], kind[named]), 1)
    elsewhere = counts[same]
    elsewhere[np.flatnonzero(named), kind[named]] -= 1
    bits[capital] = ((elsewhere > 0) << np.arange(_BITS)).sum(1).astype(np.uint64)
    return bits


def _kinds(tags: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bit that each syllable sets for its likes, -1 outside of names."""
    inside = (tags > 0) & (tags % 2 == 0)  # LABELS: O, then B and I of each class in turn
    goes_on = np.append(inside[1:], False)
    of_class = np.array([-1, *(_BIT.get(name, _LONE) for name in CLASSES for _ in "BI")])
    kinds = of_class[tags]
    person = kinds == _LONE
    kinds[person & (inside | goes_on)] = _OTHER
    kinds[person & inside & ~goes_on] = _LAST
    return kinds
