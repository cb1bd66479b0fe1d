"""Do the numbers agree? Sums of parts against the whole, stated against computed percentages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import regex

from vnnews.article import Check, Fact
from vnnews.numbers.composition import Breakdown, Composition, Share, size, total
from vnnews.numbers.drafts import Draft
from vnnews.numbers.words import Words
from vnnews.text.folding import fold
from vnnews.text.numerals import GLUED_SCALES, SCALES

_DECIMALS = regex.compile(r"[0-9],(?P<comma>[0-9]+)|[0-9]\.(?P<point>[0-9]{1,2})(?![0-9])")
_PLAUSIBLE = 2
"""How far, in points, a percentage may be off and still be taken as a share of what stands beside it."""


def check(composition: Composition, words: Words, fact: Callable[[Draft], Fact]) -> list[Check]:
    """The checks of one text, in order of what they are about."""
    found = [
        made
        for made in (
            *(_sum(breakdown, words, fact) for breakdown in composition.breakdowns),
            *(_percent(share, words, fact) for share in composition.shares),
        )
        if made is not None
    ]
    return sorted(found, key=lambda made: made.facts[0].start)


def _sum(breakdown: Breakdown, words: Words, fact: Callable[[Draft], Fact]) -> Check | None:
    if not breakdown.claimed or len(breakdown.parts) < 2:
        return None
    whole, parts = breakdown.whole, breakdown.parts
    stated = size(whole)
    computed = total(parts)
    slack = sum((rounding(made, words) for made in (whole, *parts)), start=Decimal(0))
    if any(made.approximation is not None for made in (whole, *parts)):
        slack += abs(Decimal(stated)) / 20
    ok = abs(Decimal(computed) - Decimal(stated)) <= slack
    if not ok and not 0.5 < Decimal(computed) / Decimal(stated) < 1.5:
        return None  # so far off that the list is of something else
    return Check(kind="sum", facts=(fact(whole), *map(fact, parts)), stated=stated, computed=computed, ok=ok)


def _percent(share: Share, words: Words, fact: Callable[[Draft], Fact]) -> Check | None:
    part, stated = Decimal(share.part.value), Decimal(share.stated.value)
    whole = share.part.upper if share.whole is None else share.whole.value
    if not whole:
        return None
    computed = 100 * part / Decimal(whole)
    slack = rounding(share.stated, words)
    owners = (share.part,) if share.whole is None else (share.part, share.whole)
    for owner in owners:
        if owner.value:
            slack += computed * rounding(owner, words) / abs(Decimal(owner.value))
    if any(made.approximation is not None for made in (*owners, share.stated)):
        slack += max(computed / 20, rounding(share.stated, words))
    off = abs(computed - stated)
    if not share.certain and off > _PLAUSIBLE:
        return None
    facts = (fact(share.part), *(() if share.whole is None else (fact(share.whole),)), fact(share.stated))
    return Check(kind="percent", facts=facts, stated=share.stated.value, computed=round(computed, 4), ok=off <= slack)


def rounding(made: Draft, words: Words) -> Decimal:
    """Half a unit of the last digit written: 0.05 for "5,3%", half a million for "12 triệu", 0 for a plain integer."""
    text = fold(words.text[words.starts[made.first] : words.ends[made.last]])
    scale = 1
    for word in text.split():
        scale *= SCALES.get(word, 1)
    glued = regex.search(r"[0-9](k|tr)$", text)
    if glued is not None:
        scale *= GLUED_SCALES[glued[1]]
    decimals = _DECIMALS.search(text)
    digits = len(decimals["comma"] or decimals["point"]) if decimals is not None else 0
    if not digits and scale == 1 and made.kind != "percent":
        return Decimal(0)
    return Decimal(scale) / 2 / Decimal(10) ** digits
