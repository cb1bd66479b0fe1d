"""A trained tagger: weights, labels and templates in one file that cannot execute anything."""

from __future__ import annotations

import hashlib
import io
import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from vnnews.errors import ModelError
from vnnews.tagging.bio import legal
from vnnews.tagging.certain import decode_uncertain, margins
from vnnews.tagging.features import Columns, Layout, Stack, columns, parse_template
from vnnews.text.syllables import Syllables

STEP = 1 / 128
"""The grid of weights that are saved in 8 bits."""
BLOCK = 1024
"""Syllables whose features are looked up at once: their rows stay in the processor's cache."""

_LARGEST = 1 << 30
"""Bytes of all arrays of a file: a small file must not swell without bound."""
_MOST_BITS = 26
_MOST_TEMPLATES = 256
"""As many weights of 8 bits as add up in 16."""
_MOST_ROWS = 1 << 18
"""Syllables that are tagged at once: more than a batch of articles has, so that only a huge article comes in parts."""


N = TypeVar("N", np.int8, np.int16)


class _Settings(msgspec.Struct, forbid_unknown_fields=True):
    labels: tuple[str, ...]
    templates: tuple[str, ...]
    bits: int


@dataclass(frozen=True)
class Model:
    """A linear-chain CRF over hashed features.

    Attributes:
        labels: the label set, "O" first.
        templates: feature templates, see :mod:`vnnews.tagging.features`.
        bits: the table has 2**bits rows.
        weights: shape (2**bits, labels); float16, or int8 for whole steps of ``STEP``.
        transitions: shape (labels, labels), from row to column.
        initial: shape (labels,).
    """

    labels: tuple[str, ...]
    templates: tuple[str, ...]
    bits: int
    weights: NDArray[np.float16] | NDArray[np.int8]
    transitions: NDArray[np.float32]
    initial: NDArray[np.float32]

    @cached_property
    def _table(self) -> tuple[NDArray[np.int8] | NDArray[np.int16], np.float32]:
        """The weights in whole steps, which take little memory to look up, and the length of a step.

        Where the weights are no steps yet, a step is a power of two, as small as sums over all templates allow.
        """
        if self.weights.dtype == np.int8:
            return self._padded(np.int8, self.weights), np.float32(STEP)
        exact = self.weights.astype(np.float32)
        largest = max(float(exact.max(initial=0)), -float(exact.min(initial=0)), 1e-6)
        step = np.float32(2.0 ** math.ceil(math.log2(largest * (len(self.templates) + 1) / np.iinfo(np.int16).max)))
        exact *= 1 / step
        return self._padded(np.int16, np.rint(exact, out=exact)), step

    def _padded(self, kind: type[N], weights: NDArray[Any]) -> NDArray[N]:
        width = 1 << (len(self.labels) - 1).bit_length()  # rows of a power of two do not straddle lines of the cache
        table = np.zeros((len(weights), width), dtype=kind)
        table[:, : len(self.labels)] = weights
        return table

    @cached_property
    def legal(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Transitions and initial scores with those that break BIO out of reach."""
        return legal(self.labels, self.transitions, self.initial)

    @cached_property
    def _margins(self) -> NDArray[np.float32]:
        return margins(*self.legal)

    def stack(self, column: str = "") -> Stack:
        """The model's templates, or only those with one column."""
        return self._stacks[column]

    def distances(self, column: str) -> set[int]:
        """How far from a syllable, and on which side, templates look at a column."""
        return self._distances.get(column, set())

    @cached_property
    def _distances(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for template in self.templates:
            for name, distance in parse_template(template):
                found.setdefault(name, set()).add(distance)
        return found

    @cached_property
    def _stacks(self) -> dict[str, Stack]:
        names = {name for template in self.templates for name, _ in parse_template(template)}
        return {
            column: Stack(
                {number: template for number, template in enumerate(self.templates) if column in template}, self.bits
            )
            for column in ("", *names)
        }

    def emissions(self, batch: Syllables, layout: Layout, own: Columns) -> NDArray[np.float32]:
        """Scores of the labels of each row of the layout, shape (rows, labels).

        Args:
            batch, layout: the syllables and their sentences.
            own: columns of the task, see :func:`vnnews.tagging.features.columns`.
        """
        return self.partial_emissions(columns(batch, layout, own), layout.place, self.stack())

    def partial_emissions(self, padded: Columns, places: NDArray[np.int64], templates: Stack) -> NDArray[np.float32]:
        """The same at some places of the padded columns, by some templates.

        Args:
            padded: see :func:`vnnews.tagging.features.columns`.
            places: in the padded columns, shape (rows,).
            templates: some of the model's own, see :meth:`stack`.
        """
        table, step = self._table
        steps = np.zeros((len(places), table.shape[1]), dtype=np.int16)
        for first in range(0, len(places), BLOCK):
            found = templates.rows(padded, places[first : first + BLOCK])
            np.add.reduce(
                table.take(found, axis=0, mode="clip"), axis=0, dtype=np.int16, out=steps[first : first + BLOCK]
            )
        return steps[:, : len(self.labels)] * step

    def tag(self, batch: Syllables, layout: Layout, own: Columns) -> NDArray[np.int64]:
        """The best legal label of each row of the layout, shape (rows,)."""
        tags = np.zeros(len(layout.place), dtype=np.int64)
        for where, part in layout.parts(_MOST_ROWS):
            scores = self.emissions(batch, part, own)
            tags[where] = decode_uncertain(scores, part.lengths, *self.legal, self._margins)
        return tags

    def save(self, path: Path, compressed: bool = True) -> None:
        """Write the model and, beside it, ``<name>.sha256`` with the digest that :func:`load_model` demands.

        Args:
            path: the file.
            compressed: whether it is to be small, or soon read.
        """
        settings = msgspec.json.encode(_Settings(self.labels, self.templates, self.bits))
        save_arrays(
            path,
            {
                "weights": self.weights,
                "transitions": self.transitions,
                "initial": self.initial,
                "settings": np.frombuffer(settings, dtype=np.uint8),
            },
            compressed,
        )


def load_model(path: Path, labels: Sequence[str] | None = None) -> Model:
    """Read a model that :meth:`Model.save` wrote.

    Args:
        path: the file.
        labels: those that it must have, so that the model of another task is not taken for it; None for any.

    Raises:
        ModelError: a file is missing or damaged, the digest does not fit, or the labels are others.
    """
    arrays = load_arrays(path, ("weights", "transitions", "initial", "settings"))
    try:
        settings = msgspec.json.decode(arrays["settings"].tobytes(), type=_Settings)
    except msgspec.MsgspecError as error:
        raise ModelError(f"{path}: not a model of this version: {error}") from error
    weights, transitions, initial = (arrays[name] for name in ("weights", "transitions", "initial"))
    _check(path, settings, weights, transitions, initial)
    if labels is not None and settings.labels != tuple(labels):
        raise ModelError(f"{path}: {other_labels(settings.labels)}")
    return Model(settings.labels, settings.templates, settings.bits, weights, transitions, initial)


def _check(path: Path, settings: _Settings, *arrays: NDArray[Any]) -> None:
    """Refuse what would load but label at random, or fail at the first text."""
    size = len(settings.labels)
    if not size or not 0 < settings.bits <= _MOST_BITS:
        raise ModelError(f"{path}: not a model of this version: no labels, or a table of 2**{settings.bits} rows")
    if len(settings.templates) > _MOST_TEMPLATES:
        raise ModelError(f"{path}: not a model of this version: {len(settings.templates)} templates")
    if [array.shape for array in arrays] != [(1 << settings.bits, size), (size, size), (size,)]:
        raise ModelError(f"{path}: weights and labels do not fit together")
    weights, *others = arrays
    numbers = others if weights.dtype == np.int8 else arrays
    if not all(array.dtype.kind == "f" and np.isfinite(array).all() for array in numbers):
        raise ModelError(f"{path}: damaged: some weights are no numbers")
    try:
        for template in settings.templates:
            parse_template(template)
    except ValueError as error:
        raise ModelError(f"{path}: not a model of this version: {error}") from error


def other_labels(found: Sequence[str]) -> str:
    """What is wrong with a model that has other labels than wanted."""
    some = ", ".join(found[:4]) + (" …" if len(found) > 4 else "")
    return f"its labels are not those of this version, but {some}: a model for another task?"


def save_arrays(path: Path, arrays: Mapping[str, NDArray[Any]], compressed: bool = True) -> None:
    """Write arrays to one file and, beside it, ``<name>.sha256`` with its digest."""
    buffer = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(buffer, allow_pickle=False, **arrays)
    save_bytes(path, buffer.getvalue())


def load_arrays(path: Path, names: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Read arrays that :func:`save_arrays` wrote; nothing in the file can execute.

    Raises:
        ModelError: a file is missing or damaged, the digest does not fit, or an array is not there.
    """
    file = io.BytesIO(checked_bytes(path))
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > _LARGEST:
            raise ValueError(f"{size} bytes when decompressed")
        file.seek(0)
        with np.load(file, allow_pickle=False) as members:
            arrays = {name: members[name] for name in names}
    except Exception as error:  # those of zip, deflate and npy have no class in common
        raise ModelError(f"{path}: not a model of this version: {error}") from error
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiu":
            raise ModelError(f"{path}: not a model of this version: {name} is no array of numbers")
    return arrays


def save_bytes(path: Path, data: bytes) -> None:
    """Write a file and, beside it, ``<name>.sha256`` with its digest."""
    path.write_bytes(data)
    _digest_path(path).write_text(hashlib.sha256(data).hexdigest() + "\n", encoding="ascii")


def checked_bytes(path: Path) -> bytes:
    """Read a file that :func:`save_bytes` wrote.

    Raises:
        ModelError: a file is missing, or the digest does not fit.
    """
    beside = _digest_path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"cannot read the model {path}: {error.strerror}") from error
    try:
        digest = beside.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"cannot read {beside}, the digest of the model, which has to lie beside it") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise ModelError(f"{path} does not match its digest in {beside.name}: one of them is damaged; copy both again")
    return data


def _digest_path(path: Path) -> Path:
    return path.with_suffix(".sha256")
