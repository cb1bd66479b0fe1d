"""The tables of places: provinces then and now, countries, type words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from vnnews.text.folding import fold

_DATA = Path(__file__).parent / "data"


class Province(NamedTuple):
    """A province of Viet Nam in one span of time; ``code`` is that of the General Statistics Office."""

    code: str
    name: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    successor: str | None

    def valid_on(self, day: datetime.date | None) -> bool:
        """Whether the unit existed on a day; True when the day is not known and the unit still exists."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@cache
def provinces() -> dict[str, tuple[Province, ...]]:
    """Provinces by folded name or alias, the earlier unit first."""
    found: dict[str, list[Province]] = {}
    for code, name, aliases, _, valid_from, valid_to, successor in _rows("provinces.tsv", 7):
        province = Province(code, name, _date(valid_from), _date(valid_to), successor or None)
        for alias in {fold(alias) for alias in (name, *aliases.split("|")) if alias}:
            found.setdefault(alias, []).append(province)
    return {name: tuple(rows) for name, rows in found.items()}


@cache
def countries() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes by folded Vietnamese name."""
    found: dict[str, str] = {}
    for code, names in _rows("countries.tsv", 2):
        for name in names.split("|"):
            found.setdefault(fold(name), code)
    return found


@cache
def kinds() -> dict[str, str]:
    """Kinds of places by folded type word ("huyện": "district")."""
    return {fold(word): kind for word, kind in _rows("place_types.tsv", 2)}


def _rows(name: str, columns: int) -> Iterator[list[str]]:
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines()[2:]:
        if line:
            row = line.split("\t")
            yield row + [""] * (columns - len(row))


def _date(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
