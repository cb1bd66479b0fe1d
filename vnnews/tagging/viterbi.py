"""The best labels of all sentences of a batch at once."""

from __future__ import annotations

from itertools import pairwise

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
    if not len(tags):
        return tags
    row, bounds = _by_step(lengths)
    scores = emissions[row]
    _forward(scores, bounds, transitions, initial)
    into = np.ascontiguousarray(transitions.T)
    labels = np.zeros(len(row), dtype=np.int64)
    later = labels[:0]
    for end, begin in pairwise(bounds[::-1]):  # back: only the way to the chosen label
        score = scores[begin:end]
        score[: len(later)] += into.take(later, axis=0)
        later = score.argmax(1, out=labels[begin:end])
    tags[row] = labels
    return tags


def _by_step(lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[int]]:
    """The rows in the order in which they are worked on, and where each step begins in it.

    First the first rows of all sentences, then their second rows; long sentences first, so that those that have a next
    row stay in front.
    """
    order = np.argsort(-lengths, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    step = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    bounds = np.concatenate([[0], np.cumsum(np.bincount(step))])
    row = np.empty_like(step)
    row[bounds[step] + np.repeat(rank, lengths)] = np.arange(len(step))
    return row, bounds.tolist()


def _forward(
    scores: NDArray[np.float32], bounds: list[int], transitions: NDArray[np.float32], initial: NDArray[np.float32]
) -> None:
    """Add to the score of each label, in the order of steps, that of the best way to it."""
    most = bounds[1]
    score = scores[:most]
    score += initial
    ways = np.empty(
        (len(transitions), most, len(transitions)), dtype=np.float32
    )  # (from, sentences, to): the fast order
    best = np.empty_like(score)
    steps = transitions[:, None, :]
    for begin, end in pairwise(bounds[1:]):
        count = end - begin
        if count != most:
            most, ways, best = count, ways[:, :count], best[:count]
        np.add(score[:count].T[:, :, None], steps, out=ways)
        np.maximum.reduce(ways, axis=0, out=best)
        score = scores[begin:end]
        score += best
