"""The tables of places that come with vnnews: rows as they are written."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from vnnews.tables import read_table
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


def find_country(folded: str) -> str | None:
    """Code of the country of a folded name, however its syllables are joined: "thái-lan"."""
    found = countries().get(folded)
    return found or (_joined_countries().get(folded.replace("-", "").replace(" ", "")) if "-" in folded else None)


@cache
def country_names() -> dict[str, str]:
    """The usual Vietnamese name by ISO code."""
    return {code: names.split("|")[0] for code, names in rows("countries.tsv", 2)}


@cache
def _joined_countries() -> dict[str, str]:
    return {name.replace("-", "").replace(" ", ""): code for name, code in countries().items()}


def rows(name: str, columns: int) -> Iterator[list[str]]:
    """Rows of a table of places."""
    yield from read_table(_DATA / name, columns)


def day(text: str) -> datetime.date | None:
    """A date of a table; an empty one is not known."""
    return datetime.date.fromisoformat(text) if text else None
