"""How exactly a number is written."""

from __future__ import annotations

from decimal import Decimal

import regex

from vnnews.numbers.drafts import Draft
from vnnews.numbers.words import Words
from vnnews.text.folding import fold
from vnnews.text.numerals import GLUED_SCALES, SCALES

_DECIMALS = regex.compile(r"[0-9],(?P<comma>[0-9]++)|[0-9]\.(?P<point>[0-9]{1,2})(?![0-9])")
_GLUED = regex.compile(r"[0-9](k|tr)$")


def rounding(made: Draft, words: Words) -> Decimal:
    """Half a unit of the last digit written: 0.05 for "5,3%", half a million for "12 triệu", 0 for a plain integer."""
    text = fold(words.text[words.starts[made.first] : words.ends[made.last]])
    scale = 1
    for word in text.split():
        scale *= SCALES.get(word, 1)
    glued = _GLUED.search(text)
    if glued is not None:
        scale *= GLUED_SCALES[glued[1]]
    decimals = _DECIMALS.search(text)
    digits = len(decimals["comma"] or decimals["point"]) if decimals is not None else 0
    if not digits and scale == 1 and made.kind != "percent":
        return Decimal(0)
    return Decimal(scale) / 2 / Decimal(10) ** digits
