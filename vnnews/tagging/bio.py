"""Spans <-> BIO labels of syllables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from vnnews.text.syllables import Syllables

_FORBIDDEN = np.float32(-1e4)


def bio_labels(classes: Sequence[str]) -> tuple[str, ...]:
    """The label set: O, then B-x and I-x of each class.

    >>> bio_labels(["PER", "LOC"])
    ('O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC')
    """
    return ("O", *(f"{prefix}-{name}" for name in classes for prefix in "BI"))


def forbidden(labels: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which transitions (from, to) and which first labels break BIO: I-x follows only B-x or I-x."""
    inside = np.array([label.startswith("I-") for label in labels])
    name = np.array([label[2:] for label in labels])
    return inside[None, :] & (name[:, None] != name[None, :]), inside


def legal(
    labels: Sequence[str], transitions: NDArray[np.float32], initial: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Transitions and initial scores with those that break BIO out of reach."""
    between, at_start = forbidden(labels)
    return (
        np.where(between, _FORBIDDEN, transitions).astype(np.float32),
        np.where(at_start, _FORBIDDEN, initial).astype(np.float32),
    )


def encode(batch: Syllables, spans: Iterable[tuple[str, int, int]], labels: Sequence[str]) -> NDArray[np.int64]:
    """Labels of all syllables of a batch, shape (syllables,).

    Args:
        batch: the syllables.
        spans: (class, start, end) with offsets in ``batch.text``; classes that ``labels`` lacks are left out. A span
            that begins or ends inside a syllable takes the whole syllable.
        labels: see :func:`bio_labels`.
    """
    index = {label: number for number, label in enumerate(labels)}
    out = np.zeros(len(batch), dtype=np.int64)
    for name, start, end in spans:
        if f"B-{name}" in index:
            first = int(np.searchsorted(batch.ends, start, side="right"))
            stop = int(np.searchsorted(batch.starts, end, side="left"))
            if first < stop:
                out[first:stop] = index[f"I-{name}"]
                out[first] = index[f"B-{name}"]
    return out


def decode(tags: NDArray[np.int64], labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Spans (class, first syllable, index after the last) of legal BIO tags."""
    kind = np.array([0 if label == "O" else 1 if label[0] == "B" else 2 for label in labels])[tags]
    first = np.flatnonzero(kind == 1)
    ends = np.flatnonzero(np.append(kind[1:] != 2, True) & (kind > 0)) + 1
    return [(labels[tags[a]][2:], a, b) for a, b in zip(first.tolist(), ends.tolist(), strict=True)]
