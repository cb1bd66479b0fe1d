"""Lists of known words and names; where they occur becomes columns of the tagger's features, never a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnnews.names.phrases import Phrases, index, join, load
from vnnews.tables import read_table
from vnnews.text.syllables import Syllables

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

INDEX = Path(__file__).parent.parent / "models" / "gazetteers.npz"
"""The tables as :mod:`vnnews.names.build_index` reads them, since each process would take long for it."""
_HERE = Path(__file__).parent / "gazetteers"
PLACES = Path(__file__).parent.parent / "places" / "data"
"""Tables of places, shared as data: no code of places/ is needed."""

_INSIDE, _LAST = np.uint64(1), np.uint64(2)


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
    for length, found, place in _found(batch, _index()):
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
    for length, bits, place in _found(batch, _index_of_titles(gazetteers)):
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


def _found(batch: Syllables, tables: list[Phrases]) -> Iterator[tuple[int, NDArray[np.uint64], NDArray[np.int64]]]:
    """Where entries and their beginnings stand, by length.

    Yields:
        Length in syllables, the bits of the entries that end there, shape (columns, n), and the first syllables (n,).
    """
    sample, same = batch.distinct
    key, place = batch.hashes[sample], np.arange(len(batch))
    for length, (known, bits, goes_on) in enumerate(tables, 1):
        if length > 1:
            place = place[: np.searchsorted(place, len(batch) - length + 1)]
            key = join(key[: len(place)], batch.hashes[place + (length - 1)])
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


@cache
def _index() -> list[Phrases]:
    """The gazetteers as they are in the features."""
    return load(INDEX, len(GAZETTEERS))


def make_index() -> list[Phrases]:
    """The same, made from the tables."""
    return index([list(map(entries, gazetteers)) for gazetteers in GAZETTEERS.values()], LONGEST)


@cache
def _index_of_titles(gazetteers: tuple[str, ...]) -> list[Phrases]:
    return index([[entries(gazetteer)] for gazetteer in gazetteers], LONGEST_TITLE)
