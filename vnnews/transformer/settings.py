"""What a model needs beside the graph of its network; kept in the metadata of its file."""

from __future__ import annotations

import msgspec

KEY = "vnnews"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels, vocabulary and CRF.

    Attributes:
        labels: the label set, "O" first.
        pieces: the vocabulary.
        scores: log-probabilities of the pieces.
        transitions: shape (labels, labels), by row.
        initial: shape (labels,).
    """

    labels: tuple[str, ...]
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    transitions: tuple[tuple[float, ...], ...]
    initial: tuple[float, ...]
