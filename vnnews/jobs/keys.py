"""Keys of articles, unique over a whole job, in eight bytes an article."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

_FRESH = 1 << 16  # hashes that are held in a set before they are sorted into an array


class Keys:
    """Gives every article a key that no article before it has: its own, with #2, #3 … behind where that is taken.

    Of the keys that were given only 64-bit hashes are kept. Where two hashes fall together by chance, which ten million
    keys do once in some hundred thousand jobs, a key gets a number that it would not need.

    >>> keys = Keys()
    >>> [keys.take(key) for key in ("a", "b", "a", "a#2", "a")]
    ['a', 'b', 'a#2', 'a#2#2', 'a#3']
    """

    def __init__(self) -> None:
        self._fresh: set[int] = set()
        self._sorted: list[NDArray[np.uint64]] = []  # each larger than the next
        self._times: dict[str, int] = {}

    def take(self, base: str) -> str:
        """The key for an article that would be called ``base``."""
        key = base
        while (hashed := _hash(key)) in self._fresh or any(map(_within, self._sorted, [hashed] * len(self._sorted))):
            self._times[base] = self._times.get(base, 1) + 1
            key = f"{base}#{self._times[base]}"
        self._fresh.add(hashed)
        if len(self._fresh) >= _FRESH:
            self._sort()
        return key

    def _sort(self) -> None:
        merged = np.fromiter(self._fresh, dtype=np.uint64, count=len(self._fresh))
        self._fresh = set()
        while self._sorted and len(self._sorted[-1]) <= len(merged):
            merged = np.concatenate([self._sorted.pop(), merged])
        self._sorted.append(np.sort(merged))


def _within(hashes: NDArray[np.uint64], hashed: int) -> bool:
    value = np.uint64(hashed)
    index = int(np.searchsorted(hashes, value))
    return index < len(hashes) and bool(hashes[index] == value)


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
