"""Names in syllables, by the trained tagger."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vnnews.names import documents, gazetteers
from vnnews.names.labels import LABELS
from vnnews.tagging.features import Columns, Layout, columns, lay_out, pad
from vnnews.tagging.model import Model, load_model
from vnnews.tagging.viterbi import viterbi
from vnnews.text.sentences import Sentences
from vnnews.text.syllables import Syllables

BITS = 19
TEMPLATES = (
    *("w0", "w-1", "w1", "w-2", "w2", "w-3", "w3"),
    *("w-1|w0", "w0|w1", "w-2|w-1", "w1|w2", "w-1|w1", "w-2|w-1|w0", "w0|w1|w2"),
    *("s0", "s-1|s0", "s0|s1", "s-1|s0|s1", "s-2|s-1|s0|s1|s2", "s-3|s-2|s-1|s0", "s0|s1|s2|s3"),
    *("w0|s0", "w-1|s0", "w1|s0", "w0|s-1|s1", "w-2|s-1|s0", "w2|s0|s1"),
    *("a0|s0", "z0|s0", "a0|z0|s0|s1"),
    *(
        template.replace("g", column)
        for column in gazetteers.GAZETTEERS
        for template in (
            *("g0|s0", "g-1|s0", "g1|s0", "g-1|g0|s0", "g0|g1|s0", "g-2|g-1|s0"),
            *("g-1|s-1|s0|s1", "w-1|g0|s0", "w0|g-1|s0"),
        )
    ),
    "p0|l0|b0|s0",
    *("d0|s0", "d-1|d0|s0", "d0|d1|s0", "w-1|d0|s0", "d0|p0|s0", "d0|s-1|s1"),
)
"""The columns p, l and b are the gazetteers, d is the evidence of the article (:mod:`vnnews.names.documents`)."""

MODEL = Path(__file__).parent.parent / "models" / "names-fast.npz"


@cache
def fast_tagger() -> FastTagger:
    """The fast model that comes with vnnews."""
    return FastTagger(load_model(MODEL, LABELS))


class NameTagger(Protocol):
    """Finds names in syllables: :class:`FastTagger` or the accurate one."""

    def tag(self, batch: Syllables, sentences: Sentences) -> NDArray[np.int64]:
        """Indices of LABELS, legal BIO, one for each syllable; 0 outside of the sentences."""


@dataclass(frozen=True)
class FastTagger:
    """The linear-chain CRF with gazetteers as features, read twice: the second time it knows what it found before.

    Attributes:
        model: the CRF.
        documents: whether it reads a second time.
    """

    model: Model
    documents: bool = True

    def tag(self, batch: Syllables, sentences: Sentences) -> NDArray[np.int64]:
        """See :class:`NameTagger`."""
        layout, marked = lay_out(sentences), gazetteers.mark(batch)
        scores = self.scores(batch, layout, marked)
        if not self.documents:
            return placed(batch, layout, viterbi(scores, layout.lengths, *self.model.legal))
        return self.read_twice(batch, layout, marked, scores, self.model.legal)

    def scores(self, batch: Syllables, layout: Layout, marked: Columns) -> NDArray[np.float32]:
        """Scores of the labels of each row of the layout, without evidence of the article."""
        return self.model.emissions(batch, layout, {**marked, documents.COLUMN: _nothing(batch)})

    def read_twice(
        self,
        batch: Syllables,
        layout: Layout,
        marked: Columns,
        scores: NDArray[np.float32],
        legal: tuple[NDArray[np.float32], NDArray[np.float32]],
        share: float = 1.0,
    ) -> NDArray[np.int64]:
        """Labels of all syllables by ``scores`` and by the evidence of the article for what they say at first.

        Args:
            batch, layout: the syllables and their sentences.
            marked: gazetteers.
            scores: of the labels of each row, without evidence.
            legal: transitions and initial scores.
            share: how much the evidence counts.
        """
        tags = viterbi(scores, layout.lengths, *legal)
        bits = documents.evidence(batch, placed(batch, layout, tags))
        near = self._near(layout, bits)
        if len(near):
            padded = columns(batch, layout, {**marked, documents.COLUMN: bits})
            plain = {**padded, documents.COLUMN: pad(layout, _nothing(batch))}
            late, at = self.model.stack(documents.COLUMN), layout.place[near]
            with_it, without = (self.model.partial_emissions(column, at, late) for column in (padded, plain))
            better = scores.copy()
            better[near] += np.float32(share) * (with_it - without)
            touched = np.zeros(len(layout.lengths), dtype=np.bool_)
            touched[np.searchsorted(np.cumsum(layout.lengths), near, side="right")] = True
            again = np.repeat(touched, layout.lengths)
            tags[again] = viterbi(better[again], layout.lengths[touched], *legal)
        return placed(batch, layout, tags)

    def _near(self, layout: Layout, bits: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The rows of a layout whose features see some evidence."""
        told = layout.place[bits[layout.syllable] > 0]
        seen = np.zeros(layout.size, dtype=np.bool_)
        for distance in self.model.distances(documents.COLUMN):
            seen[told - distance] = True
        return np.flatnonzero(seen[layout.place])


def placed(batch: Syllables, layout: Layout, tags: NDArray[np.int64]) -> NDArray[np.int64]:
    """Labels of the rows of a layout as labels of all syllables, 0 outside of the sentences."""
    whole = np.zeros(len(batch), dtype=np.int64)
    whole[layout.syllable] = tags
    return whole


def _nothing(batch: Syllables) -> NDArray[np.uint64]:
    return np.zeros(len(batch), dtype=np.uint64)
