"""Texts in batches that bound memory, whatever the texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

BATCH_TEXTS = 100
BATCH_CHARACTERS = 400_000
"""A batch is full at either."""


def batches(items: Iterable[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    """Items in order, taken from the iterable as they are needed.

    >>> [len(batch) for batch in batches(["tin"] * 250, len)]
    [100, 100, 50]

    Args:
        items: texts or what holds them.
        length: characters of an item.
    """
    batch: list[T] = []
    size = 0
    for item in items:
        batch.append(item)
        size += length(item)
        if len(batch) >= BATCH_TEXTS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
