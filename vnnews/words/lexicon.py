"""Known words and pairs of syllables, as hashes; where they occur becomes a column of the tagger's features.

The lexicon is data that comes with the model: which of several word lists have a run of two to four syllables, and how
often two tools for Vietnamese join two syllables in running text. Text without diacritics is looked up in the same
data without diacritics. The file holds hashes only; its card names the lists and their licences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnnews.errors import ModelError
from vnnews.tagging.model import load_arrays, save_arrays
from vnnews.text.syllables import Syllables, syllabify

LENGTHS = (2, 3, 4)
"""Syllables of the entries that are used."""

LEXICON = Path(__file__).parent.parent / "models" / "words-lexicon.npz"
WORD_TAGS = Path(__file__).parent.parent / "models" / "pos-lexicon.npz"

_MULTIPLIER = np.uint64(0x9FB21C651E98DF25)
_PLAIN = np.uint64(1 << 40)
_PAIR_BITS = 6  # of column k: lists that have the pair as a word; above them, lists whose longer words go on here
_LARGE_PAIRS = np.uint16(0b11000)  # the two large lists among those of pairs
_LARGE = np.uint16(0b110)  # and among those of longer words
_OF_TOOLS = 32  # column r: bucket of the first tool times this plus that of the second

Keys = NDArray[np.uint32]
Table = tuple[Keys, NDArray[np.uint16]]
"""Sorted keys and what is known of each."""


@dataclass(frozen=True)
class Lexicon:
    """Tables by name: "2", "3", "4" for entries by length and "pairs", each also with "-plain" for bare letters."""

    tables: Mapping[str, Table]

    def columns(self, batch: Syllables, plain: NDArray[np.bool_]) -> dict[str, NDArray[np.uint64]]:
        """The columns of the task, with one value per syllable.

        Args:
            batch: the syllables.
            plain: whether each syllable stands in a sentence without diacritics, shape (syllables,).

        Returns:
            ``k``, the word lists that have the syllable and the one before it inside an entry; ``l``, whether it
            begins, goes on in or ends entries of two, three and four syllables; ``r``, how often two tools join it
            to the one before.
        """
        own = self._look_up(batch, "")
        if plain.any():
            bare = self._look_up(batch, "-plain")
            own = {name: np.where(plain, bare[name] | _PLAIN, column) for name, column in own.items()}
        return own

    def _look_up(self, batch: Syllables, variant: str) -> dict[str, NDArray[np.uint64]]:
        listed, placed, joined = np.zeros((3, len(batch)), dtype=np.uint64)
        key = batch.hashes
        for length in LENGTHS:
            key = join(key[:-1], batch.hashes[length - 1 :])
            short = shorten(key)
            order = np.argsort(short)
            if length == 2:
                place, known = _find(self.tables["pairs" + variant], short, order)
                joined[place + 1] = known
            place, known = _find(self.tables[str(length) + variant], short, order)
            lists = known.astype(np.uint64) << np.uint64(0 if length == 2 else _PAIR_BITS)
            for inside in range(1, length):  # the places of one length differ, so none is written twice
                listed[place + inside] |= lists
            large = place[(known & (_LARGE_PAIRS if length == 2 else _LARGE)) > 0]
            for inside in range(length):
                part = 0 if inside == 0 else 2 if inside == length - 1 else 1
                placed[large + inside] |= np.uint64(1 << (3 * (length - 2) + part))
        return {"k": listed, "l": placed, "r": joined}

    def save(self, path: Path) -> None:
        """Write the lexicon and its digest."""
        save_arrays(path, {f"{name}-{part}": table[i] for name, table in self.tables.items() for i, part in _PARTS})


_PARTS = ((0, "keys"), (1, "values"))


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with vnnews."""
    return load_lexicon(LEXICON)


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon that :meth:`Lexicon.save` wrote.

    Raises:
        ModelError: the file is missing or damaged.
    """
    names = [base + variant for base in (*map(str, LENGTHS), "pairs") for variant in ("", "-plain")]
    arrays = load_arrays(path, [f"{name}-{part}" for name in names for _, part in _PARTS])
    return Lexicon({name: _table(path, arrays[f"{name}-keys"], arrays[f"{name}-values"]) for name in names})


@dataclass(frozen=True)
class WordTags:
    """What tags words have in silver text, as one number for each kind of answer.

    Attributes:
        table: keys of words and their values; see :func:`tag_values`.
    """

    table: Table

    def values(self, hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """The value of each word, 0 where it is not known."""
        out = np.zeros(len(hashes), dtype=np.uint64)
        place, known = _find(self.table, shorten(hashes))
        out[place] = known
        return out

    def save(self, path: Path) -> None:
        """Write the table and its digest."""
        save_arrays(path, {part: self.table[i] for i, part in _PARTS})


@cache
def known_tags() -> WordTags:
    """The table that comes with vnnews."""
    return load_word_tags(WORD_TAGS)


def load_word_tags(path: Path) -> WordTags:
    """Read a table that :meth:`WordTags.save` wrote.

    Raises:
        ModelError: the file is missing or damaged.
    """
    arrays = load_arrays(path, [part for _, part in _PARTS])
    return WordTags(_table(path, arrays["keys"], arrays["values"]))


def _table(path: Path, keys: NDArray[Any], values: NDArray[Any]) -> Table:
    """The table, if it can be one: look-up in keys that are not sorted would find nothing or something else."""
    if keys.dtype != np.uint32 or values.dtype != np.uint16 or keys.ndim != 1 or keys.shape != values.shape:
        raise ModelError(f"{path}: not a table of this version")
    if (keys[1:] <= keys[:-1]).any():
        raise ModelError(f"{path}: damaged: keys are not in order")
    return keys, values


def tag_values(counts: NDArray[np.int64]) -> NDArray[np.uint16]:
    """The most frequent tag of each word, the second, and how sure that is.

    Args:
        counts: how often each word has each tag, shape (words, tags), at most 30 tags.
    """
    order = np.argsort(-counts, axis=1, kind="stable")[:, :2]
    most, second = np.take_along_axis(counts, order, 1).T
    total = counts.sum(1)
    sure = np.digitize(most / total, _TAG_SHARES) * (1 + len(_TAG_COUNTS)) + np.digitize(total, _TAG_COUNTS)
    second_tag = np.where(second > total * _SECOND_SHARE, order[:, 1] + 1, 0)
    values: NDArray[np.uint16] = (1 + sure + 16 * (order[:, 0] + 32 * second_tag)).astype(np.uint16)
    return values


_TAG_SHARES = (0.6, 0.9)
_TAG_COUNTS = (2, 6, 30)
_SECOND_SHARE = 0.1


def keys_of(entries: Iterable[str], length: int) -> Keys:
    """Keys of the entries of that many syllables, sorted, each once."""
    batch = syllabify(sorted(set(entries)))
    bounds = np.searchsorted(batch.starts, batch.texts)
    first = bounds[:-1][np.diff(bounds) == length]
    key = batch.hashes[first]
    for following in range(1, length):
        key = join(key, batch.hashes[first + following])
    return np.unique(shorten(key))


def pair_keys(batch: Syllables) -> Keys:
    """Key of each syllable with the one before it, shape (syllables - 1,)."""
    return shorten(join(batch.hashes[:-1], batch.hashes[1:]))


def merge(lists: Sequence[Keys]) -> Table:
    """One table of several lists of keys; the value of a key has bit j where list j has it."""
    keys = np.unique(np.concatenate(lists))
    values = np.zeros(len(keys), dtype=np.uint16)
    for number, some in enumerate(lists):
        values[np.searchsorted(keys, some)] |= np.uint16(1 << number)
    return keys, values


def pair_value(tools: Sequence[NDArray[np.int64]], seen: NDArray[np.int64]) -> NDArray[np.uint16]:
    """How often two tools join a pair, in steps of share and count.

    Args:
        tools: how often each tool joined each pair, two arrays of shape (pairs,).
        seen: how often the pair stood in the text, shape (pairs,), at least 1.
    """
    first, second = (1 + np.digitize(joined / seen, _SHARES) + 5 * np.digitize(seen, _COUNTS) for joined in tools)
    return (first * _OF_TOOLS + second).astype(np.uint16)


_SHARES = (0.02, 0.25, 0.75, 0.98)
_COUNTS = (2, 5, 20)


def _find(
    table: Table, keys: Keys, order: NDArray[np.intp] | None = None
) -> tuple[NDArray[np.intp], NDArray[np.uint16]]:
    """Where known keys stand in ``keys``, and the values of those; ``order`` sorts the keys, if that is known."""
    known, values = table
    if not len(known):
        return np.zeros(0, dtype=np.intp), values
    order = np.argsort(keys) if order is None else order  # in order, neighbours are searched in the same lines of cache
    keys = keys[order]
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    hit = np.flatnonzero(known[place] == keys)
    return order[hit], values[place[hit]]


def join(key: NDArray[np.uint64], following: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        return (key ^ (key >> np.uint64(31))) * _MULTIPLIER + following


def shorten(key: NDArray[np.uint64]) -> Keys:
    with np.errstate(over="ignore"):
        return (((key ^ (key >> np.uint64(32))) * _MULTIPLIER) >> np.uint64(32)).astype(np.uint32)
