"""Do the numbers agree? Sums against the whole, percentages against their shares, changes against from and to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from vnnews.article import Check, Fact, Number
from vnnews.numbers.breakdowns import Breakdown, total
from vnnews.numbers.changes import Movement
from vnnews.numbers.composition import Composition, Share
from vnnews.numbers.drafts import Draft
from vnnews.numbers.rounding import rounding
from vnnews.numbers.words import Words

_A_QUARTER = Decimal("0.25")
_FAR_FROM_HUNDRED = 10
"""Points by which shares may miss a hundred and still claim to be all of it."""
_PLAUSIBLE = 2
"""How far, in points, a percentage may be off and still be taken as a share of what stands beside it."""


def check(
    composition: Composition, movements: Sequence[Movement], words: Words, fact: Callable[[Draft], Fact]
) -> list[Check]:
    """The checks of one text, in order of what they are about."""
    found = [
        *(_sum(breakdown, words, fact) for breakdown in composition.breakdowns),
        *(_percent(share, words, fact) for share in composition.shares),
        *(_hundred(shares, words, fact) for shares in composition.hundreds),
        *(_change(movement, words, fact) for movement in movements),
    ]
    return [made for made in found if made is not None]


def _sum(breakdown: Breakdown, words: Words, fact: Callable[[Draft], Fact]) -> Check | None:
    if not breakdown.claimed or len(breakdown.parts) < 2:
        return None
    whole, parts = breakdown.whole, breakdown.parts
    stated = whole.value
    computed = total(parts)
    slack = rounding(whole, words) + _together(parts, words)
    if any(made.approximation is not None for made in (whole, *parts)):
        slack += abs(Decimal(stated)) / 20
    ok = abs(Decimal(computed) - Decimal(stated)) <= slack
    if not ok and not 0.5 < Decimal(computed) / Decimal(stated) < 1.5:
        return None  # so far off that the list is of something else
    return Check(kind="sum", facts=(fact(whole), *map(fact, parts)), stated=stated, computed=computed, ok=ok)


def _percent(share: Share, words: Words, fact: Callable[[Draft], Fact]) -> Check | None:
    part, stated = Decimal(share.part.value), Decimal(share.stated.value)
    fraction = share.stated.kind == "ratio"
    if fraction:
        stated = 100 * stated / Decimal(share.stated.upper or 1)
    whole = share.part.upper if share.whole is None else share.whole.value
    if not whole:
        return None
    computed = 100 * part / Decimal(whole)
    slack = stated / 10 if fraction else rounding(share.stated, words)
    owners = (share.part,) if share.whole is None else (share.part, share.whole)
    for owner in owners:
        if owner.value:
            slack += computed * rounding(owner, words) / abs(Decimal(owner.value))
    if any(made.approximation is not None for made in (*owners, share.stated)):
        slack += max(computed / 20, rounding(share.stated, words))
    off = abs(computed - stated)
    if not share.certain and off > _PLAUSIBLE:
        return None
    made = fact(share.part), fact(share.stated)  # a ratio states its percentage itself
    facts = made if share.whole is None else (made[1], made[0], fact(share.whole))
    said = _short(stated) if fraction else share.stated.value
    ok = off <= slack or _is_cut(stated, computed, 2 * rounding(share.stated, words))
    return Check(kind="percent", facts=facts, stated=said, computed=round(computed, 4), ok=ok)


def _is_cut(stated: Decimal, computed: Decimal, unit: Decimal) -> bool:
    """Whether a percentage with decimals is cut off rather than rounded: 34,6% for 34.6667."""
    return 0 < unit < 1 and stated == computed - computed % unit


def _hundred(shares: Sequence[Draft], words: Words, fact: Callable[[Draft], Fact]) -> Check | None:
    """What is left of a hundred, against the percentage that closes the list."""
    rest, *others = shares
    computed = 100 - total(others)
    slack = rounding(rest, words) + _together(others, words)
    if any(made.approximation is not None for made in shares):
        slack += 5
    off = abs(Decimal(computed) - Decimal(rest.value))
    if off > _FAR_FROM_HUNDRED:
        return None  # the list is not of shares of one thing
    facts = tuple(map(fact, shares))
    return Check(kind="sum", facts=facts, stated=rest.value, computed=computed, ok=off <= slack)


def _change(movement: Movement, words: Words, fact: Callable[[Draft], Fact]) -> Check | None:
    stated = movement.stated
    told = [made for made in (movement.start, movement.by, movement.end) if made is not None]
    if any(made.value <= 0 for made in told):
        return None
    readings = _readings(movement, words)
    if not readings:
        return None
    slack = rounding(stated, words)
    if any(made.approximation is not None for made in (stated, *told)):
        slack += Decimal(stated.value) / 20
    off, computed = min((max(abs(value - stated.value) - more, Decimal(0)), value) for value, more in readings)
    if not computed or not _A_QUARTER <= Decimal(stated.value) / computed <= 1 / _A_QUARTER:
        return None  # so far off that the text speaks of something else
    facts = (fact(stated), *map(fact, told))
    return Check(kind="change", facts=facts, stated=stated.value, computed=_short(computed), ok=off <= slack)


def _readings(movement: Movement, words: Words) -> list[tuple[Decimal, Decimal]]:
    """What the change can be said to be, each with how far rounding of its ends can move it.

    Of percentages the change may be told in points or in percent, and "tăng 2 lần" may count the start or not.
    """
    last = Decimal(movement.end.value)
    last_more = rounding(movement.end, words)
    if movement.start is None:
        return _readings_by(movement, words)
    first = Decimal(movement.start.value)
    first_more = rounding(movement.start, words)
    moved = abs(last - first)
    spread = last / first * (first_more / first + last_more / last)
    if movement.stated.kind == "multiple":
        up = max(first, last) / min(first, last)
        glued = words.folded[movement.stated.first] == "gấp"
        return [(up, spread)] if glued else [(up, spread), (up - 1, spread)]
    if movement.stated.kind != "percent":
        return [(moved, first_more + last_more)]
    relative = 100 * moved / first, 100 * spread
    if movement.end.kind != "percent":
        return [relative]
    points = moved, first_more + last_more
    return [points] if words.folded[movement.stated.last - 2] == "điểm" else [points, relative]


def _readings_by(movement: Movement, words: Words) -> list[tuple[Decimal, Decimal]]:
    """The percentage that a difference is of the amount before it."""
    by, end = movement.by, movement.end
    if by is None or by.change is None:
        return []
    first = Decimal(end.value) - by.value if by.change.direction == "up" else Decimal(end.value) + by.value
    if first <= 0:
        return []
    computed = 100 * Decimal(by.value) / first
    more = rounding(by, words)
    return [(computed, 100 * more / first + computed * (more + rounding(end, words)) / first)]


def _together(parts: Sequence[Draft], words: Words) -> Decimal:
    """How far the rounding of several numbers moves their sum: some are rounded up, others down."""
    return sum((rounding(made, words) ** 2 for made in parts), start=Decimal(0)).sqrt()


def _short(value: Decimal) -> Number:
    """A computed number without digits that say nothing."""
    value = round(value, 4)
    return int(value) if value == value.to_integral_value() else value.normalize()
