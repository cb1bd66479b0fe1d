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
    alive = np.searchsorted(-size, -np.arange(int(size[0])), side="left").tolist()  # sentences longer than each step
    scores = _forward(emissions, begin, alive, transitions, initial)
    into = np.ascontiguousarray(transitions.T)
    label = np.zeros(0, dtype=np.int64)
    for step in range(len(alive) - 1, -1, -1):  # back: only the way to the label that was chosen is looked for
        score, on = scores[step], len(label)
        earlier = score[:on] + into[label] if on else score[:0]
        ended = score[on:]
        if len(ended):
            earlier = np.concatenate([earlier, ended]) if on else ended
        label = earlier.argmax(1)
        tags[begin[: alive[step]] + step] = label
    return tags


def _forward(
    emissions: NDArray[np.float32],
    begin: NDArray[np.int64],
    alive: list[int],
    transitions: NDArray[np.float32],
    initial: NDArray[np.float32],
) -> list[NDArray[np.float32]]:
    """The score of the best way to each label, one array (sentences, labels) a step."""
    score = emissions[begin] + initial
    scores = [score]
    paths = np.empty((len(transitions), *score.shape), dtype=np.float32)  # (from, sentences, to): the fast order
    steps = transitions[:, None, :]
    for step in range(1, len(alive)):
        count = alive[step]
        ways = np.add(score[:count].T[:, :, None], steps, out=paths[:, :count])
        score = np.maximum.reduce(ways, axis=0)
        score += emissions[begin[:count] + step]
        scores.append(score)
    return scores
