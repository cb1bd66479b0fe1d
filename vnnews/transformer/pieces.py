"""Syllables -> sub-word pieces of the vocabulary, each syllable on its own, so that the two always line up."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vnnews.text.syllables import Syllables

BEGIN, PADDING, END, UNKNOWN = range(4)
"""Ids of the special pieces, the first of every vocabulary."""

SPACE = "▁"
"""Stands at the head of a syllable that follows a space."""

LONGEST_PIECE = 16
_LONGEST_SYLLABLE = 40
_MOST_PIECES = 10
_CACHED = 200_000
_UNKNOWN_COST = 10.0


@dataclass(frozen=True)
class Vocabulary:
    """Pieces and their unigram log-probabilities.

    Attributes:
        pieces: the special pieces "<s>", "<pad>", "</s>", "<unk>", then the others.
        scores: shape (pieces,).
    """

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _index(self) -> Mapping[str, tuple[int, float]]:
        first = UNKNOWN + 1
        scores = self.scores[first:].tolist()
        return {
            piece: (first + place, score)
            for place, (piece, score) in enumerate(zip(self.pieces[first:], scores, strict=True))
        }

    @cached_property
    def _unknown(self) -> float:
        return float(self.scores[UNKNOWN + 1 :].min()) - _UNKNOWN_COST

    def cut(self, syllable: str, spaced: bool) -> tuple[int, ...]:
        """Ids of the pieces of one syllable: at least one and at most ten, whatever the syllable is.

        Args:
            syllable: as written; NFC and NFD are cut alike.
            spaced: whether it follows a space or begins the text.
        """
        key = SPACE + syllable if spaced else syllable
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _CACHED:
                self._known.clear()
            found = self._known[key] = self._best(key[:_LONGEST_SYLLABLE])
        return found

    def _best(self, key: str) -> tuple[int, ...]:
        """The likeliest pieces, by dynamic programming over the places of the key."""
        text = unicodedata.normalize("NFKC", key)
        best = [(0.0, 0, UNKNOWN)]  # by place: log-probability, where its last piece begins, that piece
        for end in range(1, len(text) + 1):
            score, begin, piece = best[end - 1][0] + self._unknown, end - 1, UNKNOWN
            for start in range(max(0, end - LONGEST_PIECE), end):
                known = self._index.get(text[start:end])
                if known is not None and best[start][0] + known[1] > score:
                    score, begin, piece = best[start][0] + known[1], start, known[0]
            best.append((score, begin, piece))
        ids, place = list[int](), len(text)
        while place:
            _, place, piece = best[place]
            if not (piece == UNKNOWN and ids and ids[-1] == UNKNOWN):
                ids.append(piece)
        return tuple(ids[::-1][:_MOST_PIECES]) or (UNKNOWN,)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a batch.

    Attributes:
        ids: shape (pieces,).
        first: index of the first piece of each syllable, and the number of pieces, shape (syllables + 1,).
    """

    ids: NDArray[np.int32]
    first: NDArray[np.int64]


def cut(batch: Syllables, vocabulary: Vocabulary) -> Pieces:
    """Cut all syllables of a batch."""
    spaced = np.ones(len(batch), dtype=np.bool_)
    if len(batch):
        spaced[1:] = batch.starts[1:] > batch.ends[:-1]
    text = batch.text
    pieces = [
        vocabulary.cut(text[start:end], after)
        for start, end, after in zip(batch.starts.tolist(), batch.ends.tolist(), spaced.tolist(), strict=True)
    ]
    ids = np.array([piece for syllable in pieces for piece in syllable], dtype=np.int32)
    first = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces)), out=first[1:])
    return Pieces(ids, first)


def chosen(pieces: Sequence[str], scores: Sequence[float], used: set[int]) -> list[int]:
    """Which pieces of a large vocabulary stay: those that occur in text at hand, and every single character.

    Args:
        pieces: the large vocabulary, special pieces first.
        scores: their log-probabilities, 0 for pieces without a text of their own.
        used: indices of the pieces that occur.

    Returns:
        Their indices, the special pieces first.
    """
    first = UNKNOWN + 1
    return [*range(first)] + [
        index
        for index in range(first, len(pieces))
        if scores[index] < 0 and (index in used or len(pieces[index].removeprefix(SPACE)) <= 1)
    ]
