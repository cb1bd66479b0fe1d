"""The tables beside this file: names of outlets with the marks that they use, and names of sections."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from vnnews.tables import read_table


@cache
def sections() -> frozenset[str]:
    """Names of sections, in lower case.

    >>> "thời sự" in sections()
    True
    """
    return frozenset(name for (name,) in _rows("sections.tsv"))


@cache
def outlets() -> frozenset[str]:
    """Names and marks of outlets, in lower case, as they are written in a credit.

    >>> "dân trí" in outlets(), "tto" in outlets()
    (True, True)
    """
    return frozenset(name.lower() for row in _rows("outlets.tsv") for name in row if name)


@cache
def marks() -> frozenset[str]:
    """Marks that outlets put before an article, as they are written: "TTO", "ĐCSVN"."""
    return frozenset(mark for _, mark in _rows("outlets.tsv") if mark)


def _rows(name: str) -> Iterator[list[str]]:
    return read_table(Path(__file__).with_name(name))
