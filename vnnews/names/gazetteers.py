"""Lists of known words and names; where they occur becomes columns of the tagger's features, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnnews.tables import read_table
from vnnews.text.syllables import Syllables, syllabify

GAZETTEERS: Mapping[str, tuple[str, ...]] = {
    "p": (
        *("surnames", "middle_names", "given_names", "person_prefixes", "titles"),
        *("foreign_first_names", "foreign_last_names"),
    ),
    "l": ("place_types", "provinces", "districts", "communes", "countries", "regions", "world_cities"),
    "b": (
        *("body_heads", "bare_bodies", "law_types", "event_heads", "work_heads"),
        *("clubs_and_companies", "laws", "events", "products_and_works"),
    ),
}
"""By column of the features (people, places, bodies and others), in the order of their bits.

A trained model depends on it.
"""

LONGEST = 9
"""Syllables of the longest entry that is used."""

LONGEST_TITLE = 20
"""The same for titles."""

_HERE = Path(__file__).parent / "gazetteers"
PLACES = Path(__file__).parent.parent / "places" / "data"
"""Tables of places, shared as data: no code of places/ is needed."""

_INSIDE, _LAST = np.uint64(1), np.uint64(2)
_MULTIPLIER = np.uint64(0x9FB21C651E98DF25)


class _Phrases(NamedTuple):
    """Beginnings of entries that are of one length, and the entries that end there.

    Attributes:
        keys: sorted, shape (n,).
        bits: by column the bit of the first syllable in each gazetteer, 0 where no entry ends; shape (columns, n).
        goes_on: whether some entry is longer, shape (n,).
    """

    keys: NDArray[np.uint64]
    bits: NDArray[np.uint64]
    goes_on: NDArray[np.bool_]


def entries(gazetteer: str) -> Iterator[str]:
    """The entries of a gazetteer, as written in its table."""
    if gazetteer == "provinces":
        for row in read_table(PLACES / "provinces.tsv"):
            yield row[1]
            yield from filter(None, row[2].split("|"))
    elif gazetteer == "countries":
        for row in read_table(PLACES / "countries.tsv"):
            yield from row[1].split("|")
    elif gazetteer == "place_types":
        for row in read_table(PLACES / "place_types.tsv"):
            yield row[0]
    else:
        for row in read_table(_HERE / f"{gazetteer}.txt", header=False):
            yield row[0]


def mark(batch: Syllables) -> dict[str, NDArray[np.uint64]]:
    """Bits of the gazetteers that each syllable stands in, by column.

    Returns:
        Arrays of shape (syllables,): of the column's gazetteer k bit 3k for the first syllable of an entry, 3k + 1
        for the others, 3k + 2 for the last.
    """
    marked = np.zeros((len(GAZETTEERS), len(batch)), dtype=np.uint64)
    for length, found, place in _found(batch, _tables(tuple(GAZETTEERS.values()), LONGEST)):
        for bits, first in zip(marked, found, strict=True):
            entry = np.flatnonzero(first)
            if not len(entry):
                continue
            first, begin = first[entry], place[entry]
            bits[begin] |= first
            inside, last = first << _INSIDE, first << _LAST
            for later in range(1, length):
                bits[begin + later] |= inside
            bits[begin + length - 1] |= last
    return dict(zip(GAZETTEERS, marked, strict=True))


def titles(batch: Syllables, gazetteers: tuple[str, ...], least: int) -> list[list[tuple[int, int]]]:
    """Where entries of at least ``least`` syllables stand, the longest at each place.

    Returns:
        For each gazetteer (first syllable, index after the last), in order, not overlapping.
    """
    found: list[list[tuple[int, int]]] = [[] for _ in gazetteers]
    for length, bits, place in _found(batch, _tables(tuple((gazetteer,) for gazetteer in gazetteers), LONGEST_TITLE)):
        if length >= least:
            for spans, first in zip(found, bits, strict=True):
                spans += [(begin, begin + length) for begin in place[first > 0].tolist()]
    return [_longest(spans) for spans in found]


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    chosen: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not chosen or span[0] >= chosen[-1][1]:
            chosen.append(span)
    return chosen


def _found(batch: Syllables, tables: list[_Phrases]) -> Iterator[tuple[int, NDArray[np.uint64], NDArray[np.int64]]]:
    """Where entries and their beginnings stand, by length.

    Yields:
        Length in syllables, the bits of the entries that end there, shape (columns, n), and the first syllables (n,).
    """
    sample, same = batch.distinct
    key, place = batch.hashes[sample], np.arange(len(batch))
    for length, (known, bits, goes_on) in enumerate(tables, 1):
        if length > 1:
            place = place[: np.searchsorted(place, len(batch) - length + 1)]
            key = _join(key[: len(place)], batch.hashes[place + (length - 1)])
        if not len(place):
            return
        row = np.minimum(np.searchsorted(known, key), len(known) - 1)
        hit = known[row] == key
        if length == 1:  # of single syllables each is looked up once
            key, row, hit = batch.hashes, row[same], hit[same]
        row, place, key = row[hit], place[hit], key[hit]
        yield length, bits[:, row], place
        longer = goes_on[row]
        key, place = key[longer], place[longer]


def _join(key: NDArray[np.uint64], following: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        return (key ^ (key >> np.uint64(31))) * _MULTIPLIER + following


@cache
def _tables(columns: tuple[tuple[str, ...], ...], longest: int) -> list[_Phrases]:
    """What begins an entry, by the length in syllables; entries longer than ``longest`` are left out.

    Args:
        columns: of each column its gazetteers, in the order of their bits.
        longest: syllables.
    """
    beginnings = [list[_Keys]() for _ in range(longest)]
    for column, gazetteers in enumerate(columns):
        for number, gazetteer in enumerate(gazetteers):
            for length, keys in _keys(entries(gazetteer), longest).items():
                for size, key in enumerate(keys, 1):
                    bit = 1 << 3 * number if size == length else 0
                    beginnings[size - 1].append((key, column, bit, size < length))
    return [_merge(found, len(columns)) for found in beginnings if found]


_Keys = tuple[NDArray[np.uint64], int, int, bool]
"""Keys of beginnings, and what is true of all of them: the column, its bit if entries end there, whether they go on."""


def _keys(phrases: Iterable[str], longest: int) -> dict[int, list[NDArray[np.uint64]]]:
    """Keys of the phrases by their length in syllables, and of each of their beginnings."""
    batch = syllabify(list(phrases))
    first = np.searchsorted(batch.starts, batch.texts)
    lengths = np.diff(first)
    found = {}
    for length in range(1, longest + 1):
        begin = first[:-1][lengths == length]
        if len(begin):
            keys = [batch.hashes[begin]]
            for later in range(1, length):
                keys.append(_join(keys[-1], batch.hashes[begin + later]))
            found[length] = keys
    return found


def _merge(found: list[_Keys], columns: int) -> _Phrases:
    """One row a key, with the bits of all gazetteers that have it."""
    keys, same = np.unique(np.concatenate([keys for keys, *_ in found]), return_inverse=True)
    bits = np.zeros((columns, len(keys)), dtype=np.uint64)
    goes_on = np.zeros(len(keys), dtype=np.bool_)
    done = 0
    for own, column, bit, longer in found:
        rows = same[done : done + len(own)]
        done += len(own)
        bits[column, rows] |= np.uint64(bit)
        goes_on[rows] |= longer
    return _Phrases(keys, bits, goes_on)
