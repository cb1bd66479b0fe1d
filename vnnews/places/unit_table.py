"""The rows of the tables of units, read once and taken apart only where they are asked for.

There are 15,000 rows and a process that looks up one name should not wait for all of them: the lines are sorted by
folded name, so that a name is found by bisection, and so is a code, by the order of the lines by code in another file.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import regex
from numpy.typing import NDArray

from vnnews.places.tables import rows
from vnnews.text.folding import fold

_UNITS = Path(__file__).parent / "data" / "units.tsv"
ORDER = Path(__file__).parent / "data" / "units-by-code.npy"
"""Numbers of the lines of ``units.tsv`` by code, as :func:`by_code` gives them."""
_COLUMNS = 11
_SPELLINGS = 20  # of one unit, that may look alike without diacritics
_MARKS = regex.compile(r"\p{Mn}++")


class UnitRow(NamedTuple):
    """A row of ``units.tsv``: see its first lines. Provinces are brought into the same form.

    ``parent`` and ``successors`` refer to codes, whose length tells the level, or to "*" and the name of a province.
    """

    folded: str
    level: str
    code: str
    type: str
    name: str
    parent: str
    successors: str
    era: str
    valid_from: str
    valid_to: str
    basis: str


class UnitTable:
    """All rows by number: the provinces first, then those of ``units.tsv``.

    Attributes:
        split_from: the province that goes on without the new one, by the name of the new one.
    """

    def __init__(self) -> None:
        self.split_from: dict[str, str] = {}
        self._provinces: list[UnitRow] = []
        self._named: dict[str, list[int]] = {}
        self._coded: dict[str, list[int]] = {}
        for row in rows("provinces.tsv", 9):
            self._add_province(*row)
        self._lines = _UNITS.read_text(encoding="utf-8").splitlines()[2:]
        self._aliases = {fold(name): code for code, names in rows("aliases.tsv", 2) for name in names.split("|")}

    def __len__(self) -> int:
        return len(self._provinces) + len(self._lines)

    def row(self, number: int) -> UnitRow:
        """A row, taken apart."""
        if number < len(self._provinces):
            return self._provinces[number]
        values = self._lines[number - len(self._provinces)].split("\t")
        return UnitRow(*values, *[""] * (_COLUMNS - len(values)))

    def named(self, folded: str) -> list[int]:
        """Rows of a folded name or another spelling of it."""
        first = bisect_left(self._lines, f"{folded}\t")
        stop = bisect_left(self._lines, f"{folded}\n", first)
        size = len(self._provinces)
        found = [*self._named.get(folded, ()), *range(first + size, stop + size)]
        return found + [number for number in self.coded(self._aliases.get(folded, "")) if number not in found]

    def provinces_named(self, folded: str) -> list[int]:
        """Rows of provinces alone."""
        return self._named.get(folded, [])

    def coded(self, reference: str) -> list[int]:
        """Rows of a code, or of "*" and the name of a province or of a district dissolved before 2004."""
        if not reference:
            return []
        if reference not in self._coded:
            first = bisect_left(self._order, reference, key=self._code)
            stop = bisect_right(self._order, reference, first, key=self._code)
            provinces = [
                number for number, row in enumerate(self._provinces) if reference in (row.code, f"*{row.name}")
            ]
            lines = (self._order[first:stop].astype(np.int64) + len(self._provinces)).tolist()
            self._coded[reference] = [*provinces, *lines]
        return self._coded[reference]

    def plainly_named(self, plain_name: str) -> list[int]:
        """Rows of a folded name without diacritics."""
        return _plain_names().get(plain_name, [])

    def names(self) -> Iterator[tuple[str, int]]:
        """Every folded name with the number of its row."""
        for name, numbers in self._named.items():
            for number in numbers:
                yield name, number
        for number, line in enumerate(self._lines, len(self._provinces)):
            yield line.split("\t", 1)[0], number

    @cached_property
    def _order(self) -> NDArray[np.uint16]:
        order: NDArray[np.uint16] = np.load(ORDER)
        return order

    def by_code(self) -> NDArray[np.uint16]:
        """The numbers of the lines by code, or by "*" and name for units without."""
        return np.array(sorted(range(len(self._lines)), key=self._code), dtype=np.uint16)

    def _code(self, line: int) -> str:
        _, _, code, _, name, _ = self._lines[line].split("\t", 5)
        return code or f"*{name}"

    def before(self, reference: str) -> list[int]:
        """Rows that name a code, or "*" and a province, as what they became."""
        return _before().get(reference, [])

    def _add_province(
        self,
        code: str,
        name: str,
        aliases: str,
        kind: str,
        valid_from: str,
        valid_to: str,
        successors: str,
        basis: str,
        split_from: str,
    ) -> None:
        number = len(self._provinces)
        full = "thành phố" if kind == "city" else "tỉnh"
        after = "\n".join(f"*{successor}" for successor in successors.split("|") if successor)
        self._provinces.append(
            UnitRow(fold(name), "province", code, full, name, "", after, "p", valid_from, valid_to, basis),
        )
        for spelling in {fold(spelling) for spelling in (name, *aliases.split("|")) if spelling}:
            self._named.setdefault(spelling, []).append(number)
        if split_from:
            self.split_from[name] = split_from


@cache
def unit_table() -> UnitTable:
    """The table, read on first use."""
    return UnitTable()


def references(row: UnitRow) -> list[str]:
    """The codes, or "*" and names, of what the unit of a row became."""
    return row.successors.split("\n" if row.level == "province" else None) if row.successors else []


def plain(text: str) -> str:
    """A folded text without diacritics.

    >>> plain("đắk lắk")
    'dak lak'
    """
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d")


@cache
def _plain_names() -> dict[str, list[int]]:
    names, numbers = zip(*unit_table().names(), strict=True)
    return _gathered(zip(plain("\n".join(names)).split("\n"), numbers, strict=True))


@cache
def _before() -> dict[str, list[int]]:
    table = unit_table()
    return _gathered((after, number) for number in range(len(table)) for after in references(table.row(number)))


def _gathered(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key, number in pairs:
        numbers = found.setdefault(key, [])
        if number not in numbers[-_SPELLINGS:]:
            numbers.append(number)
    return found
