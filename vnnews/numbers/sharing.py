"""Numbers without a unit of their own take that of a neighbour: from … to …, lists, sums of money in one sentence."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from vnnews.numbers.drafts import Draft
from vnnews.numbers.grammar import whole
from vnnews.numbers.words import Words, cues, phrases
from vnnews.text.numerals import SCALES

_BILLION = 10**9
_JOINTS = (",", "và")
_LEAD = 6
"""Words between "lần lượt" and the list that it opens, at most."""
_UNITED = ("money", "measure", "percent", "age")


def share_units(drafts: Sequence[Draft], words: Words, priced: bool) -> None:
    """Give bare numbers of one sentence the unit that the text leaves out; works in place.

    Args:
        drafts: the facts of the sentence, in order.
        words: the words of the batch.
        priced: whether the text tells prices in đồng, so that "năm ngoái bán 41.000" is one.
    """
    if len(drafts) == 1 and not drafts[0].bare and drafts[0].kind != "count":
        return
    for here, after in itertools.pairwise(drafts):
        lent = after.kind in _UNITED or after.kind == "count"
        bare = here.bare or (here.kind == "count" and here.of is None)
        if bare and lent and here.upper is None and not here.vague and after.first - here.last <= 4:
            between = words.ahead(here.last + 1, 4)[: after.first - here.last - 1]
            if between and all(word in cues("turn") for word in between) and "từ" in words.behind(here.first, 3):
                _borrow(here, after)
                _borrow_scale(here, after, words)
    for before, here in itertools.pairwise(drafts):
        gap = words.ahead(before.last + 1, 3)[: here.first - before.last - 1]
        bare = here.kind == "count" and here.of is None and not here.vague
        if bare and before.kind == "ordinal" and gap in ([","], ["và"]) and before.first == before.last:
            here.kind = "ordinal"
        elif bare and before.kind in ("percent", "measure", "age") and _falls(before, here, gap):
            _borrow(here, before)
    _share_in_lists(drafts, words)
    _share_currency(drafts)
    if priced:
        for made in drafts:
            if made.kind == "count" and made.of is None and made.upper is None and _is_price(made, words):
                made.kind, made.unit = "money", "VND"
                made.rules += ("price without unit",)


def _share_in_lists(drafts: Sequence[Draft], words: Words) -> None:
    """lần lượt 12, 15 và 20 hộ nghèo: what the last number of a list has belongs to all."""
    first = 0
    for index, owner in enumerate(drafts):
        if index and not _joined(drafts[index - 1], owner, words):
            first = index
        if index == first or (index + 1 < len(drafts) and _joined(owner, drafts[index + 1], words)):
            continue
        lead = words.behind(drafts[first].first, _LEAD)
        has_own = owner.kind in _UNITED or owner.of is not None
        if has_own and any(phrases("with one another").at_start(lead[at:]) for at in range(len(lead))):
            for here in drafts[first:index]:
                _borrow(here, owner)
                _borrow_scale(here, owner, words)


def _joined(here: Draft, after: Draft, words: Words) -> bool:
    """Whether a number without unit stands in a list right before another."""
    if after.first - here.last != 2 or words.folded[here.last + 1] not in _JOINTS:
        return False
    return here.bare or (here.kind == "count" and here.of is None and not here.vague)


def _is_price(made: Draft, words: Words) -> bool:
    """Whether a bare number beside sums of money is one: "năm ngoái bán 41.000"."""
    if (
        not isinstance(made.value, int)
        or made.value < 1000
        or made.value % 100
        or made.vague
        or made.first != made.last
    ):
        return False
    return bool(cues("priced").intersection(words.behind(made.first, 2)))


def _borrow(here: Draft, owner: Draft) -> None:
    here.kind, here.unit = owner.kind, owner.unit
    here.bare = owner.bare
    here.rules += ("unit of a neighbour",)
    if here.of is None and owner.kind == "count":
        here.of = owner.of


def _borrow_scale(here: Draft, after: Draft, words: Words) -> None:
    """từ 4.200 lên 5.040 tỷ đồng: both are thousand millions."""
    if here.scaled or not after.scaled:
        return
    scale = 1
    for word in words.folded[after.first : after.last + 1]:
        scale *= SCALES.get(word, 1)
    if here.value * scale <= 10 * after.value:
        here.value, here.scaled = whole(here.value * scale), True


def _falls(before: Draft, here: Draft, gap: Sequence[str]) -> bool:
    """31 độ C xuống 27: the second number of a movement."""
    return bool(gap) and all(word in cues("turn") for word in gap) and here.upper is None


def _share_currency(drafts: Sequence[Draft]) -> None:
    """Bare millions: money in the currency of the sentence, or a count beside another count of millions."""
    following: list[str] = []
    currency = ""
    for made in reversed(drafts):
        if made.kind == "money" and not made.bare:
            currency = made.unit
        following.append(currency)
    following.reverse()
    earlier: Draft | None = None
    currency = ""
    for made, later in zip(drafts, following, strict=True):
        if made.bare and made.kind == "money":
            if earlier is not None and earlier.kind == "count" and made.value < _BILLION:
                made.kind, made.unit, made.bare = "count", "", False
                made.rules += ("count beside a count",)
            else:
                made.unit = currency or later or made.unit
                made.rules += ("currency of the sentence",)
        elif made.scaled and not made.bare:
            earlier = made
        if made.kind == "money" and not made.bare:
            currency = made.unit
