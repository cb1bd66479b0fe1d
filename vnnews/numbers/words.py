"""The syllables around a numeral, folded on demand, and look-up of phrases in tables."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from vnnews import tables
from vnnews.text.folding import fold
from vnnews.text.grammar import Symbols
from vnnews.text.syllables import syllabify

T = TypeVar("T")

HIDDEN = "\x01"
"""Symbol, and folded word, of a syllable in an excluded span."""

_ABOUT = 5
"""Words on either side that tell what a number is about."""

_fold = lru_cache(maxsize=1 << 16)(fold)


class Words:
    """Folded syllables of a batch by index.

    An excluded syllable reads as ``HIDDEN``, and ``ahead`` and ``behind`` stop where a line ends, so that no context
    reaches over either.

    Attributes:
        text: the batch.
        starts, ends: offsets of the syllables in it.
        folded: the syllables, folded.
    """

    def __init__(self, symbols: Symbols) -> None:
        batch = symbols.syllables
        self.text = text = batch.text
        self.starts: list[int] = batch.starts.tolist()
        self.ends: list[int] = batch.ends.tolist()
        sample, same = batch.distinct
        every = [_fold(text[self.starts[at] : self.ends[at]]) for at in sample.tolist()]
        self.folded: list[str] = np.array(every, dtype=object)[same].tolist() if every else []
        for index in np.flatnonzero(symbols.codes[symbols.position] == ord(HIDDEN)).tolist():
            self.folded[index] = HIDDEN
        self._breaks: bytes = b"\x01" + batch.breaks[1:].tobytes()  # the first line begins with the batch

    def __len__(self) -> int:
        return len(self.starts)

    def raw(self, index: int) -> str:
        """The syllable as written."""
        return self.text[self.starts[index] : self.ends[index]]

    def breaks(self, index: int) -> bool:
        """Whether a line (or the batch) ends before the syllable at an index."""
        return index >= len(self) or bool(self._breaks[index])

    def lines(self, first: int, last: int) -> int:
        """How many lines begin after one syllable and up to another."""
        return self._breaks.count(1, first + 1, last + 1)

    def spaced(self, index: int) -> bool:
        """Whether white space or an end stands before the syllable at an index."""
        return index == 0 or index >= len(self) or self.starts[index] > self.ends[index - 1]

    def ahead(self, index: int, count: int) -> list[str]:
        """Up to ``count`` words from an index on, to the end of the line."""
        stop = self._breaks.find(1, index, index + count)
        return self.folded[index : index + count if stop < 0 else stop]

    def behind(self, index: int, count: int) -> list[str]:
        """Up to ``count`` words before an index, back to the start of the line, in the order of the text."""
        start = self._breaks.rfind(1, max(0, index - count + 1), index + 1)
        return self.folded[max(0, index - count) if start < 0 else start : index]

    def about(self, first: int, last: int) -> frozenset[str]:
        """The content words around some words, in their clause: what they count and what happens to it."""
        near: list[str] = []
        for side in (self.ahead(last + 1, _ABOUT), reversed(self.behind(first, _ABOUT))):
            near += itertools.takewhile(in_clause, side)
        return frozenset(word for word in near if word[:1].isalpha() and word not in cues("empty"))


def in_clause(word: str) -> bool:
    """Whether a clause goes on at a word."""
    return word not in cues("clause end")


class Phrases(Generic[T]):
    """Phrases with a value each, found in a list of words, the longest first."""

    def __init__(self, values: Mapping[str, T]) -> None:
        self._values: dict[tuple[str, ...], T] = {}
        first: dict[str, set[int]] = {}
        last: dict[str, set[int]] = {}
        for phrase, key in zip(values, _keys(values), strict=True):
            self._values[key] = values[phrase]
            first.setdefault(key[0], set()).add(len(key))
            last.setdefault(key[-1], set()).add(len(key))
        self._first = {word: sorted(lengths, reverse=True) for word, lengths in first.items()}
        self._last = {word: sorted(lengths, reverse=True) for word, lengths in last.items()}

    def at_start(self, words: Sequence[str]) -> tuple[int, T] | None:
        """Length in words and value of the longest phrase that begins the words."""
        for length in self._first.get(words[0], ()) if words else ():
            key = tuple(words[:length])
            if len(key) == length and key in self._values:
                return length, self._values[key]
        return None

    def at_end(self, words: Sequence[str]) -> tuple[int, T] | None:
        """Length in words and value of the longest phrase that ends the words."""
        for length in self._last.get(words[-1], ()) if words else ():
            key = tuple(words[-length:])
            if len(key) == length and key in self._values:
                return length, self._values[key]
        return None


def _keys(phrases: Iterable[str]) -> list[tuple[str, ...]]:
    """Folded syllables of each phrase, cut as the text is."""
    phrases = list(phrases)
    batch = syllabify(phrases)
    owner = np.searchsorted(batch.texts, batch.starts, side="right") - 1
    keys: list[list[str]] = [[] for _ in phrases]
    for index, start, end in zip(owner.tolist(), batch.starts.tolist(), batch.ends.tolist(), strict=True):
        keys[index].append(fold(batch.text[start:end]))
    return [tuple(key) for key in keys]


def read_table(name: str) -> list[list[str]]:
    """Rows of a table of this package; its first line names source and licence."""
    return list(tables.read_table(Path(__file__).with_name(name), header=False))


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    return {name: tuple(words.split("|")) for name, words in read_table("cues.tsv")}


@cache
def cues(*names: str) -> frozenset[str]:
    """Words of table ``cues.tsv`` by what they show.

    >>> "nghiêng" in cues("angle")
    True
    """
    return frozenset(word for name in names for word in _cues()[name])


@cache
def phrases(*names: str) -> Phrases[str]:
    """The same as phrases to look for; the value is the name of the class."""
    return Phrases({word: name for name in names for word in _cues()[name]})
