"""Precision, recall and F1 of exact spans, and where gold and found spans differ: one measure for all kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vnnews.corpora import GoldText


class Found(NamedTuple):
    """A span that was found: its class, offsets in its text, and its value where the kind has values."""

    label: str
    start: int
    end: int
    value: str = ""


class Difference(NamedTuple):
    """Where a text and its gold annotation disagree.

    Attributes:
        kind: "missed", "spurious", "boundary" (overlapping spans), "label" or "value" (same span).
        text: id of the text.
        gold, found: class, surface and value, "" where there is none.
        context: the text around.
    """

    kind: str
    text: str
    gold: str
    found: str
    context: str


@dataclass
class Scores:
    """Counts of right, found and gold spans by class; a span is right when class, start and end agree.

    Attributes:
        right, found, gold: counts by class.
        valued: right spans whose value is right too, by class; all of them for kinds without values.
    """

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    valued: Counter[str] = field(default_factory=Counter)

    def precision(self, *labels: str) -> float:
        """Share of the found spans that are right, 0-1; over all classes when none is named."""
        return _share(_sum(self.right, labels), _sum(self.found, labels))

    def recall(self, *labels: str) -> float:
        """Share of the gold spans that are found, 0-1."""
        return _share(_sum(self.right, labels), _sum(self.gold, labels))

    def f1(self, *labels: str) -> float:
        """Harmonic mean of precision and recall, 0-1."""
        return _share(2 * _sum(self.right, labels), _sum(self.found, labels) + _sum(self.gold, labels))

    def value_accuracy(self, *labels: str) -> float:
        """Share of the right spans whose value is right, 0-1."""
        return _share(_sum(self.valued, labels), _sum(self.right, labels))


def _sum(counts: Counter[str], labels: tuple[str, ...]) -> int:
    return sum(counts[label] for label in labels or counts)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def compare(
    texts: Sequence[GoldText],
    found: Sequence[Collection[Found]],
    labels: Collection[str],
    same: Callable[[str, str], bool] = str.__eq__,
) -> tuple[Scores, list[Difference]]:
    """Compare what was found in each text with its gold spans of the classes ``labels``.

    Args:
        texts: the annotated texts.
        found: what was found in each of them, in any order.
        labels: the classes that count; spans of other classes are passed over on both sides.
        same: tells whether a gold value and a found one are the same.

    Returns:
        The counts, and the differences in the order of the texts.
    """
    scores, differences = Scores(), list[Difference]()
    for text, spans in zip(texts, found, strict=True):
        gold = {Found(s.label, s.start, s.end, s.value or "") for s in text.spans if s.label in labels}
        differences += _compare_one(scores, text, gold, {span for span in spans if span.label in labels}, same)
    return scores, differences


def _compare_one(
    scores: Scores, text: GoldText, gold: set[Found], found: set[Found], same: Callable[[str, str], bool]
) -> Iterator[Difference]:
    by_place = {span[:3]: span for span in found}
    scores.gold.update(span.label for span in gold)
    scores.found.update(span.label for span in found)
    paired: set[Found] = set()
    for span in sorted(gold, key=lambda span: span.start):
        exact = by_place.get(span[:3])
        if exact is not None:
            paired.add(exact)
            scores.right[span.label] += 1
            if same(span.value, exact.value):
                scores.valued[span.label] += 1
            else:
                yield Difference("value", text.id, _show(text, span), _show(text, exact), _context(text, span))
            continue
        over = sorted((other for other in found if other.start < span.end and span.start < other.end), key=_start)
        paired.update(over)
        kind = "missed" if not over else "label" if over[0][1:3] == span[1:3] else "boundary"
        shown = " + ".join(_show(text, other) for other in over)
        yield Difference(kind, text.id, _show(text, span), shown, _context(text, span))
    for span in sorted(found - paired, key=_start):
        yield Difference("spurious", text.id, "", _show(text, span), _context(text, span))


def _start(span: Found) -> int:
    return span.start


def _show(text: GoldText, span: Found) -> str:
    surface = f"{span.label} {text.text[span.start : span.end]}"
    return f"{surface} = {span.value}" if span.value else surface


def _context(text: GoldText, span: Found) -> str:
    return " ".join(text.text[max(0, span.start - 40) : span.end + 40].split())
