"""What the place names of an article are: their kind, their code, and which of them are the same place."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import regex

from vnnews.places.tables import Province, countries, kinds, provinces
from vnnews.text.folding import fold

_LONGEST_TYPE = 4
_ABBREVIATED = regex.compile(r"(?i)(tp|tx|tt|q|h|p)\.\s*")


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
        province: the row of the table, for provinces.
    """

    members: list[int] = field(default_factory=list)
    kind: str | None = None
    code: str | None = None
    province: Province | None = None


def group_places(names: Sequence[str], published: datetime.date | None) -> list[PlaceGroup]:
    """Group place names by what they name and look them up.

    Args:
        names: as written, in the order of the text.
        published: decides between units of one name at different times.
    """
    groups: dict[str, list[PlaceGroup]] = {}
    order: list[PlaceGroup] = []
    for index, text in enumerate(names):
        reading = read_name(text)
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
            group = PlaceGroup(kind=kind, code=province.code if province else country, province=province)
            known.append(group)
            order.append(group)
        group.members.append(index)
    return order


def find_province(reading: _Reading, day: datetime.date | None) -> Province | None:
    """The province of a name, on a day where it is known; None for another kind of place."""
    if reading.kind not in (None, "province", "city"):
        return None
    rows = provinces().get(reading.name, ())
    if reading.kind == "province" and not rows:
        return None
    valid = [row for row in rows if row.valid_on(day)]
    return valid[-1] if valid else rows[-1] if rows else None


@lru_cache(maxsize=1 << 16)
def read_name(text: str) -> _Reading:
    """Take a place name apart.

    >>> read_name("tỉnh Nghệ An"), read_name("TP. Vinh"), read_name("Hà Nội")
    (_Reading(name='nghệ an', kind='province'), _Reading(name='vinh', kind='city'), _Reading(name='hà nội', kind=None))
    """
    whole = fold(text)
    if whole in provinces() or whole in countries():
        return _Reading(whole, None)
    words = _ABBREVIATED.sub(r"\1 ", whole).split()
    for size in range(min(_LONGEST_TYPE, len(words) - 1), 0, -1):
        kind = kinds().get(" ".join(words[:size]))
        if kind is not None:
            return _Reading(" ".join(words[size:]), kind)
    return _Reading(" ".join(words), None)
