"""Place names taken apart: the type word, the kind of place that it tells, and the name."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from vnnews.places.tables import find_country, kinds
from vnnews.places.units import named, provinces_named
from vnnews.places.world import world_places
from vnnews.text.folding import fold

UNIT_KINDS = ("province", "city", "district", "commune")
"""Kinds that type words of administrative units tell; a "thành phố" may be a province, a district or abroad."""

_LONGEST_TYPE = 4
_ABBREVIATED = regex.compile(r"(?i)(tp|tx|tt|q|h|p)\.\s*+")
_MILESTONE = regex.compile(r"km ?\d")
_HOUSE = regex.compile(r"\d++[a-z]?(?:/\d++[a-z]?)*+(?: bis)? (?:\p{L}++ ?){2,}")  # 83/12 đường Trần Bình Trọng
_LIST_TYPE = regex.compile(
    r"(?i)(?:^|[\s,(])(?:các|những|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d{1,3}+)\s+"
    r"(?P<type>tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thị trấn)(?:\s+\p{Ll}++){0,3}\s*"
)
_HINT_WINDOW = 45


class Reading(NamedTuple):
    """A place name taken apart: the folded name without its type word, and the kind that the type word tells."""

    name: str
    kind: str | None


@lru_cache(maxsize=1 << 16)
def read_name(text: str) -> Reading:
    """Take a place name apart.

    >>> read_name("tỉnh Nghệ An"), read_name("TP. Vinh"), read_name("Hà Nội")
    (Reading(name='nghệ an', kind='province'), Reading(name='vinh', kind='city'), Reading(name='hà nội', kind=None))
    >>> read_name("Sông Cầu").kind, read_name("sông Cầu").kind
    (None, 'water')
    """
    whole = " ".join(fold(text).split())
    if find_country(whole) or provinces_named(whole):
        return Reading(whole, None)
    if _MILESTONE.match(whole) or _HOUSE.match(whole):
        return Reading(whole, "road")
    natural = next((place.kind for place in world_places(whole) if place.kind != "city"), None)
    if natural is not None:
        return Reading(whole, natural)
    words = _ABBREVIATED.sub(r"\1 ", whole).split()
    for size in range(min(_LONGEST_TYPE, len(words) - 1), 0, -1):
        kind = kinds().get(" ".join(words[:size]))
        if kind is None:
            continue
        if kind not in UNIT_KINDS and text[0].isupper() and named(whole):
            break  # Tháp Mười is a district and no tower
        return Reading(" ".join(words[size:]), kind)
    return Reading(" ".join(words), None)


def type_before(text: str, start: int) -> str | None:
    """The type word before a list of names, which belongs to none of them: "các xã biên giới Tri Lễ, Nậm Cắn".

    >>> type_before("Ba cán bộ về các xã biên giới Tri Lễ", 30), type_before("ba hợp tác xã Tiêu Động", 14)
    ('xã', None)
    """
    begin = max(0, start - _HINT_WINDOW)
    found = None
    for match in _LIST_TYPE.finditer(text, begin, start):
        found = match["type"].lower() if match.end() == start else None
    return found
