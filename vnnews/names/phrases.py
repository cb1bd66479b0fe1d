"""Lists of phrases as sorted keys: what begins an entry, and what ends there, by the length in syllables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnnews.errors import ModelError
from vnnews.tagging.model import load_arrays, save_arrays
from vnnews.text.syllables import syllabify

_MULTIPLIER = np.uint64(0x9FB21C651E98DF25)


class Phrases(NamedTuple):
    """Beginnings of entries that are of one length, and the entries that end there.

    Attributes:
        keys: sorted, shape (n,).
        bits: by column the bit of the first syllable in each list, 0 where no entry ends; shape (columns, n).
        goes_on: whether some entry is longer, shape (n,).
    """

    keys: NDArray[np.uint64]
    bits: NDArray[np.uint64]
    goes_on: NDArray[np.bool_]


def join(key: NDArray[np.uint64], following: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The keys of phrases that are one syllable longer."""
    with np.errstate(over="ignore"):
        return (key ^ (key >> np.uint64(31))) * _MULTIPLIER + following


def index(columns: Sequence[Sequence[Iterable[str]]], longest: int) -> list[Phrases]:
    """What begins an entry, by the length in syllables; entries longer than ``longest`` are left out.

    Args:
        columns: of each column its lists, in the order of their bits.
        longest: syllables.
    """
    beginnings = [list[_Keys]() for _ in range(longest)]
    for column, lists in enumerate(columns):
        for number, phrases in enumerate(lists):
            for length, keys in _keys(phrases, longest).items():
                for size, key in enumerate(keys, 1):
                    bit = 1 << 3 * number if size == length else 0
                    beginnings[size - 1].append((key, column, bit, size < length))
    return [_merge(found, len(columns)) for found in beginnings if found]


def save(path: Path, lengths: Sequence[Phrases]) -> None:
    """Write an index and, beside it, its digest; not compressed, since every process that reads articles loads it."""
    arrays = {
        "sizes": np.array([len(phrases.keys) for phrases in lengths]),
        "keys": np.concatenate([phrases.keys for phrases in lengths]),
        "bits": np.concatenate([phrases.bits for phrases in lengths], axis=1).astype(np.uint32),
        "goes_on": np.concatenate([phrases.goes_on for phrases in lengths]).astype(np.uint8),
    }
    save_arrays(path, arrays, compressed=False)


def load(path: Path, columns: int) -> list[Phrases]:
    """Read an index that :func:`save` wrote.

    Args:
        path: the file.
        columns: those that it must have.

    Raises:
        ModelError: a file is missing or damaged.
    """
    arrays = load_arrays(path, ("sizes", "keys", "bits", "goes_on"))
    keys, bits, goes_on, ends = arrays["keys"], arrays["bits"], arrays["goes_on"], np.cumsum(arrays["sizes"])
    size = int(ends[-1])
    if keys.dtype != np.uint64 or (keys.shape, bits.shape, goes_on.shape) != ((size,), (columns, size), (size,)):
        raise ModelError(f"{path}: not an index of this version")
    parts = (np.split(array, ends[:-1], axis=-1) for array in (keys, bits.astype(np.uint64), goes_on.astype(np.bool_)))
    return [Phrases(*part) for part in zip(*parts, strict=True)]


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
                keys.append(join(keys[-1], batch.hashes[begin + later]))
            found[length] = keys
    return found


def _merge(found: list[_Keys], columns: int) -> Phrases:
    """One row a key, with the bits of all lists that have it."""
    keys, same = np.unique(np.concatenate([keys for keys, *_ in found]), return_inverse=True)
    bits = np.zeros((columns, len(keys)), dtype=np.uint64)
    goes_on = np.zeros(len(keys), dtype=np.bool_)
    done = 0
    for own, column, bit, longer in found:
        rows = same[done : done + len(own)]
        done += len(own)
        bits[column, rows] |= np.uint64(bit)
        goes_on[rows] |= longer
    return Phrases(keys, bits, goes_on)
