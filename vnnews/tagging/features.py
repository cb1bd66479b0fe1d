"""Syllables -> rows of the weight table: each feature is a hash of a few neighbours.

A template names the columns that it joins and their distance from the syllable: ``"w-1|w0"`` is the pair of the
syllable before and this one. Columns:

=====  ==========================================================
``w``  the folded syllable
``s``  its shape (lower, Title, UPPER, digits, a punctuation mark)
``a``  its first two letters
``z``  its last two letters
=====  ==========================================================

A task may add columns of its own, such as ``g``, the gazetteers that the syllable stands in, as a set of bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

from vnnews.text.sentences import Sentences
from vnnews.text.syllables import Syllables

PAD = 4
"""Rows of padding between sentences; no template looks further than this."""

LONGEST = 400
"""Sentences are tagged in pieces of at most this many syllables, so that hostile input stays linear."""

Columns = Mapping[str, NDArray[np.uint64]]

_PADDING = np.uint64(0x9E6C63D0876A9A35)
_MULTIPLIERS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB)
_PART = regex.compile(r"([a-z])(-?[0-9])")


@dataclass(frozen=True, slots=True)
class Layout:
    """Sentences side by side with padding between them.

    Attributes:
        syllable: index of the syllable of each tagged row, shape (rows,).
        place: its place in the padded arrays, shape (rows,).
        lengths: syllables of each piece, shape (pieces,).
        size: length of the padded arrays.
    """

    syllable: NDArray[np.int64]
    place: NDArray[np.int64]
    lengths: NDArray[np.int64]
    size: int


def lay_out(sentences: Sentences) -> Layout:
    """Cut long sentences into pieces and place all pieces."""
    first, stop = sentences.first, sentences.stop
    if len(first) and int((stop - first).max()) > LONGEST:
        pieces = [(a, min(a + LONGEST, b)) for x, b in zip(first, stop, strict=True) for a in range(x, b, LONGEST)]
        first, stop = np.array(pieces, dtype=np.int64).T
    lengths = stop - first
    done = np.cumsum(lengths)
    rows = int(done[-1]) if len(done) else 0
    syllable = np.arange(rows) + np.repeat(first - (done - lengths), lengths)
    place = np.arange(rows) + np.repeat(PAD * (np.arange(len(lengths)) + 1), lengths)
    return Layout(syllable, place, lengths, rows + PAD * (max(len(lengths), 1) + 1))


def columns(batch: Syllables, layout: Layout, own: Columns) -> Columns:
    """The padded columns that templates name; ``own`` are those of the task, with one value per syllable."""
    sources = {
        "w": batch.hashes,
        "s": batch.shapes.astype(np.uint64),
        "a": batch.heads,
        "z": batch.tails,
        **own,
    }
    return {name: pad(layout, source) for name, source in sources.items()}


def pad(layout: Layout, column: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A column of values by syllable in the places of the layout, padding between."""
    padded = np.full(layout.size, _PADDING, dtype=np.uint64)
    padded[layout.place] = column[layout.syllable]
    return padded


@cache
def parse_template(template: str) -> tuple[tuple[str, int], ...]:
    """The columns and distances that a template joins.

    >>> parse_template("w-1|w0")
    (('w', -1), ('w', 0))
    """
    parts = []
    for part in template.split("|"):
        found = _PART.fullmatch(part)
        if found is None or abs(int(found[2])) > PAD:
            raise ValueError(f"not a feature template: {template!r}")
        parts.append((found[1], int(found[2])))
    return tuple(parts)


def rows(columns: Columns, number: int, template: str, bits: int) -> NDArray[np.int64]:
    """Row of the weight table for each place of the padded columns.

    Args:
        columns: see :func:`columns`, arrays of shape (n,).
        number: number of the template, so that equal values under two templates do not meet.
        template: see the module's docstring.
        bits: the table has 2**bits rows.

    Returns:
        Shape (n - 2 * PAD,): the padding at both ends has no rows.
    """
    size = len(columns["w"]) - 2 * PAD
    with np.errstate(over="ignore"):
        mixed = np.full(size, _seed(number), dtype=np.uint64)
        for (name, distance), multiplier in zip(parse_template(template), _MULTIPLIERS, strict=False):
            mixed ^= columns[name][PAD + distance : PAD + distance + size]
            mixed *= np.uint64(multiplier)
            mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


class Stack:
    """Templates whose rows are made all at once: for a few syllables it is the calls of NumPy that take the time.

    The rows are those of :func:`rows`, in the order of the templates.

    Args:
        templates: numbers in the model, and the templates.
        bits: the table has 2**bits rows.
    """

    def __init__(self, templates: Mapping[int, str], bits: int) -> None:
        parsed = {number: parse_template(template) for number, template in templates.items()}
        order = sorted(parsed, key=lambda number: -len(parsed[number]))  # those with a next part stay in front
        self._sources = sorted({source for parts in parsed.values() for source in parts})
        self._seeds = np.array([_seed(number) for number in order], dtype=np.uint64)[:, None]
        self._parts = [
            np.array([self._sources.index(parsed[number][part]) for number in order if len(parsed[number]) > part])
            for part in range(max(map(len, parsed.values())))
        ]
        place = {number: index for index, number in enumerate(order)}
        self._back = np.array([place[number] for number in parsed])
        self._shift = np.uint64(64 - bits)

    def rows(self, padded: Columns, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Rows of the weight table, shape (templates, places)."""
        values = np.empty((len(self._sources), len(places)), dtype=np.uint64)
        for value, (name, distance) in zip(values, self._sources, strict=True):
            padded[name].take(places + distance, out=value, mode="clip")
        with np.errstate(over="ignore"):
            mixed = np.repeat(self._seeds, len(places), axis=1)
            for part, multiplier in zip(self._parts, _MULTIPLIERS, strict=False):
                open_to = mixed[: len(part)]
                open_to ^= values.take(part, axis=0)
                open_to *= np.uint64(multiplier)
                open_to ^= open_to >> np.uint64(29)
        mixed >>= self._shift
        return mixed.view(np.int64).take(self._back, axis=0)


def _seed(number: int) -> int:
    """Where the hash of a template begins."""
    return ((number + 1) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF


def all_rows(columns: Columns, layout: Layout, templates: Sequence[str], bits: int) -> NDArray[np.int32]:
    """Rows of all templates, shape (syllables, templates); used in training."""
    out = np.empty((len(layout.place), len(templates)), dtype=np.int32)
    for number, template in enumerate(templates):
        out[:, number] = rows(columns, number, template, bits)[layout.place - PAD]
    return out
