"""Drafts become facts: immutable objects with offsets in their text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vnnews.article import Age, Check, Count, Fact, Measure, Money, Multiple, Ordinal, Percent, Ratio, Score
from vnnews.numbers.ages import check_ages
from vnnews.numbers.changes import Movement, mark_changes
from vnnews.numbers.checks import check
from vnnews.numbers.composition import compose
from vnnews.numbers.drafts import Draft
from vnnews.numbers.frame import Frame
from vnnews.numbers.headlines import check_headline
from vnnews.numbers.separators import read_separators
from vnnews.numbers.sharing import share_units
from vnnews.numbers.words import Words


def build(
    sentences: Sequence[Sequence[Draft]], words: Words, offset: int, frame: Frame, text: str
) -> tuple[list[Fact], list[Check]]:
    """Facts and checks of one text from its drafts by sentence.

    Args:
        sentences: the drafts.
        words: the words of the batch.
        offset: where the text begins in the batch.
        frame: what surrounds the numbers.
        text: the text.
    """
    read_separators((draft for drafts in sentences for draft in drafts), words)
    priced = any(draft.unit == "VND" and not draft.bare for drafts in sentences for draft in drafts)
    movements: list[Movement] = []
    earlier: Sequence[Draft] = ()
    for drafts in sentences:
        share_units(drafts, words, priced)
        movements += mark_changes(drafts, earlier, words)
        earlier = drafts
    composition = compose(sentences, words)
    inside = {id(part) for breakdown in composition.breakdowns for part in breakdown.whole.parts}
    inside.update(id(share.stated) for share in composition.shares if share.part.stated is share.stated)
    every = [draft for drafts in sentences for draft in drafts]
    made = {id(draft): fact(draft, words, offset) for draft in every}

    def fact_of(draft: Draft) -> Fact:
        return made[id(draft)]

    checks = check(composition, movements, words, fact_of)
    if frame.headline is not None:
        end = offset + frame.headline[1]
        in_headline = [draft for draft in every if words.starts[draft.first] < end]
        checks += check_headline(in_headline, every[len(in_headline) :], words, fact_of)
    checks += check_ages(text, list(made.values()), frame)
    checks.sort(key=lambda found: found.facts[0].start)
    return [made[id(draft)] for draft in every if id(draft) not in inside], checks


_CLASSES: dict[str, Callable[..., Fact]] = {
    "count": Count,
    "ratio": Ratio,
    "percent": Percent,
    "money": Money,
    "measure": Measure,
    "age": Age,
    "ordinal": Ordinal,
    "score": Score,
    "multiple": Multiple,
}


def fact(made: Draft, words: Words, offset: int) -> Fact:
    """The fact of a draft; ``offset`` is where its text begins in the batch."""
    start, end = words.starts[made.first], words.ends[made.last]
    return _CLASSES[made.kind](
        start=start - offset,
        end=end - offset,
        text=words.text[start:end],
        of=None if made.of is None else words.text[words.starts[made.of[0]] : words.ends[made.of[1]]],
        approximation=made.approximation,
        change=made.change,
        parts=tuple([fact(part, words, offset) for part in made.parts]) if made.parts else (),
        **_values(made),
    )


def _values(made: Draft) -> dict[str, object]:
    """The fields that only facts of this kind have."""
    if made.kind == "ratio":
        return {
            "part": made.value,
            "whole": made.upper,
            "percent": float(100 * made.value / made.upper) if made.upper else None,
            "stated_percent": None if made.stated is None else made.stated.value,
        }
    if made.kind == "score":
        return {"home": made.value, "away": made.upper}
    if made.unit and made.kind in ("money", "measure"):
        return {"value": made.value, "upper": made.upper, "unit": made.unit}
    return {"value": made.value, "upper": made.upper}
