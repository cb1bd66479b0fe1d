"""Commas that group thousands, as in English, told from Vietnamese decimals by what stands around them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import regex

from vnnews.numbers.drafts import Draft
from vnnews.numbers.words import Words

_EITHER = regex.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_GROUPED = regex.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,4}")
_WHOLE_ONLY = ("VND", "JPY", "KRW", "LAK", "KHR", "IDR")
"""Currencies of which nobody counts thousandths."""


def read_separators(drafts: Iterable[Draft], words: Words) -> None:
    """Turn 1,200 into 1200 where it can only be that, and where the text groups other thousands so; in place.

    It can only be that where things or people are counted ("1,200 thùng") and with money of no small change
    ("25,000 đồng"). One such number, or one like 1,200,000, decides for the whole text.
    """
    open_ones: list[Draft] = []
    english = False
    for made in drafts:
        if made.scaled or made.kind in ("percent", "ordinal", "age", "score"):
            continue
        grouped = isinstance(made.value, int) and made.value >= 10**6 and _GROUPED.fullmatch(words.raw(made.first))
        if grouped:
            english = True
        elif isinstance(made.value, Decimal) and _EITHER.fullmatch(words.raw(made.first)) and made.upper is None:
            open_ones.append(made)
            english |= made.unit in _WHOLE_ONLY or (
                made.kind == "count" and made.of is not None and _things(made, words)
            )
    for made in open_ones if english else ():
        made.value *= 1000
        made.value = int(made.value)
        made.rules += ("English thousands",)


def _things(made: Draft, words: Words) -> bool:
    """Whether what is counted comes whole; points and the like do not."""
    return made.of is not None and words.folded[made.of[0]] not in ("điểm", "lần", "bàn", "hệ")
