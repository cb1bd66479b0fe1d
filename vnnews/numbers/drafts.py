"""Facts in the making, and where in the text they stand."""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec import Struct

from vnnews.article import Approximation, Change, Number
from vnnews.numbers.grammar import Amount
from vnnews.numbers.nouns import is_counted
from vnnews.numbers.words import Phrases, Words, cues, phrases

Kind = Literal["count", "ratio", "percent", "money", "measure", "age", "ordinal", "score", "multiple"]

_APPROXIMATIONS: tuple[Approximation, ...] = ("about", "over", "under", "at least", "at most")
_AFTER = tuple(f"{name} after" for name in _APPROXIMATIONS if name != "under")


class Draft(Struct, eq=False):
    """A fact in the making.

    Attributes:
        first, last: its syllables, both inside.
        value: of a ratio the part, of a score the home side.
        upper: the end of a range, the whole of a ratio, the away side of a score.
        unit: Pint name or ISO 4217 code, "" where the kind has none.
        of: first and last syllable of what is counted.
        vague: whether the text gives no number, only its size ("hàng trăm").
        scaled: whether the numeral has a multiplier.
        bare: whether it is money only by its multiplier: "nợ 740 triệu".
        parts: drafts of a breakdown.
        stated: the percentage that the text gives for a ratio.
        rules: what made it: the rule of the grammar, the kind that its neighbours gave it, later steps that changed it.
    """

    kind: Kind
    first: int
    last: int
    value: Number
    upper: Number | None = None
    unit: str = ""
    of: tuple[int, int] | None = None
    approximation: Approximation | None = None
    change: Change | None = None
    vague: bool = False
    scaled: bool = False
    bare: bool = False
    parts: list[Draft] = []
    stated: Draft | None = None
    rules: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The last syllable of the fact with what it counts."""
        return self.of[1] if self.of is not None and self.of[0] == self.last + 1 else self.last


class Setting:
    """An amount in its place.

    Attributes:
        amount: what a rule of the grammar found.
        words: the words of the batch.
        ahead: some words after it, to the end of the line.
        behind: some words before it, the nearest last.
        after, before: the nearest of them, "" at the end and at the start of a line.
        counted: whether a noun that is counted stands after it.
        previous: the fact before it.
    """

    __slots__ = ("after", "ahead", "amount", "before", "behind", "counted", "previous", "words")

    def __init__(self, amount: Amount, words: Words, reach: int, previous: Draft | None) -> None:
        self.amount, self.words, self.previous = amount, words, previous
        self.ahead = words.ahead(amount.last + 1, reach)
        self.behind = words.behind(amount.first, reach)
        self.after = self.ahead[0] if self.ahead else ""
        self.before = self.behind[-1] if self.behind else ""
        self.counted = is_counted(self.ahead)

    def draft(self, kind: Kind, **more: object) -> Draft:
        """A draft of the amount with the approximation that stands before it."""
        amount = self.amount
        made = Draft(kind, amount.first, amount.last, amount.value, amount.upper, scaled=amount.scaled)
        made.approximation = approximation(self.behind)
        for name, value in more.items():
            setattr(made, name, value)
        if made.approximation is None:
            made.approximation = approximation_after(self.words, made.end + 1)
        return made


def approximation(behind: list[str]) -> Approximation | None:
    """What the word before a number says of it: khoảng, hơn, gần, ít nhất, tối đa …"""
    found = _approximations().at_end(behind)
    if found is None or phrases("comparative", "no approximation").at_end(behind) is not None:
        return None
    return found[1]  # type: ignore[return-value]


def approximation_after(words: Words, index: int) -> Approximation | None:
    """What the words behind a number and what it counts say of it: trở lên, trở xuống, có lẻ …"""
    if index >= len(words) or words.folded[index] not in _after_openers():
        return None
    found = phrases(*_AFTER).at_start(words.ahead(index, 3))
    return None if found is None else found[1].removesuffix(" after")  # type: ignore[return-value]


@cache
def _after_openers() -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in cues(*_AFTER))


@cache
def _approximations() -> Phrases[str]:
    return phrases(*_APPROXIMATIONS)
