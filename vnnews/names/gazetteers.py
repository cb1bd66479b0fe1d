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
    key, place = batch.hashes, np.arange(len(batch))
    for length, (known, entry_bits, goes_on) in enumerate(_tables(), 1):
        if length > 1:
            place = place[: np.searchsorted(place, len(batch) - length + 1)]
            key = _join(key[: len(place)], batch.hashes[place + (length - 1)])
        if not len(place):
            break
        row = np.minimum(np.searchsorted(known, key), len(known) - 1)
        hit = known[row] == key
        row, place, key = row[hit], place[hit], key[hit]
        for bits, ends in zip(marked, entry_bits, strict=True):
            first = ends[row]
            entry = np.flatnonzero(first)
            first, begin = first[entry], place[entry]
            bits[begin] |= first
            for later in range(1, length):
                bits[begin + later] |= first << np.uint64(1)
            bits[begin + length - 1] |= first << np.uint64(2)
        longer = goes_on[row]
        key, place = key[longer], place[longer]
    return dict(zip(GAZETTEERS, marked, strict=True))


def titles(batch: Syllables, gazetteers: Iterable[str], least: int) -> list[tuple[int, int]]:
    """Where entries of at least ``least`` syllables stand, the longest at each place.

    Returns:
        (first syllable, index after the last), in order, not overlapping.
    """
    known = _long_entries(tuple(gazetteers), least)
    found: list[tuple[int, int]] = []
    key = batch.hashes
    for length in range(1, min(max(known, default=0), len(batch)) + 1):
        if length > 1:
            key = _join(key[:-1], batch.hashes[length - 1 :])
        if length in known:
            place = np.minimum(np.searchsorted(known[length], key), len(known[length]) - 1)
            found += [(first, first + length) for first in np.flatnonzero(known[length][place] == key).tolist()]
    found.sort(key=lambda span: (span[0], -span[1]))
    chosen: list[tuple[int, int]] = []
    for span in found:
        if not chosen or span[0] >= chosen[-1][1]:
            chosen.append(span)
    return chosen


@cache
def _long_entries(gazetteers: tuple[str, ...], least: int) -> dict[int, NDArray[np.uint64]]:
    """Sorted keys by length."""
    texts = [entry for gazetteer in gazetteers for entry in entries(gazetteer)]
    found = _keys(texts, LONGEST_TITLE)
    return {length: np.unique(keys[-1]) for length, keys in found.items() if length >= least}


def _join(key: NDArray[np.uint64], following: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        return (key ^ (key >> np.uint64(31))) * _MULTIPLIER + following


@cache
def _tables() -> list[_Phrases]:
    """What begins an entry, by the length in syllables."""
    beginnings = [list[_Keys]() for _ in range(LONGEST)]
    for column, gazetteers in enumerate(GAZETTEERS.values()):
        for number, gazetteer in enumerate(gazetteers):
            for length, keys in _keys(entries(gazetteer)).items():
                for size, key in enumerate(keys, 1):
                    bit = 1 << 3 * number if size == length else 0
                    beginnings[size - 1].append((key, column, bit, size < length))
    return [_merge(found) for found in beginnings if found]


_Keys = tuple[NDArray[np.uint64], int, int, bool]
"""Keys of beginnings, and what is true of all of them: the column, its bit if entries end there, whether they go on."""


def _keys(phrases: Iterable[str], longest: int = LONGEST) -> dict[int, list[NDArray[np.uint64]]]:
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


def _merge(found: list[_Keys]) -> _Phrases:
    """One row a key, with the bits of all gazetteers that have it."""
    keys, same = np.unique(np.concatenate([keys for keys, *_ in found]), return_inverse=True)
    bits = np.zeros((len(GAZETTEERS), len(keys)), dtype=np.uint64)
    goes_on = np.zeros(len(keys), dtype=np.bool_)
    done = 0
    for own, column, bit, longer in found:
        rows = same[done : done + len(own)]
        done += len(own)
        bits[column, rows] |= np.uint64(bit)
        goes_on[rows] |= longer
    return _Phrases(keys, bits, goes_on)
