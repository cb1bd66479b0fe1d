"""Write the table of districts and communes: ``python -m vnnews.places.build_units`` (extra ``build``).

The rows come from the package vietnamadminunits; its communes of today are compared with those of vietnam-provinces and
the differences are written beside the table.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

_TABLE = Path(__file__).parent / "data" / "units.tsv"
_DIFFERENCES = Path(__file__).parent / "data" / "units-differences.tsv"
_DIFFERENCES_HEADER = (
    "# Communes since 1 July 2025 whose code or name differs between vietnamadminunits 1.0.4, which we follow, and"
    " vietnam-provinces 2025.10.1.\ncode\tvietnamadminunits\tvietnam-provinces"
)
_TYPES = ("Thành phố", "Quận", "Huyện", "Thị xã", "Phường", "Thị trấn", "Xã", "Đặc khu")
_HEADER = (
    "# Districts and communes of Viet Nam on 30 June 2025 (era o) and communes since 1 July 2025 (era n), with the"
    " codes of the General Statistics Office; what became of a commune. From vietnamadminunits 1.0.4 (MIT).\n"
    "era\tlevel\tcode\ttype\tname\tparent\tsuccessors"
)


def main() -> None:
    """Write the table, and beside it where the packages differ."""
    data = resources.files("vietnamadminunits") / "data"
    with resources.as_file(data / "dataset.db") as path, sqlite3.connect(path) as database:
        old = database.execute(
            "select provinceCode, districtCode, district, wardCode, ward, provinceKey, districtKey, wardKey"
            " from admin_units_legacy"
        ).fetchall()
        new = database.execute("select provinceCode, wardCode, ward, provinceKey, wardKey from admin_units").fetchall()
    successors = _successors(json.loads((data / "converter_2025.json").read_text(encoding="utf-8")), new)
    rows: dict[tuple[str, ...], None] = {}
    for province, district, name, ward, ward_name, *keys in old:
        became = successors.get("_".join(key for key in keys if key), ())
        rows["o", "district", district, *_parts(name), province, "" if ward else " ".join(became)] = None
        if ward:
            rows["o", "commune", ward, *_parts(ward_name), district, " ".join(became)] = None
    for province, ward, full_name, *_ in new:
        kind, name = _parts(full_name)
        if kind == "Đặc khu":  # an island district without communes became one; the converter has none of its kind
            for row in [row for row in rows if row[1] == "district" and row[4] == name and not row[6]]:
                if not any(commune[5] == row[2] for commune in rows if commune[1] == "commune"):
                    del rows[row]
                    rows[(*row[:6], ward)] = None
        rows["n", "commune", ward, kind, name, province, ""] = None
    lines = ["\t".join(unicodedata.normalize("NFC", value) for value in row) for row in rows]
    _TABLE.write_text("\n".join([_HEADER, *sorted(lines), ""]), encoding="utf-8")
    _DIFFERENCES.write_text("\n".join([_DIFFERENCES_HEADER, *_differences(new), ""]), encoding="utf-8")


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


def _differences(new: list[tuple[str, ...]]) -> list[str]:
    flat = resources.files("vietnam_provinces") / "data" / "flat-divisions.json"
    other = {f"{row['code']:05}": row["name"] for row in json.loads(flat.read_text(encoding="utf-8"))}
    ours = {code: name for _, code, name, *_ in new}
    return [
        f"{code}\t{ours.get(code, '')}\t{other.get(code, '')}"
        for code in sorted(ours.keys() | other.keys())
        if unicodedata.normalize("NFC", ours.get(code, "")) != unicodedata.normalize("NFC", other.get(code, ""))
    ]


if __name__ == "__main__":
    main()
