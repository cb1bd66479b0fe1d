"""Names by the accurate model: a transformer, with the fast model at its side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnnews.errors import ModelError
from vnnews.names import gazetteers
from vnnews.names.labels import LABELS
from vnnews.names.tagger import FastTagger, fast_tagger, placed
from vnnews.tagging.bio import legal
from vnnews.tagging.features import Layout, lay_out
from vnnews.tagging.model import other_labels
from vnnews.tagging.viterbi import viterbi
from vnnews.text.sentences import Sentences
from vnnews.text.syllables import SHAPE_PUNCT, Syllables
from vnnews.transformer.emissions import Transformer
from vnnews.transformer.session import load

Marked = Mapping[str, NDArray[np.uint64]]
"""Gazetteers of each syllable, by column."""

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
    return load_accurate(MODEL, threads)


def load_accurate(path: Path, threads: int | None = None) -> AccurateTagger:
    """The model in a file, with the fast model that comes with vnnews at its side.

    Raises:
        ModelError: the file is missing or damaged or has other labels, or onnxruntime is not installed.
    """
    transformer = load(path, threads)
    if transformer.labels != LABELS:
        raise ModelError(f"{path}: {other_labels(transformer.labels)}")
    return AccurateTagger(transformer, fast_tagger())


@dataclass(frozen=True)
class AccurateTagger:
    """The transformer, and the fast model whose scores are added to its own.

    Attributes:
        transformer: knows the gazetteers too, as features of the first piece of a syllable.
        fast: the linear-chain CRF; None for the transformer alone.
    """

    transformer: Transformer
    fast: FastTagger | None = None

    def tag(self, batch: Syllables, sentences: Sentences) -> NDArray[np.int64]:
        """See :class:`vnnews.names.tagger.NameTagger`."""
        layout, marked = lay_out(sentences), gazetteers.mark(batch)
        scores = self.scores(batch, sentences, layout, marked)
        if self.fast is None:
            return placed(batch, layout, viterbi(scores, layout.lengths, *self.legal))
        return self.fast.read_twice(batch, layout, marked, scores, self.legal, FAST_SHARE)

    def scores(self, batch: Syllables, sentences: Sentences, layout: Layout, marked: Marked) -> NDArray[np.float32]:
        """Scores of the labels of each row of the layout, shape (rows, labels)."""
        scores = self.transformer.emissions(batch, sentences, features(batch, marked))[layout.syllable]
        if self.fast is not None:
            scores += np.float32(FAST_SHARE) * self.fast.scores(batch, layout, marked)
        return scores

    @cached_property
    def legal(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Transitions and initial scores, illegal ones out of reach."""
        transitions, initial = self.transformer.transitions, self.transformer.initial
        if self.fast is not None:
            transitions = transitions + np.float32(FAST_SHARE) * self.fast.model.transitions
            initial = initial + np.float32(FAST_SHARE) * self.fast.model.initial
        return legal(LABELS, transitions, initial)


def features(batch: Syllables, marked: Marked) -> NDArray[np.uint8]:
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
