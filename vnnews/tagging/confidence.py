"""How sure a linear-chain CRF is of the labels of a sentence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def path_probabilities(
    emissions: NDArray[np.float32],
    tags: NDArray[np.int64],
    lengths: NDArray[np.int64],
    transitions: NDArray[np.float32],
    initial: NDArray[np.float32],
) -> NDArray[np.float64]:
    """The probability of the given labels of each sentence, among all labels that it could have.

    Args:
        emissions: scores of the labels, shape (rows, labels), sentences one after another.
        tags: labels, shape (rows,).
        lengths: rows of each sentence, all above zero, shape (sentences,).
        transitions: shape (labels, labels), from row to column.
        initial: shape (labels,).

    Returns:
        Shape (sentences,), 0-1.
    """
    begin = np.cumsum(lengths) - lengths
    own = emissions[np.arange(len(tags)), tags].astype(np.float64)
    own[begin] += initial[tags[begin]]
    later = np.setdiff1d(np.arange(len(tags)), begin)
    own[later] += transitions[tags[later - 1], tags[later]]
    reached = np.add.reduceat(own, begin) if len(begin) else own
    score = emissions[begin].astype(np.float64) + initial
    step = np.exp(transitions.astype(np.float64))
    for place in range(1, int(lengths.max(initial=0))):
        live = np.flatnonzero(lengths > place)
        top = score[live].max(1, keepdims=True)
        score[live] = np.log(np.exp(score[live] - top) @ step + 1e-300) + top + emissions[begin[live] + place]
    top = score.max(1)
    partition = np.log(np.exp(score - top[:, None]).sum(1)) + top
    probabilities: NDArray[np.float64] = np.exp(np.minimum(reached - partition, 0.0))
    return probabilities
