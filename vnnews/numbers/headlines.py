"""The headline's numbers against those of the body, where both clearly speak of the same fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from vnnews.article import Check, Fact
from vnnews.numbers.drafts import Draft
from vnnews.numbers.rounding import rounding
from vnnews.numbers.words import Words, cues, in_clause

_REACH = 5
"""Words on either side of a number that tell what it is about."""
_ALIKE = 2
"""Words that a number of the headline and one of the body must share, beside kind, unit and what they count."""
_NEXT = 3
"""Words behind what is counted among which the event must be told again."""
_MOST = 400
"""Numbers of the body that are looked at; an article has fewer."""
_KINDS = ("count", "money", "measure", "percent")


def check_headline(
    headline: Sequence[Draft], body: Sequence[Draft], words: Words, fact: Callable[[Draft], Fact]
) -> Iterator[Check]:
    """Checks of the headline's amounts that the body repeats in the same words, right or wrong.

    A number is told again where kind, unit and the thing counted are the same and the words around share at least
    ``_ALIKE`` others. One such number of the right value settles the check; it fails only where both name what they
    count and the body has exactly one such number, of the same size.
    """
    if not headline:
        return
    by_kind: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for made in body[:_MOST]:
        if _usable(made):
            by_kind[made.kind, made.unit].append(made)
    for stated in headline:
        if not _usable(stated) or stated.value <= 1:
            continue
        about = _about(stated, words)
        same = [
            made
            for made in by_kind[stated.kind, stated.unit]
            if _same_things(stated, made, words) and len(about & _about(made, words)) >= _ALIKE
        ]
        right = next((made for made in same if _agree(stated, made, words)), None)
        if right is not None:
            yield _made(stated, right, True, fact)
            continue
        same = [made for made in same if _same_event(stated, made, words)]
        if len({made.value for made in same}) == 1 and _near(stated, same[0]):
            yield _made(stated, same[0], False, fact)


def _made(stated: Draft, told: Draft, ok: bool, fact: Callable[[Draft], Fact]) -> Check:
    return Check(kind="headline", facts=(fact(stated), fact(told)), stated=stated.value, computed=told.value, ok=ok)


def _usable(made: Draft) -> bool:
    return made.kind in _KINDS and made.upper is None and not made.vague and made.value > 0


def _about(made: Draft, words: Words) -> frozenset[str]:
    return words.about(made.first, made.last)


def _same_things(left: Draft, right: Draft, words: Words) -> bool:
    """Whether two amounts are of the same things: what one counts begins what the other does."""
    if left.of is None or right.of is None:
        return left.of is right.of or left.kind != "count"
    return all(one == other for one, other in zip(_counted(left, words), _counted(right, words), strict=False))


def _counted(made: Draft, words: Words) -> list[str]:
    return [] if made.of is None else words.folded[made.of[0] : made.of[1] + 1]


def _same_event(stated: Draft, told: Draft, words: Words) -> bool:
    """Whether the same happens to the same things: one phrase for them, and the word next to it again."""
    counted = _counted(stated, words)
    if not counted or counted != _counted(told, words):
        return False
    behind = words.ahead(stated.end + 1, _REACH)
    following = [word for word in takewhile(in_clause, behind) if word not in cues("empty")]
    if following:
        return following[0] in words.ahead(told.end + 1, _NEXT)
    before = [word for word in words.behind(stated.first, _REACH) if word not in cues("empty")]
    return before[-1:] != [] and before[-1] in _about(told, words)


def _agree(stated: Draft, told: Draft, words: Words) -> bool:
    """Whether a headline may say the one for the other: rounded, or "gần", "hơn" of it."""
    off = Decimal(told.value) - Decimal(stated.value)
    slack = max(rounding(stated, words), Decimal(0)) + rounding(told, words)
    if stated.approximation is None and told.approximation is None:
        return abs(off) <= slack
    slack += abs(Decimal(stated.value)) / 10
    return abs(off) <= slack


def _near(stated: Draft, told: Draft) -> bool:
    return Decimal("0.5") <= Decimal(told.value) / Decimal(stated.value) <= 2
