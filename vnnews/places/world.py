"""Places outside of the units of Viet Nam by name: regions, seas, and cities and states of other countries."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from vnnews.places.tables import rows
from vnnews.text.folding import fold

_CITIES = Path(__file__).parent / "data" / "world_cities.tsv"
_ONLY_WITH_COUNTRY = "?"


class WorldPlace(NamedTuple):
    """A place that a name may mean.

    Attributes:
        kind: region, water, landform or city.
        country: ISO 3166-1 alpha-2 code of the country that it lies in; None for what lies in several or is no matter
            of countries.
        share: how much of the name is its own, 0 to 1: one of several cities has the share of its inhabitants.
        sure: whether the name needs no country beside it; that of a Chinese province may be one of Viet Nam.
    """

    kind: str
    country: str | None
    share: float = 1.0
    sure: bool = True


def world_places(folded: str) -> list[WorldPlace]:
    """What a folded name without type word may mean, the likeliest first.

    >>> world_places("mác-xây")
    [WorldPlace(kind='city', country='FR', share=1.0, sure=True)]
    >>> [(place.country, round(place.share, 2)) for place in world_places("mérida")]
    [('MX', 0.94), ('VE', 0.06)]
    """
    known = _places().get(folded)
    if known is not None:
        return [known, *(place for place in _cities(folded) if not known.sure and place.country != known.country)]
    return list(_cities(folded))


@cache
def _places() -> dict[str, WorldPlace]:
    found: dict[str, WorldPlace] = {}
    for kind, country, names in rows("world_places.tsv", 3):
        sure = not kind.endswith(_ONLY_WITH_COUNTRY)
        place = WorldPlace(kind.rstrip(_ONLY_WITH_COUNTRY), country or None, sure=sure)
        for name in names.split("|"):
            found.setdefault(fold(name), place)
    return found


@lru_cache(maxsize=1 << 12)
def _cities(folded: str) -> tuple[WorldPlace, ...]:
    lines = _city_lines()
    first = bisect_left(lines, f"{folded}\t")
    stop = bisect_left(lines, f"{folded}\n", first)
    found = [line.split("\t") for line in lines[first:stop]]
    # the square: of two cities of one name the larger is meant more often than its size tells
    weights = [int(inhabitants) ** 2 for _, _, inhabitants in found]
    places = [
        WorldPlace("city", country, weight / sum(weights))
        for (_, country, _), weight in zip(found, weights, strict=True)
    ]
    return tuple(sorted(places, key=lambda place: -place.share))


@cache
def _city_lines() -> list[str]:
    return _CITIES.read_text(encoding="utf-8").splitlines()[2:]
