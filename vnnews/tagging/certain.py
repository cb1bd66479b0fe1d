"""Decoding where most rows are certain: only the stretches between these are left to Viterbi, with the same result."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vnnews.tagging.viterbi import viterbi


def margins(transitions: NDArray[np.float32], initial: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much a label must lead all others to be the best whatever stands beside it, shape (labels,)."""
    before = (transitions[:, :, None] - transitions[:, None, :]).max(0)  # what the column's label may lose to the row's
    before = np.maximum(before, initial[:, None] - initial)
    after = np.maximum((transitions[:, None, :] - transitions[None, :, :]).max(2), 0)
    lost = before + after
    np.fill_diagonal(lost, 0)
    found: NDArray[np.float32] = lost.max(0)
    return found


def decode_uncertain(
    emissions: NDArray[np.float32],
    lengths: NDArray[np.int64],
    transitions: NDArray[np.float32],
    initial: NDArray[np.float32],
    margins: NDArray[np.float32],
) -> NDArray[np.int64]:
    """What :func:`vnnews.tagging.viterbi.viterbi` finds, of the same arguments and :func:`margins` of them."""
    rows = np.arange(len(emissions))
    tags: NDArray[np.int64] = emissions.argmax(1) if len(rows) else np.zeros(0, np.int64)
    others = emissions.copy()
    others[rows, tags] = -np.inf
    open_rows = np.flatnonzero(emissions[rows, tags] - others.max(1, initial=-np.inf) <= margins[tags])
    if not len(open_rows):
        return tags
    begins = np.zeros(len(rows) + 1, dtype=np.bool_)  # of sentences
    begins[np.cumsum(lengths)] = True
    begins[0] = True
    first = np.flatnonzero(np.append(True, np.diff(open_rows) > 1) | begins[open_rows])
    stop = np.append(first[1:], len(open_rows))
    scores = emissions[open_rows]
    row = open_rows[first]
    scores[first] += np.where(begins[row, None], initial, transitions[tags[row - 1]])
    last, after = stop - 1, open_rows[stop - 1] + 1
    goes_on = ~begins[after]
    scores[last[goes_on]] += transitions[:, tags[after[goes_on]]].T
    tags[open_rows] = viterbi(scores, stop - first, transitions, np.zeros_like(initial))
    return tags
