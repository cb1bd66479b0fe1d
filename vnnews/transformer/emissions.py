"""Scores of the labels of syllables by the network, whatever runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vnnews.text.sentences import Sentences
from vnnews.text.syllables import Syllables
from vnnews.transformer.pieces import Vocabulary, cut
from vnnews.transformer.windows import by_length, laid_out, pack, windows

CORE = 224
CONTEXT = 32
"""Pieces that are read off one window, and pieces of context on each side of them."""

BATCH = 512
"""Pieces of a batch of windows, padding included: more would not fit into the cache of a processor."""

Run = Callable[[NDArray[np.int64], NDArray[np.float32]], NDArray[np.float32]]
"""From pieces (windows, length) and features of the pieces (windows, length, features) to scores (…, labels)."""


@dataclass(frozen=True)
class Transformer:
    """A transformer for syllables, with a linear-chain CRF on top.

    Attributes:
        labels: the label set, "O" first.
        vocabulary: the pieces that the network knows.
        run: computes the scores.
        transitions: shape (labels, labels), from row to column.
        initial: shape (labels,).
        core, context: pieces read off a window, and around it.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    run: Run
    transitions: NDArray[np.float32]
    initial: NDArray[np.float32]
    core: int = CORE
    context: int = CONTEXT

    def emissions(self, batch: Syllables, sentences: Sentences, features: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Scores of the labels of all syllables, shape (syllables, labels); zero outside of the sentences.

        Args:
            batch: the syllables.
            sentences: of the batch.
            features: of the syllables, shape (syllables, features), bits.
        """
        scores = np.zeros((len(batch), len(self.labels)), dtype=np.float32)
        pieces = cut(batch, self.vocabulary)
        for chosen in by_length(windows(pieces, sentences, self.core, self.context), BATCH):
            packed = pack(pieces, chosen)
            out = self.run(packed.ids, laid_out(features, packed.syllable))
            scores[packed.read] = out[packed.window, packed.place]
        return scores
