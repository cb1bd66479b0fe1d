"""Names by the accurate model: a transformer, with the fast model at its side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnnews.errors import ModelError
from vnnews.names import gazetteers
from vnnews.names.tagger import LABELS, fast_tagger
from vnnews.tagging.bio import legal
from vnnews.tagging.features import Layout, lay_out
from vnnews.tagging.model import Model
from vnnews.tagging.viterbi import viterbi
from vnnews.text.sentences import Sentences
from vnnews.text.syllables import SHAPE_PUNCT, Syllables
from vnnews.transformer.emissions import Transformer
from vnnews.transformer.session import load

FAST_SHARE = 0.3
"""How much the scores of the fast model count beside those of the transformer."""

MODEL = Path(__file__).parent.parent / "models" / "names-accurate.onnx"

_BITS = {column: 3 * len(names) for column, names in gazetteers.GAZETTEERS.items()}
FEATURES = sum(_BITS.values()) + SHAPE_PUNCT + 1
"""Bits of the gazetteers, then one for the shape."""


@cache
def accurate_tagger(threads: int | None = None) -> AccurateTagger:
    """The accurate model that comes with vnnews.

    Args:
        threads: for one run of the network; None for as many as there are processors.

    Raises:
        ModelError: its file is missing or damaged, or onnxruntime is not installed.
    """
    transformer = load(MODEL, threads)
    if transformer.labels != LABELS:
        raise ModelError(f"{MODEL}: its labels are not those of this version")
    return AccurateTagger(transformer, fast_tagger().model)


@dataclass(frozen=True)
class AccurateTagger:
    """The transformer, and the fast model whose scores are added to its own.

    Attributes:
        transformer: knows the gazetteers too, as features of the first piece of a syllable.
        fast: the linear-chain CRF; None for the transformer alone.
    """

    transformer: Transformer
    fast: Model | None = None

    def tag(self, batch: Syllables, sentences: Sentences) -> NDArray[np.int64]:
        """See :class:`vnnews.names.tagger.NameTagger`."""
        layout = lay_out(sentences)
        tags = np.zeros(len(batch), dtype=np.int64)
        tags[layout.syllable] = viterbi(self.scores(batch, sentences, layout), layout.lengths, *self.legal())
        return tags

    def scores(self, batch: Syllables, sentences: Sentences, layout: Layout) -> NDArray[np.float32]:
        """Scores of the labels of each row of the layout, shape (rows, labels)."""
        marked = gazetteers.mark(batch)
        scores = self.transformer.emissions(batch, sentences, features(batch, marked))[layout.syllable]
        if self.fast is not None:
            scores += np.float32(FAST_SHARE) * self.fast.emissions(batch, layout, marked)
        return scores

    def legal(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Transitions and initial scores, illegal ones out of reach."""
        transitions, initial = self.transformer.transitions, self.transformer.initial
        if self.fast is not None:
            transitions = transitions + FAST_SHARE * self.fast.transitions
            initial = initial + FAST_SHARE * self.fast.initial
        return legal(LABELS, transitions, initial)


def features(batch: Syllables, marked: dict[str, NDArray[np.uint64]]) -> NDArray[np.uint8]:
    """Gazetteers and shape of each syllable as bits, shape (syllables, FEATURES).

    Args:
        batch: the syllables.
        marked: what :func:`vnnews.names.gazetteers.mark` says of them.
    """
    bits = [
        ((marked[column][:, None] >> np.arange(size, dtype=np.uint64)) & np.uint64(1)).astype(np.uint8)
        for column, size in _BITS.items()
    ]
    shapes = np.minimum(batch.shapes, SHAPE_PUNCT)[:, None] == np.arange(SHAPE_PUNCT + 1)
    return np.concatenate([*bits, shapes.astype(np.uint8)], axis=1)
