"""Lists of known words and names; where they occur becomes a column of the tagger's features, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vnnews.text.syllables import Syllables, syllabify

GAZETTEERS = (
    "surnames",
    "middle_names",
    "given_names",
    "person_prefixes",
    "titles",
    "body_heads",
    "bare_bodies",
    "place_types",
    "provinces",
    "countries",
    "regions",
    "law_types",
    "event_heads",
    "work_heads",
)
"""In the order of their bits; a trained model depends on it."""

LONGEST = 6
"""Syllables of the longest entry that is used."""

_HERE = Path(__file__).parent / "gazetteers"
_PLACES = Path(__file__).parent.parent / "places" / "data"  # tables shared as data: no code of places/ is needed
_MULTIPLIER = np.uint64(0x9FB21C651E98DF25)


def entries(gazetteer: str) -> Iterator[str]:
    """The entries of a gazetteer, as written in its table."""
    if gazetteer == "provinces":
        for row in _rows(_PLACES / "provinces.tsv"):
            yield row[1]
            yield from filter(None, row[2].split("|"))
    elif gazetteer == "countries":
        for row in _rows(_PLACES / "countries.tsv"):
            yield from row[1].split("|")
    elif gazetteer == "place_types":
        for row in _rows(_PLACES / "place_types.tsv"):
            yield row[0]
    else:
        for row in _rows(_HERE / f"{gazetteer}.txt", header=False):
            yield row[0]


def _rows(path: Path, header: bool = True) -> Iterator[list[str]]:
    """Rows of a table: a comment line with the source, a header if it has columns, then tab-separated values."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines[2 if header else 1 :]:
        if line:
            yield line.split("\t")


def mark(batch: Syllables) -> NDArray[np.uint64]:
    """Bits of the gazetteers that each syllable stands in.

    Returns:
        Shape (syllables,): bit 2k for the first syllable of an entry of gazetteer k, bit 2k + 1 for the others.
    """
    bits = np.zeros(len(batch), dtype=np.uint64)
    key = batch.hashes
    for length in range(1, LONGEST + 1):
        if length > 1:
            key = _join(key[:-1], batch.hashes[length - 1 :])
        known, first, inside = _table()[length]
        if not len(known) or not len(key):
            continue
        place = np.minimum(np.searchsorted(known, key), len(known) - 1)
        hit = np.flatnonzero(known[place] == key)
        bits[hit] |= first[place[hit]]
        for later in range(1, length):
            np.bitwise_or.at(bits, hit + later, inside[place[hit]])
    return bits


def _join(key: NDArray[np.uint64], following: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        return (key ^ (key >> np.uint64(31))) * _MULTIPLIER + following


@cache
def _table() -> dict[int, tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]]:
    """By length in syllables: sorted keys of the entries, bits of their first and of their other syllables."""
    found: dict[int, dict[int, int]] = {length: {} for length in range(1, LONGEST + 1)}
    for number, gazetteer in enumerate(GAZETTEERS):
        for length, key in _keys(entries(gazetteer)):
            found[length][key] = found[length].get(key, 0) | 1 << 2 * number
    table = {}
    for length, bits in found.items():
        keys = np.array(sorted(bits), dtype=np.uint64)
        first = np.array([bits[int(key)] for key in keys], dtype=np.uint64)
        table[length] = keys, first, first << np.uint64(1)
    return table


def _keys(phrases: Iterable[str]) -> Iterator[tuple[int, int]]:
    batch = syllabify(list(phrases))
    bounds = np.searchsorted(batch.starts, batch.texts)
    for begin, end in pairwise(bounds.tolist()):
        if 0 < end - begin <= LONGEST:
            key = batch.hashes[begin : begin + 1]
            for following in range(begin + 1, end):
                key = _join(key, batch.hashes[following : following + 1])
            yield int(end - begin), int(key[0])
