"""A whole and its parts, and which amounts can be either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vnnews.article import Number
from vnnews.numbers.drafts import Draft


@dataclass(slots=True)
class Breakdown:
    """A whole and its parts.

    Attributes:
        claimed: whether the text says that the parts are the whole: a complete bracket, "gồm", "còn lại".
    """

    whole: Draft
    parts: list[Draft]
    claimed: bool


def total(parts: Sequence[Draft]) -> Number:
    """What the parts add up to."""
    added: Number = 0
    for part in parts:
        added += part.value
    return added


def can_be_whole(made: Draft) -> bool:
    """Whether an amount can have parts: one number of things, money, a measure, or the part of a ratio."""
    return (
        made.kind in ("count", "money", "measure", "ratio")
        and not made.vague
        and made.value > 1
        and (made.upper is None or made.kind == "ratio")
    )


def can_be_part(made: Draft, whole: Draft) -> bool:
    """Whether an amount can be part of another."""
    kind = "count" if whole.kind == "ratio" else whole.kind
    same = made.kind == kind and (kind == "count" or made.unit == whole.unit)
    return same and made.upper is None and not made.vague and made.value <= whole.value
