"""The words of roles, and where in a batch they stand.

They are in ``role_titles.tsv`` and in the tagger's ``gazetteers/titles.txt``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vnnews.names.gazetteers import entries
from vnnews.tables import read_table
from vnnews.text.arrays import distinct
from vnnews.text.folding import fold
from vnnews.text.syllables import Syllables, syllabify

_TABLE = Path(__file__).parent / "role_titles.tsv"
_STOP_CODES = np.array(list(map(ord, '.;!?"“”…')), dtype=np.uint32)
_PAIR = np.uint64(0x9FB21C651E98DF25)
_SIEVE = np.uint64(0xFFFF)
_ALONE, _JOINED = 1, 2


class Marks(NamedTuple):
    """Where in a batch a role may begin, and where something ends that no role reaches across."""

    openings: list[int]
    stops: list[int]


def find_marks(batch: Syllables) -> Marks:
    """The words of a batch that begin a role, or a part of one, and the ends of its sentences and lines."""
    hashes = batch.hashes
    known, kinds, pairs, sieve = _opening_hashes()
    hits = np.flatnonzero(sieve[hashes & _SIEVE])
    hits = hits[_among(hashes[hits], known)]
    kind = kinds[np.searchsorted(known, hashes[hits])]
    following = np.minimum(hits + 1, len(hashes) - 1)
    with np.errstate(over="ignore"):
        begins = (kind & _ALONE > 0) | _among(hashes[hits] * _PAIR + hashes[following], pairs)
    opening = np.zeros(len(hashes), dtype=np.bool_)
    opening[hits] = begins
    opening[hits] |= (kind & _JOINED > 0) & opening[following]  # "nguyên", "phó": only before what opens a role
    mark = batch.codes[batch.starts]
    stop = np.isin(mark, _STOP_CODES)
    dots = np.flatnonzero(mark == ord("."))
    stop[dots] &= ~_among(hashes[dots - 1], _short_hashes())
    ends = np.concatenate([batch.ends[stop], batch.starts[batch.breaks]])
    ends.sort()
    return Marks(batch.starts[opening].tolist(), ends.tolist())


@cache
def phrases(kind: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases of a kind, by their first word, the longest first."""
    known = {tuple(fold(word).split()) for word, of in read_table(_TABLE) if of == kind}
    if kind == "title":
        degrees = {phrase for group in phrases("degree").values() for phrase in group}
        known |= {tuple(fold(title).split()) for title in entries("titles") if "." not in title} - degrees
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(known, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return {word: tuple(group) for word, group in found.items()}


@cache
def first_words() -> frozenset[str]:
    """The words that a role behind a name can begin with, folded."""
    kinds = ("title", "degree", "bare", "former", "acting", "new", "link", "link former")
    return frozenset(word for kind in kinds for word in phrases(kind))


@cache
def prefixes() -> frozenset[str]:
    """Forms of address, folded: "ông", "đồng chí"."""
    return frozenset(map(fold, entries("person_prefixes")))


def _among(hashes: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    if not len(hashes):
        return np.zeros(0, dtype=np.bool_)
    found: NDArray[np.bool_] = known[np.minimum(np.searchsorted(known, hashes), len(known) - 1)] == hashes
    return found


def _hashes(words: Iterable[str]) -> NDArray[np.uint64]:
    return distinct(syllabify(sorted(set(words))).hashes)


@cache
def _opening_hashes() -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint64], NDArray[np.bool_]]:
    """Of the words that begin a role: hashes, sorted, and bits of what they are; hashes of the first two words.

    The last array tells by the low bits of a hash whether it can be one of the first, so that few need a search.
    """
    kinds = ("title", "degree", "bare")
    openings = {phrase for kind in kinds for group in phrases(kind).values() for phrase in group}
    alone = _hashes(phrase[0] for phrase in openings if len(phrase) == 1)
    joined = _hashes(["phó", *(word for kind in ("former", "acting", "new") for word in phrases(kind))])
    words = distinct(np.concatenate([alone, joined, _hashes(phrase[0] for phrase in openings)]))
    bits = _ALONE * _among(words, alone) + _JOINED * _among(words, joined)
    first, second = syllabify([" ".join(phrase[:2]) for phrase in openings if len(phrase) > 1]).hashes.reshape(-1, 2).T
    with np.errstate(over="ignore"):
        pairs = distinct(first * _PAIR + second)
    sieve = np.zeros(int(_SIEVE) + 1, dtype=np.bool_)
    sieve[words & _SIEVE] = True
    return words, bits, pairs, sieve


@cache
def _short_hashes() -> NDArray[np.uint64]:
    """Hashes of what is written with a full stop that ends nothing: "TS. Nguyễn Văn An", "TP. Vinh"."""
    return _hashes([*phrases("degree"), *phrases("short")])
