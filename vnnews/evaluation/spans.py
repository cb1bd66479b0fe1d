"""Precision, recall and F1 of exact spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field


@dataclass
class Scores:
    """Counts of right, found and gold spans by class; a span is right when class, start and end agree.

    Attributes:
        right, found, gold: counts by class.
        matched, valued: spans that are right, and those of them whose value is right too (times and numbers).
    """

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    matched: int = 0
    valued: int = 0

    def add(
        self, gold: Collection[tuple[str, int, int]], found: Collection[tuple[str, int, int]]
    ) -> None:
        """Count one text: spans as (class, start, end)."""
        gold, found = set(gold), set(found)
        self.gold.update(label for label, _, _ in gold)
        self.found.update(label for label, _, _ in found)
        self.right.update(label for label, _, _ in gold & found)

    def add_values(self, gold: dict[Hashable, str], found: dict[Hashable, str]) -> None:
        """Count the values of one text, by span."""
        for span in gold.keys() & found.keys():
            self.matched += 1
            self.valued += gold[span] == found[span]

    def precision(self, *labels: str) -> float:
        """Share of the found spans that are right, 0-1; over all classes when none is named."""
        return _share(self._sum(self.right, labels), self._sum(self.found, labels))

    def recall(self, *labels: str) -> float:
        """Share of the gold spans that are found, 0-1."""
        return _share(self._sum(self.right, labels), self._sum(self.gold, labels))

    def f1(self, *labels: str) -> float:
        """Harmonic mean of precision and recall, 0-1."""
        right, other = self._sum(self.right, labels), self._sum(self.found, labels) + self._sum(self.gold, labels)
        return _share(2 * right, other)

    @property
    def value_accuracy(self) -> float:
        """Share of the right spans whose value is right, 0-1."""
        return _share(self.valued, self.matched)

    @staticmethod
    def _sum(counts: Counter[str], labels: tuple[str, ...]) -> int:
        return sum(counts[label] for label in labels or counts)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
