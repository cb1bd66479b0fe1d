"""What the place names of an article are: their kind, their code, and which of them are the same place.

A name that several units have is told by what the article says around it: its type word, the unit that follows it in an
address, the provinces that the article names, the day of publication. Where that leaves several, none is chosen.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import regex

from vnnews.places.tables import countries, kinds
from vnnews.places.units import Unit, lookup, named, provinces_named
from vnnews.text.folding import fold

_LONGEST_TYPE = 4
_ABBREVIATED = regex.compile(r"(?i)(tp|tx|tt|q|h|p)\.\s*")
_ADDRESS = regex.compile(r"\s?,\s|\s|\s\(")
_UNIT_TYPES = ("province", "city", "district", "commune")
_UNIT_KINDS = (None, "city", "district", "commune")


class PlaceName(NamedTuple):
    """A place name in a text, with its offsets there."""

    start: int
    end: int
    text: str


class _Reading(NamedTuple):
    """A place name taken apart: the folded name without its type word, and the kind that the type word tells."""

    name: str
    kind: str | None


@dataclass
class PlaceGroup:
    """Mentions of one place.

    Attributes:
        members: indices of the mentions.
        kind: from the type word or the tables; None when unknown.
        code: see :class:`vnnews.article.Place`.
        unit: the row of the table, for units of Viet Nam that could be told from their namesakes.
    """

    members: list[int] = field(default_factory=list)
    kind: str | None = None
    code: str | None = None
    unit: Unit | None = None


def group_places(names: Sequence[PlaceName], text: str, published: datetime.date | None) -> list[PlaceGroup]:
    """Group place names by what they name and look them up.

    Args:
        names: in the order of the text.
        text: the text; what stands between two names tells whether they are levels of one address.
        published: decides between units of one name at different times.
    """
    groups: dict[str, list[PlaceGroup]] = {}
    order: list[PlaceGroup] = []
    owner: list[PlaceGroup] = []
    for index, name in enumerate(names):
        reading = read_name(name.text)
        province = find_province(reading, published)
        country = countries().get(reading.name) if reading.kind is None else None
        kind = "province" if province else "country" if country else reading.kind
        key = fold(province.name) if province else country or reading.name
        known = groups.setdefault(key, [])
        # a name without type word is the place last named so; one with it may tell the kind of one without
        fitting = [group for group in known if kind is None or group.kind in (None, kind)]
        if fitting:
            group = fitting[-1]
            group.kind = group.kind or kind
        else:
            code = (province.code or None) if province else country
            group = PlaceGroup(kind=kind, code=code, unit=province)
            known.append(group)
            order.append(group)
        group.members.append(index)
        owner.append(group)
    _find_units(order, owner, names, text, published)
    return order


def _find_units(
    groups: Sequence[PlaceGroup],
    owner: Sequence[PlaceGroup],
    names: Sequence[PlaceName],
    text: str,
    published: datetime.date | None,
) -> None:
    """Tell districts and communes; those with the widest type first, as they tell the ones inside them."""
    named = {unit.name for group in groups if (unit := group.unit) is not None}
    rank = {"city": 0, "district": 0, None: 1, "commune": 2}
    for group in sorted((g for g in groups if g.code is None and g.kind in _UNIT_KINDS), key=lambda g: rank[g.kind]):
        units = lookup(max((names[index].text for index in group.members), key=len), on=published)
        above = {
            owner[index + 1].unit.name  # type: ignore[union-attr]
            for index in group.members
            if index + 1 < len(names)
            and owner[index + 1].unit is not None
            and _ADDRESS.fullmatch(text, names[index].end, names[index + 1].start)
        }
        unit = _choose(units, above) or (_untyped(units, named) if group.kind is None else _typed(units, named))
        if unit is not None:
            group.unit, group.code, group.kind = unit, unit.code, unit.level
            named.add(unit.name)


def _choose(units: Sequence[Unit], above: set[str]) -> Unit | None:
    """The one unit that has one of these names above it."""
    return _only([unit for unit in units if any(parent.name in above for parent in unit.parents())])


def _typed(units: Sequence[Unit], named: set[str]) -> Unit | None:
    return _only(units) or _choose(units, named)


def _untyped(units: Sequence[Unit], named: set[str]) -> Unit | None:
    """A district by its name alone; a commune only under a unit right above it that the article names.

    Streets, people and pagodas share their names with communes.
    """
    districts = [unit for unit in units if unit.level == "district"]
    return _only(districts) or _only([unit for unit in units if any(p.name in named for p in unit.parents()[:1])])


def _only(units: Sequence[Unit]) -> Unit | None:
    """The one unit there is; a unit and those that it came from or became count as one, the one of today."""
    if not units:
        return None
    first, *others = units
    return first if all(unit.name == first.name and unit in first.predecessors for unit in others) else None


def find_province(reading: _Reading, day: datetime.date | None) -> Unit | None:
    """The province of a name, on a day where it is known; None for another kind of place."""
    if reading.kind not in (None, "province", "city"):
        return None
    units = provinces_named(reading.name)
    valid = [unit for unit in units if day is not None and unit.valid_on(day)]
    return valid[-1] if valid else units[-1] if units else None


@lru_cache(maxsize=1 << 16)
def read_name(text: str) -> _Reading:
    """Take a place name apart.

    >>> read_name("tỉnh Nghệ An"), read_name("TP. Vinh"), read_name("Hà Nội")
    (_Reading(name='nghệ an', kind='province'), _Reading(name='vinh', kind='city'), _Reading(name='hà nội', kind=None))
    """
    whole = fold(text)
    if whole in countries() or provinces_named(whole):
        return _Reading(whole, None)
    words = _ABBREVIATED.sub(r"\1 ", whole).split()
    for size in range(min(_LONGEST_TYPE, len(words) - 1), 0, -1):
        kind = kinds().get(" ".join(words[:size]))
        if kind is None:
            continue
        if kind not in _UNIT_TYPES and any(unit.level == "district" for unit in named(whole)):
            break  # Tháp Mười is a district and no tower
        return _Reading(" ".join(words[size:]), kind)
    return _Reading(" ".join(words), None)
