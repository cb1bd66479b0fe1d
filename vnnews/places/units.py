"""Administrative units of Viet Nam, then and now: provinces, districts and communes by name, with what became of them.

On 1 July 2025 the country went from 63 provinces, districts and some 10,000 communes to 34 provinces and 3,321 communes
without districts. A unit that kept its name is another unit since then where its bounds or its parent changed; the
provinces that nothing was merged into go on.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from typing import Literal

import regex
from msgspec import Struct

from vnnews.places.tables import day, rows
from vnnews.text.folding import fold

Level = Literal["province", "district", "commune"]

REFORM = datetime.date(2025, 7, 1)
"""First day of the units of today."""

_LAST_DAY_BEFORE = REFORM - datetime.timedelta(days=1)
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
_ABBREVIATED = regex.compile(r"\b(t\.? ?p|tx|tt|q|h|p|x|t)(?:\. ?|(?=\d)| (?=\d))")
_NUMBER = regex.compile(r"0*+(\d++)")


class Unit(Struct, frozen=True, kw_only=True):
    """A unit in one span of time.

    Attributes:
        code: that of the General Statistics Office; "" for provinces dissolved before it.
        level: province, district or commune.
        type: tỉnh, thành phố, quận, huyện, thị xã, phường, xã, thị trấn, đặc khu.
        name: without its type word: "Hà Nội", "Cửa Nam", "1".
        valid_from: first day, None when not known.
        valid_to: last day, None while it exists.
        basis: the legal act that ended or began it, where the table has it.
    """

    code: str
    level: Level
    type: str
    name: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    basis: str | None = None

    @property
    def full_name(self) -> str:
        """The name with its type word: "phường Cửa Nam"."""
        return self.name if self.name.lower().startswith(self.type) else f"{self.type} {self.name}"

    def valid_on(self, on: datetime.date) -> bool:
        """Whether the unit existed on a day; where the first day is not known it counts as before all days."""
        return (self.valid_from or on) <= on <= (self.valid_to or on)

    def parents(self, on: datetime.date | None = None) -> tuple[Unit, ...]:
        """The units above it, the nearest first, as they were on a day (default: its last, or today's)."""
        links = _links()
        found: list[Unit] = []
        unit = self
        while (key := links.parents.get(_key(unit))) is not None:
            above = [links.units[k] for k in key]
            valid = [parent for parent in above if on is not None and parent.valid_on(on)]
            unit = (valid or above)[-1]
            found.append(unit)
        return tuple(found)

    @property
    def successors(self) -> tuple[Unit, ...]:
        """The units that it became, the main one first; empty while it exists."""
        if self.valid_to is None:
            return ()
        links = _links()
        return tuple(links.units[key] for key in links.successors.get(_key(self), ()))

    @property
    def predecessors(self) -> tuple[Unit, ...]:
        """The units that became part of it."""
        links = _links()
        return tuple(links.units[key] for key in links.predecessors.get(_key(self), ()))


_fold = lru_cache(maxsize=1 << 14)(fold)  # names recur: there are dozens of Tân Lập
_Key = tuple[str, str, str, datetime.date | None]


class _Links(Struct):
    units: dict[_Key, Unit]
    parents: dict[_Key, tuple[_Key, ...]]
    successors: dict[_Key, tuple[_Key, ...]]
    predecessors: dict[_Key, tuple[_Key, ...]]
    by_name: dict[str, list[Unit]]


def lookup(name: str, within: str | Unit | None = None, on: datetime.date | None = None) -> list[Unit]:
    """Units of a name, those that exist first.

    Type words ("tỉnh", "P.", "TP."), the place of the tone mark, case and leading zeros of numbered units do not
    matter; a name without any diacritics is looked up as such when nothing has it as written.

    Args:
        name: "Cửa Nam", "phường Cửa Nam", "P. Cửa Nam", "Q.1", "TP.HCM", "cua nam".
        within: a unit, or the name of one, that lies above at some time.
        on: only units that existed on that day.

    >>> [unit.code for unit in lookup("phường Cửa Nam", within="Hà Nội", on=datetime.date(2026, 1, 5))]
    ['00082']
    >>> lookup("tỉnh Hà Tây")[0].successors[0].name
    'Hà Nội'
    """
    kind, bare = split_type(name)
    units = [unit for unit in named(bare) if kind in (None, unit.type)]
    if kind is not None:  # the type word may be part of the name: "Thành phố Hồ Chí Minh"
        units += [unit for unit in named(fold(name).strip()) if unit not in units]
    if on is not None:
        units = [unit for unit in units if unit.valid_on(on)]
    if within is not None:
        above = {(u.level, u.name) for u in (lookup(within) if isinstance(within, str) else [within])}
        units = [unit for unit in units if any((u.level, u.name) in above for u in _all_above(unit))]
    rank = ("province", "district", "commune")
    return sorted(units, key=lambda unit: (unit.valid_to is not None, rank.index(unit.level)))


def named(folded: str) -> list[Unit]:
    """Units of a folded name without its type word; without diacritics only where no unit has it as written."""
    found = _links().by_name.get(folded)
    if found is None and plain(folded) == folded:
        found = _plain_names().get(folded)
    return found or []


def split_type(name: str) -> tuple[str | None, str]:
    """Type and folded name of a unit.

    >>> split_type("P. Cửa Nam"), split_type("Q.01"), split_type("Hà Nội")
    (('phường', 'cửa nam'), ('quận', '1'), (None, 'hà nội'))
    """
    whole = fold(name).strip()
    words = _ABBREVIATED.sub(lambda found: found[1].replace(".", "") + " ", whole).split()
    for size in (2, 1):
        kind = _TYPES.get(" ".join(words[:size]))
        if kind is not None and len(words) > size:
            return kind, _NUMBER.sub(r"\1", " ".join(words[size:]))
    return None, whole


def plain(text: str) -> str:
    """A folded text without diacritics.

    >>> plain("đắk lắk")
    'dak lak'
    """
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("đ", "d")


@cache
def provinces() -> dict[str, list[Unit]]:
    """Provinces by folded name or alias, the earlier first; to load them alone takes a moment less."""
    links = _Links({}, {}, {}, {}, defaultdict(list))
    _add_provinces(links)
    return dict(links.by_name)


def _all_above(unit: Unit) -> list[Unit]:
    """The units above, also those above its successors and predecessors of the same name."""
    near = [unit, *unit.successors[:1], *(other for other in unit.predecessors if other.name == unit.name)]
    return [parent for other in near for parent in other.parents()]


def _key(unit: Unit) -> _Key:
    return unit.level, unit.code, unit.name, unit.valid_from


@cache
def _plain_names() -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for name, units in _links().by_name.items():
        found[plain(name)] += units
    return found


@cache
def _links() -> _Links:
    links = _Links({}, {}, {}, {}, defaultdict(list))
    provinces = _add_provinces(links)
    _add_units(links, provinces)
    before: dict[_Key, list[_Key]] = defaultdict(list)
    for key, successors in links.successors.items():
        for successor in successors:
            before[successor].append(key)
    links.predecessors = {key: tuple(keys) for key, keys in before.items()}
    return links


def _add(links: _Links, unit: Unit, *names: str) -> _Key:
    key = _key(unit)
    links.units[key] = unit
    for name in {_fold(name) for name in (unit.name, *names)}:
        links.by_name[name].append(unit)
    return key


def _add_provinces(links: _Links) -> dict[str, list[Unit]]:
    """Provinces by code, and how they followed each other."""
    by_code: dict[str, list[Unit]] = defaultdict(list)
    became: list[tuple[_Key, str]] = []
    for code, name, aliases, kind, valid_from, valid_to, successor, basis in rows("provinces.tsv", 8):
        unit = Unit(
            code=code,
            level="province",
            type="thành phố" if kind == "city" else "tỉnh",
            name=name,
            valid_from=day(valid_from),
            valid_to=day(valid_to),
            basis=basis or None,
        )
        key = _add(links, unit, *filter(None, aliases.split("|")))
        by_code[code].append(unit)
        if successor:
            became.append((key, successor))
    for key, names in became:
        end = links.units[key].valid_to
        links.successors[key] = tuple(
            _key(unit)
            for name in names.split("|")
            for unit in links.by_name[fold(name)]
            if unit.level == "province" and end is not None and unit.valid_on(end + datetime.timedelta(days=1))
        )
    return by_code


def _add_units(links: _Links, provinces: dict[str, list[Unit]]) -> None:
    codes: dict[tuple[str, str, str], _Key] = {}
    table = list(rows("units.tsv", 7))
    for era, level, code, kind, name, _, _ in table:
        unit = Unit(
            code=code,
            level="district" if level == "district" else "commune",
            type=kind.lower(),
            name=name,
            valid_from=REFORM if era == "n" else None,
            valid_to=None if era == "n" else _LAST_DAY_BEFORE,
            basis="202/2025/QH15",
        )
        codes[era, level, code] = _add(links, unit)
    of_district: dict[str, list[_Key]] = defaultdict(list)
    for era, level, code, _, _, parent, became in table:
        key = codes[era, level, code]
        if (era, level) == ("o", "commune"):
            links.parents[key] = (codes["o", "district", parent],)
        else:
            on = REFORM if era == "n" else _LAST_DAY_BEFORE
            links.parents[key] = tuple(_key(province) for province in provinces[parent] if province.valid_on(on))
        if era == "o":
            links.successors[key] = tuple(codes["n", "commune", successor] for successor in became.split())
            if level == "commune":
                of_district[parent] += links.successors[key]
    for district, successors in of_district.items():
        links.successors[codes["o", "district", district]] = tuple(dict.fromkeys(successors))
