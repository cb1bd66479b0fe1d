"""The tables of places that come with vnnews: rows as they are written."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from vnnews.text.folding import fold

_DATA = Path(__file__).parent / "data"


@cache
def countries() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes by folded Vietnamese name."""
    found: dict[str, str] = {}
    for code, names in rows("countries.tsv", 2):
        for name in names.split("|"):
            found.setdefault(fold(name), code)
    return found


@cache
def kinds() -> dict[str, str]:
    """Kinds of places by folded type word ("huyện": "district")."""
    return {fold(word): kind for word, kind in rows("place_types.tsv", 2)}


def rows(name: str, columns: int) -> Iterator[list[str]]:
    """Rows of a table: a comment line with the source, a header, then tab-separated values, empty ones at the end."""
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines()[2:]:
        if line:
            row = line.split("\t")
            yield row + [""] * (columns - len(row))


def day(text: str) -> datetime.date | None:
    """A date of a table; an empty one is not known."""
    return datetime.date.fromisoformat(text) if text else None
