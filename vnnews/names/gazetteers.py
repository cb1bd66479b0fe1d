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
    """Entries of one length and column: sorted keys, and for each the bit of the first syllable in each gazetteer."""

    keys: NDArray[np.uint64]
    bits: NDArray[np.uint64]


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
    marked = {column: np.zeros(len(batch), dtype=np.uint64) for column in GAZETTEERS}
    key = batch.hashes
    for length in range(1, LONGEST + 1):
        if length > 1:
            key = _join(key[:-1], batch.hashes[length - 1 :])
        for column, bits in marked.items():
            known, entry_bits = _tables()[length, column]
            if not len(known) or not len(key):
                continue  # no entry so long
            place = np.minimum(np.searchsorted(known, key), len(known) - 1)
            hit = np.flatnonzero(known[place] == key)
            first = entry_bits[place[hit]]
            bits[hit] |= first
            for later in range(1, length):
                bits[hit + later] |= first << np.uint64(1)
            bits[hit + length - 1] |= first << np.uint64(2)
    return marked


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
    return {length: np.unique(keys) for length, keys in found.items() if length >= least and len(keys)}


def _join(key: NDArray[np.uint64], following: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        return (key ^ (key >> np.uint64(31))) * _MULTIPLIER + following


@cache
def _tables() -> dict[tuple[int, str], _Phrases]:
    tables = {}
    for column, gazetteers in GAZETTEERS.items():
        keys: dict[int, list[NDArray[np.uint64]]] = {length: [] for length in range(1, LONGEST + 1)}
        bits: dict[int, list[NDArray[np.uint64]]] = {length: [] for length in range(1, LONGEST + 1)}
        for number, gazetteer in enumerate(gazetteers):
            for length, found in _keys(entries(gazetteer)).items():
                keys[length].append(found)
                bits[length].append(np.full(len(found), 1 << 3 * number, dtype=np.uint64))
        for length in keys:
            tables[length, column] = _merge(np.concatenate(keys[length]), np.concatenate(bits[length]))
    return tables


def _keys(phrases: Iterable[str], longest: int = LONGEST) -> dict[int, NDArray[np.uint64]]:
    """Keys of the phrases by their length in syllables."""
    batch = syllabify(list(phrases))
    first = np.searchsorted(batch.starts, batch.texts)
    lengths = np.diff(first)
    found = {}
    for length in range(1, longest + 1):
        begin = first[:-1][lengths == length]
        key = batch.hashes[begin]
        for later in range(1, length):
            key = _join(key, batch.hashes[begin + later])
        found[length] = key
    return found


def _merge(keys: NDArray[np.uint64], bits: NDArray[np.uint64]) -> _Phrases:
    """One row a key, with the bits of all gazetteers that have it."""
    order = np.argsort(keys, kind="stable")
    keys, bits = keys[order], bits[order]
    begin = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, dtype=np.int64)
    return _Phrases(keys[begin], np.bitwise_or.reduceat(bits, begin) if len(begin) else bits)
