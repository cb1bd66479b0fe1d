"""Sentences -> windows: several sentences side by side, with the text around them to both sides as context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vnnews.text.sentences import Sentences
from vnnews.transformer.pieces import BEGIN, END, PADDING, Pieces

LONGEST = 512
"""Pieces of the longest window, marks included: so many places the network knows."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window of a batch.

    Attributes:
        begin, end: pieces of the window, context included.
        first, last: syllables whose labels are read off it, up to and not including the last.
        cuts: pieces before which a sentence begins, inside of (begin, end).
    """

    begin: int
    end: int
    first: int
    last: int
    cuts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """Windows as arrays of equal length.

    Attributes:
        ids: pieces, shape (windows, length), padded with PADDING.
        syllable: the syllable that each piece begins, -1 for other pieces, shape (windows, length).
        window, place: where the first piece of each syllable stands that is read off here, shape (syllables,).
        read: these syllables, shape (syllables,).
    """

    ids: NDArray[np.int64]
    syllable: NDArray[np.int64]
    window: NDArray[np.int64]
    place: NDArray[np.int64]
    read: NDArray[np.int64]


def windows(pieces: Pieces, sentences: Sentences, core: int, context: int) -> list[Window]:
    """Cut the sentences of a batch into windows.

    Args:
        pieces: of the batch.
        sentences: in order, not overlapping.
        core: pieces whose sentences are read off one window; a longer sentence is cut.
        context: pieces of the text before and after, at most, on each side.
    """
    first = pieces.first
    room = LONGEST - 4 * (context + 1)  # for what is read off and a mark a sentence; the context may be all marks too
    found: list[Window] = []
    texts = sentences.text.tolist()
    spans = list(zip(sentences.first.tolist(), sentences.stop.tolist(), texts, strict=True))
    bounds = _text_bounds(spans)
    begins = first[sentences.first]
    parts = [part for span in spans for part in _parts(span, first, core)]
    index = 0
    while index < len(parts):
        start, _, text = parts[index]
        stop = index + 1
        while stop < len(parts) and parts[stop][2] == text:
            size = first[parts[stop][1]] - first[start]
            if size > core or size + stop - index >= room:
                break
            stop += 1
        last = parts[stop - 1][1]
        low, high = bounds[text]
        begin = _syllable_at(first, max(int(first[start]) - context, int(first[low])), "right")
        end = _syllable_at(first, min(int(first[last]) + context, int(first[high])), "left")
        inside = slice(np.searchsorted(begins, begin, side="right"), np.searchsorted(begins, end))
        found.append(Window(begin, end, start, last, tuple(begins[inside].tolist())))
        index = stop
    return found


def _text_bounds(spans: list[tuple[int, int, int]]) -> dict[int, tuple[int, int]]:
    bounds: dict[int, tuple[int, int]] = {}
    for start, stop, text in spans:
        low, _ = bounds.get(text, (start, stop))
        bounds[text] = (low, stop)
    return bounds


def _parts(span: tuple[int, int, int], first: NDArray[np.int64], core: int) -> list[tuple[int, int, int]]:
    """A sentence, or the parts of a long one, each of at most ``core`` pieces."""
    start, stop, text = span
    parts = []
    while first[stop] - first[start] > core:
        cut = max(int(np.searchsorted(first, first[start] + core, side="right")) - 1, start + 1)
        parts.append((start, cut, text))
        start = cut
    if start < stop:
        parts.append((start, stop, text))
    return parts


def _syllable_at(first: NDArray[np.int64], piece: int, side: str) -> int:
    """The nearest border between syllables: at or after the piece for "right", at or before it for "left"."""
    place = int(np.searchsorted(first, piece))
    if side == "left" and first[place] > piece:
        place -= 1
    return int(first[place])


def by_length(found: Iterable[Window], most: int) -> Iterator[list[Window]]:
    """Windows of similar length together, in batches of at most ``most`` pieces, padding included."""
    batch: list[Window] = []
    for window in sorted(found, key=lambda window: window.end - window.begin):
        if batch and (len(batch) + 1) * (window.end - window.begin + 2) > most:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def pack(pieces: Pieces, chosen: list[Window]) -> Packed:
    """Lay windows out as arrays; sentences begin behind an END piece, as the window begins behind BEGIN."""
    length = max(window.end - window.begin + len(window.cuts) + 2 for window in chosen)
    ids = np.full((len(chosen), length), PADDING, dtype=np.int64)
    syllable = np.full((len(chosen), length), -1, dtype=np.int64)
    rows, places, read = [], [], []
    for row, window in enumerate(chosen):
        ids[row, 0] = BEGIN
        place = np.arange(window.begin, window.end) - window.begin + 1
        for cut in window.cuts:
            place[cut - window.begin :] += 1
            ids[row, place[cut - window.begin] - 1] = END
        ids[row, place] = pieces.ids[window.begin : window.end]
        ids[row, place[-1] + 1] = END
        low = int(np.searchsorted(pieces.first, window.begin))
        high = int(np.searchsorted(pieces.first, window.end))
        heads = place[pieces.first[low:high] - window.begin]
        syllable[row, heads] = np.arange(low, high)
        rows.append(np.full(window.last - window.first, row))
        places.append(heads[window.first - low : window.last - low])
        read.append(np.arange(window.first, window.last))
    return Packed(ids, syllable, np.concatenate(rows), np.concatenate(places), np.concatenate(read))


def laid_out(features: NDArray[np.uint8], syllable: NDArray[np.int64]) -> NDArray[np.float32]:
    """The features of each piece, shape (windows, length, features): of the syllable that it begins, else none."""
    out = np.zeros((*syllable.shape, features.shape[1]), dtype=np.float32)
    begins = syllable >= 0
    out[begins] = features[syllable[begins]]
    return out
