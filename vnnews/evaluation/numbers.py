"""Numbers against the gold: exact spans, and kind and value on the spans that are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import regex

from vnnews.article import Check, Count, Fact, Measure, Money, Ratio, Score
from vnnews.corpora import NAME_LABELS, GoldText
from vnnews.evaluation.spans import Difference, Found, Scores, compare
from vnnews.numbers import tag_numbers
from vnnews.text.folding import fold
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify

_KINDS = {"percent": "pct", "ordinal": "ord", "multiple": "mult"}
_VAGUE = regex.compile(r"(?:hàng|vài|cả|dăm|mấy)\s|(?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?:\s\p{L}++)?$", regex.I)
_SAME_UNIT = {
    "q": (Decimal(100), "kg"),
    "q/ha": (Decimal(100), "kg/ha"),
    "dm": (Decimal(10), "cm"),
    "pp": (Decimal(1), ""),
}
"""Units of the gold that Pint lacks, and what both sides are compared in."""


def evaluate_numbers(
    texts: Iterable[GoldText], excluded: Sequence[Sequence[tuple[int, int]]] | None = None
) -> tuple[Scores, list[Difference]]:
    """Exact spans of the NUM spans of annotated articles, and kind and value on those that are right.

    Args:
        texts: articles with NUM spans.
        excluded: per text the spans in which a number is no fact, for example predicted times and names; None
            takes the gold TIME and name spans.
    """
    every = list(texts)
    if excluded is None:
        hidden = {"TIME", *NAME_LABELS}
        excluded = [[(span.start, span.end) for span in text.spans if span.label in hidden] for text in every]
    batch = syllabify([text.text for text in every])
    tagged = tag_numbers(symbolise(batch), split_sentences(batch), excluded)
    found = [
        [Found("NUM", fact.start, fact.end, gold_value(fact)) for fact in every_fact(facts, checks)]
        for facts, checks in tagged
    ]
    return compare(every, found, ("NUM",), lambda gold, value: canonical(gold) == canonical(value))


def every_fact(facts: Iterable[Fact], checks: Iterable[Check]) -> list[Fact]:
    """All numbers of a text in order: facts, parts, and percentages stated for a ratio, which only their check has."""
    found = {(fact.start, fact.end): fact for check in checks for fact in check.facts}
    waiting = list(facts)
    while waiting:
        fact = waiting.pop()
        found[fact.start, fact.end] = fact
        waiting += fact.parts
    return [found[place] for place in sorted(found)]


def gold_value(fact: Fact) -> str:
    """The value of a fact in the notation of the corpora: "count 28", "range money 5..7 USD", "ratio 31/577"."""
    if isinstance(fact, Ratio):
        return f"ratio {_plain(fact.part)}/{_plain(fact.whole)}"
    if isinstance(fact, Score):
        return f"score {fact.home}-{fact.away}"
    kind = fact.__struct_config__.tag
    name = _KINDS.get(str(kind), str(kind))
    if isinstance(fact, Count) and _VAGUE.match(fold(fact.text)) and fact.approximation == "about":
        return f"vague {_plain(fact.value)}"
    unit = f" {fact.unit}" if isinstance(fact, Money | Measure) else ""
    if fact.upper is not None:
        return f"range {name} {_plain(fact.value)}..{_plain(fact.upper)}{unit}"
    return f"{name} {_plain(fact.value)}{unit}"


def _plain(value: int | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def canonical(value: str) -> tuple[str, ...]:
    """Words of a value; numbers without trailing zeros, units as in ``_SAME_UNIT``."""
    words = value.split()
    factor, unit = _SAME_UNIT.get(words[-1], (Decimal(1), words[-1])) if len(words) > 2 else (Decimal(1), "")
    if len(words) > 2 and words[-1] in _SAME_UNIT:
        words = [*words[:-1], unit]
    numbers = regex.sub(
        r"(?:-|(?<![0-9]))[0-9]++(?:\.[0-9]++)?+(?=$|\.\.|/|-|[^0-9.])",
        lambda m: _trimmed(Decimal(m[0]) * factor),
        " ".join(words),
    )
    return tuple(numbers.split())


def _trimmed(value: Decimal) -> str:
    return f"{value.normalize():f}"
