"""Administrative units of Viet Nam, then and now: provinces, districts and communes by name, with what became of them.

On 1 July 2025 the country went from 63 provinces, districts and some 10,000 communes to 34 provinces and 3,321 communes
without districts. A unit that kept its name is another unit since then where its bounds or its parent changed; the
provinces that nothing was merged into go on. Likewise before: a district that became a town, or that moved to another
province, is one unit until that day and another one from then on.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

import regex
from msgspec import Struct

from vnnews.places.tables import day
from vnnews.places.unit_table import plain, references, unit_table
from vnnews.text.folding import fold

Level = Literal["province", "district", "commune"]

REFORM = datetime.date(2025, 7, 1)
"""First day of the units of today."""

_DAY = datetime.timedelta(days=1)
_LAST_DAY_BEFORE = REFORM - _DAY
_DAY_OF_OLDER_LIST = datetime.date(2023, 6, 1)
_REFORM_BASIS = "202/2025/QH15"
_ERAS: dict[str, tuple[datetime.date | None, datetime.date | None, datetime.date | None]] = {
    "p": (None, None, None),
    "n": (REFORM, None, None),
    "o": (None, _LAST_DAY_BEFORE, None),
    "a": (None, None, _LAST_DAY_BEFORE),
    "h": (None, None, None),
}
"""First and last day of the units of an era and a day on which they were no more, where their rows do not say."""
_MOST_REFORMS = 9
_LEVELS: tuple[Level, ...] = ("province", "district", "commune")
_TYPES = {
    "tỉnh": "tỉnh",
    "t": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "t p": "thành phố",
    "quận": "quận",
    "q": "quận",
    "huyện": "huyện",
    "h": "huyện",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "phường": "phường",
    "p": "phường",
    "xã": "xã",
    "x": "xã",
    "thị trấn": "thị trấn",
    "tt": "thị trấn",
    "đặc khu": "đặc khu",
}
"""Folded type words and their abbreviations, and the type that they mean."""
_PLAIN_TYPES = {plain(word): kind for word, kind in _TYPES.items()}
_NUMERALS = {
    word: str(number)
    for number, words in enumerate(
        ("nhất|một", "nhì|hai", "ba", "tư|bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"), 1
    )
    for word in words.split("|")
}
_NUMBERED = ("quận", "phường")
_SAME_LEVEL = {
    **dict.fromkeys(("quận", "huyện", "thị xã", "thành phố"), "district"),
    **dict.fromkeys(("phường", "xã", "thị trấn"), "commune"),
    "tỉnh": "province",
}
"""Types that a unit may change into one another without becoming another place: huyện Dĩ An is now a thành phố."""
_ABBREVIATED = regex.compile(r"\b(t\.? ?p|tx|tt|q|h|p|x|t)(?:\. ?|(?=\d)| (?=\d))")
_NUMBER = regex.compile(r"(?<!\d)0++(\d++)")


class Unit(Struct, frozen=True, kw_only=True):
    """A unit in one span of time.

    Attributes:
        code: that of the General Statistics Office; "" for provinces and districts dissolved before it (2004).
        level: province, district or commune.
        type: tỉnh, thành phố, quận, huyện, thị xã, phường, xã, thị trấn, đặc khu.
        name: without its type word: "Hà Nội", "Cửa Nam", "1".
        valid_from: first day, None when not known.
        valid_to: last day; None while it exists, or when only ``gone_by`` is known.
        gone_by: a day on which it was no more, for units whose last day is not known.
        basis: the legal act that ended or began it, where the table has it.
    """

    code: str
    level: Level
    type: str
    name: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    gone_by: datetime.date | None = None
    basis: str | None = None

    @property
    def full_name(self) -> str:
        """The name with its type word: "phường Cửa Nam"."""
        return self.name if self.name.lower().startswith(self.type) else f"{self.type} {self.name}"

    @property
    def exists(self) -> bool:
        """Whether it is a unit of today."""
        return self.valid_to is None and self.gone_by is None

    def valid_on(self, on: datetime.date) -> bool:
        """Whether the unit existed on a day; where the first day is not known it counts as before all days."""
        return (self.valid_from or on) <= on <= _last_day(self)

    def parents(self, on: datetime.date | None = None) -> tuple[Unit, ...]:
        """The units above it, the nearest first.

        Args:
            on: as they were on that day; a day outside of the unit's time counts as its first or last. Default: the
                last day of the unit, or today.

        >>> [unit.name for unit in lookup("huyện Ba Vì", on=datetime.date(2007, 1, 1))[0].parents()]
        ['Hà Tây']
        >>> [unit.name for unit in lookup("huyện Bù Đăng")[0].parents(on=datetime.date(1995, 1, 1))]
        ['Sông Bé']
        """
        last = _last_day(self)
        usual = _DAY_OF_OLDER_LIST if self.gone_by is not None else last
        day = min(max(on or usual, self.valid_from or datetime.date.min), last)
        found: list[Unit] = []
        unit: Unit | None = self
        while unit is not None and (unit := _parent(unit, day)) is not None:
            found.append(unit)
        return tuple(found)

    @property
    def successors(self) -> tuple[Unit, ...]:
        """The units that it became, the main one first; empty while it exists, and where they are not known."""
        return () if self.exists else _became(self)

    @property
    def predecessors(self) -> tuple[Unit, ...]:
        """The units that became it or part of it, and the province that it was split from."""
        table = unit_table()
        numbers = [*(table.before(self.code) if self.code else ()), *table.before(f"*{self.name}")]
        found = [unit for unit in map(_unit, dict.fromkeys(numbers)) if self in _after(unit)]
        if self.level == "province" and self.name in table.split_from:
            found += map(_unit, table.coded(f"*{table.split_from[self.name]}"))
        return tuple(found)


def lookup(name: str, within: str | Unit | None = None, on: datetime.date | None = None) -> list[Unit]:
    """Units of a name, those that exist first, then those that lived longest.

    Type words ("tỉnh", "P.", "TP."), the place of the tone mark, case and leading zeros of numbered units do not
    matter; where no unit of the type has the name, those that could have changed their type since are found ("huyện Dĩ
    An", today a thành phố); a name without any diacritics is looked up as such when nothing has it as written.

    Args:
        name: "Cửa Nam", "phường Cửa Nam", "P. Cửa Nam", "Q.1", "TP.HCM", "cua nam".
        within: a unit, or the name of one, that lies above: on the day ``on``, or at some time.
        on: only units that existed on that day.

    >>> [unit.code for unit in lookup("phường Cửa Nam", within="Hà Nội", on=datetime.date(2026, 1, 5))]
    ['00082']
    >>> lookup("tỉnh Hà Tây")[0].successors[0].name
    'Hà Nội'
    """
    kind, bare = split_type(name)
    units = named(bare)
    if kind is not None:  # the type word may be part of the name: "Thành phố Hồ Chí Minh"
        typed = [unit for unit in units if unit.type == kind]
        typed += [unit for unit in named(fold(name).strip()) if unit not in typed]
        level = _SAME_LEVEL.get(kind)
        alike = [unit for unit in units if unit.level == level and unit.valid_from != REFORM]
        units = _on(typed, on) or _on(alike, on)
    else:
        units = _on(units, on)
    if within is not None:
        above = {(u.level, u.name) for u in (lookup(within) if isinstance(within, str) else [within])}
        units = [unit for unit in units if any((u.level, u.name) in above for u in _all_above(unit, on))]
    units.sort(key=_last_day, reverse=True)
    return sorted(units, key=lambda unit: (not unit.exists, _LEVELS.index(unit.level)))


def named(folded: str) -> list[Unit]:
    """Units of a folded name without its type word; without diacritics only where no unit has it as written."""
    table = unit_table()
    found = table.named(folded)
    if not found and folded.isascii():
        found = table.plainly_named(folded)
    return [_unit(number) for number in found]


def provinces_named(folded: str) -> list[Unit]:
    """Provinces of a folded name or alias, the earlier first."""
    return [_unit(number) for number in unit_table().provinces_named(folded)]


@lru_cache(maxsize=1 << 14)
def split_type(name: str) -> tuple[str | None, str]:
    """Type and folded name of a unit.

    >>> split_type("P. Cửa Nam"), split_type("Q.01"), split_type("quận Mười"), split_type("Hà Nội")
    (('phường', 'cửa nam'), ('quận', '1'), ('quận', '10'), (None, 'hà nội'))
    """
    whole = fold(name).strip()
    words = _ABBREVIATED.sub(lambda found: found[1].replace(".", "") + " ", whole).split()
    types = _PLAIN_TYPES if whole.isascii() else _TYPES
    for size in (2, 1):
        kind = types.get(" ".join(words[:size]))
        if kind is not None and len(words) > size:
            bare = _NUMBER.sub(r"\1", " ".join(words[size:]))
            return kind, _NUMERALS.get(bare, bare) if kind in _NUMBERED else bare
    return None, " ".join(whole.split())


def all_units() -> Iterator[Unit]:
    """Every unit of the tables."""
    return map(_unit, range(len(unit_table())))


def _on(units: list[Unit], on: datetime.date | None) -> list[Unit]:
    return units if on is None else [unit for unit in units if unit.valid_on(on)]


def _last_day(unit: Unit) -> datetime.date:
    if unit.gone_by is not None:
        return unit.gone_by - _DAY
    return unit.valid_to or datetime.date.max


def _parent(unit: Unit, day: datetime.date) -> Unit | None:
    """The unit right above on a day: a version of the parent that existed then, or what the parent came from."""
    reference = unit_table().row(_number(unit)).parent
    versions = sorted(map(_unit, unit_table().coded(reference)), key=_last_day)
    if not versions:
        return None
    valid = [version for version in versions if version.valid_on(day)]
    if valid:
        return valid[0]
    first = min(versions, key=lambda version: version.valid_from or datetime.date.min)
    return _earlier(first, day) or first


def _earlier(unit: Unit, day: datetime.date) -> Unit | None:
    """The one unit that another one came from and that existed on an earlier day; None where there are several."""
    for _ in range(_MOST_REFORMS):
        if unit.valid_on(day):
            return unit
        # not those that joined it later: Bến Tre became part of Vĩnh Long in 2025
        before = [
            other
            for other in unit.predecessors
            if other.level == unit.level and unit.valid_from is not None and other.valid_on(unit.valid_from - _DAY)
        ]
        ended = [other for other in before if unit.valid_from is not None and not other.valid_on(unit.valid_from)]
        before = ended or before
        if len(before) != 1:
            return None
        unit = before[0]
    return None


@lru_cache(maxsize=1 << 12)
def _became(unit: Unit) -> tuple[Unit, ...]:
    return tuple(_after(unit))


def _after(unit: Unit) -> Iterator[Unit]:
    """What the unit became: of each unit named in its row the version of the day after its end."""
    if unit.exists:
        return
    table, next_day = unit_table(), _last_day(unit) + _DAY
    for reference in references(table.row(_number(unit))):
        versions = [_unit(number) for number in table.coded(reference)]
        valid = [version for version in versions if version.valid_on(next_day) and version != unit]
        if valid:
            yield min(valid, key=_last_day)


def _all_above(unit: Unit, on: datetime.date | None) -> Iterator[Unit]:
    """The units above on a day; or ever: of the unit, of what it became, of those of its name that became it."""
    if on is not None:
        yield from unit.parents(on)
        return
    same = [other for other in named(fold(unit.name)) if other.level == unit.level and unit in other.successors]
    for near in (unit, *unit.successors[:1], *same):
        for parent in near.parents():
            yield parent
            while parent.level == "province" and len(before := parent.predecessors) == 1:
                parent = before[0]
                yield parent


@cache
def _unit(number: int) -> Unit:
    row = unit_table().row(number)
    first, last, gone = _ERAS[row.era]
    return Unit(
        code=row.code,
        level=row.level,  # type: ignore[arg-type]
        type=row.type.lower(),
        name=row.name,
        valid_from=day(row.valid_from) or first,
        valid_to=day(row.valid_to) or last,
        gone_by=None if row.valid_to else gone,
        basis=row.basis or (_REFORM_BASIS if row.era in ("o", "n") else None),
    )


def _number(unit: Unit) -> int:
    """The row of a unit."""
    table = unit_table()
    return next(number for number in table.coded(unit.code or f"*{unit.name}") if _unit(number) == unit)
