"""The best labels of all sentences of a batch at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def viterbi(
    emissions: NDArray[np.float32],
    lengths: NDArray[np.int64],
    transitions: NDArray[np.float32],
    initial: NDArray[np.float32],
) -> NDArray[np.int64]:
    """Decode.

    Args:
        emissions: scores of the labels, shape (rows, labels), sentences one after another.
        lengths: rows of each sentence, shape (sentences,).
        transitions: shape (labels, labels), from row to column.
        initial: score of each label at the start, shape (labels,).

    Returns:
        The label of each row, shape (rows,).
    """
    tags = np.zeros(len(emissions), dtype=np.int64)
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] > 0]
    if not len(order):
        return tags
    size = lengths[order]
    begin = (np.cumsum(lengths) - lengths)[order]
    longest = int(size[0])
    alive = np.searchsorted(-size, -np.arange(longest), side="left")  # sentences longer than each step
    score = emissions[begin] + initial
    came: list[NDArray[np.intp]] = []
    columns = np.ascontiguousarray(transitions.T)
    for step in range(1, longest):
        count = int(alive[step])
        paths = score[:count, None, :] + columns  # (sentences, to, from)
        best = paths.argmax(2)
        came.append(best)
        score[:count] = np.take_along_axis(paths, best[:, :, None], 2)[:, :, 0] + emissions[begin[:count] + step]
    label = score.argmax(1)
    for step in range(longest - 1, 0, -1):
        best = came[step - 1]
        count = len(best)
        tags[begin[:count] + step] = label[:count]
        label[:count] = best[np.arange(count), label[:count]]
    tags[begin] = label
    return tags
