from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vnnews import places
from vnnews.places import Unit, lookup
from vnnews.places.tables import rows
from vnnews.places.unit_table import ORDER, UnitTable, plain
from vnnews.places.units import all_units, split_type

CASES = json.loads((Path(__file__).parent / "cases" / "lookup.json").read_text(encoding="utf-8"))
BEFORE, AFTER = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)
DAY_OF_LISTS = datetime.date(2023, 6, 1)


def units() -> list[Unit]:
    return list(all_units())


def test_how_many_there_are() -> None:
    def count(level: str, on: datetime.date) -> int:
        return sum(unit.level == level and unit.valid_on(on) for unit in units())

    assert [count("province", day) for day in (BEFORE, AFTER)] == [63, 34]
    assert [count("district", day) for day in (BEFORE, AFTER)] == [696, 0]
    assert [count("commune", day) for day in (BEFORE, AFTER)] == [10_035, 3_321]


def test_every_unit_is_found_by_name_and_type() -> None:
    for unit in units():
        on = unit.valid_to or unit.valid_from or DAY_OF_LISTS
        assert unit in lookup(unit.full_name, on=on), unit
        assert unit in lookup(unit.name, on=on), unit
        for parent in unit.parents(on):
            assert unit in lookup(unit.full_name, within=parent, on=on), unit


def test_every_current_commune_is_one_within_its_province() -> None:
    for unit in units():
        if unit.level == "commune" and unit.exists:
            found = lookup(unit.full_name, within=unit.parents()[0], on=AFTER)
            assert [other.code for other in found if other.full_name == unit.full_name] == [unit.code]


def test_every_unit_of_before_has_successors_and_they_have_it() -> None:
    for unit in units():
        if unit.valid_to is not None:
            next_day = unit.valid_to + datetime.timedelta(days=1)
            assert all(successor.valid_on(next_day) for successor in unit.successors)
            assert all(unit in successor.predecessors for successor in unit.successors)
        if unit.exists:
            assert not unit.successors
        elif unit.level != "commune" or unit.valid_on(BEFORE):
            assert unit.successors, unit


def test_every_unit_has_its_parents() -> None:
    for unit in units():
        levels = [parent.level for parent in unit.parents()]
        expected = {"province": [], "district": ["province"], "commune": ["district", "province"]}[unit.level]
        assert levels == (expected if not unit.exists or unit.level == "province" else ["province"]), unit


@pytest.mark.parametrize("case", CASES, ids=[f"{case['name']} {case['on']}" for case in CASES])
def test_lookup(case: dict[str, Any]) -> None:
    on = datetime.date.fromisoformat(case["on"]) if case["on"] else None
    unit = lookup(case["name"], within=case["within"], on=on)[0]
    assert (unit.code, unit.full_name) == (case["code"], case["unit"])
    assert [parent.name for parent in unit.parents(on)] == case["parents"]


def test_provinces_through_the_reforms() -> None:
    (ha_tay,) = lookup("tỉnh Hà Tây")
    assert ha_tay.valid_to == datetime.date(2008, 7, 31) and ha_tay.basis == "15/2008/QH12"
    assert [unit.name for unit in ha_tay.successors] == ["Hà Nội"]
    (hai_duong,) = lookup("tỉnh Hải Dương")
    assert [unit.name for unit in hai_duong.successors] == ["Hải Phòng"]
    (minh_hai,) = lookup("tỉnh Minh Hải", on=datetime.date(1990, 1, 1))
    assert [unit.name for unit in minh_hai.successors] == ["Bạc Liêu", "Cà Mau"]


def test_what_is_not_a_unit() -> None:
    assert lookup("sông Hồng") == lookup("") == lookup("Quận 99") == []
    assert lookup("Cửa Nam", within="Cà Mau") == []


def test_names_taken_apart() -> None:
    assert split_type("P.12") == ("phường", "12")
    assert split_type("TP.Thủ Đức") == ("thành phố", "thủ đức")
    assert split_type("Thị Trấn Sa Pa") == ("thị trấn", "sa pa")
    assert plain("đắk lắk") == "dak lak"


def test_the_order_by_code_is_that_of_the_table() -> None:
    order = np.load(ORDER)
    assert order.dtype == np.uint16
    assert order.tolist() == UnitTable().by_code().tolist(), "from vnnews.places.build_units import write_order"


def test_differences_between_the_sources_are_listed() -> None:
    listed = list(rows("units-differences.tsv", 4))
    assert {about for about, *_ in listed} == {"n", "o", "s"}
    assert all(ours != other for *_, ours, other in listed)


def test_a_province_of_1997_is_not_one_of_1990() -> None:
    assert lookup("tỉnh Hải Dương", on=datetime.date(1990, 1, 1)) == []
    assert lookup("tỉnh Hải Hưng", on=datetime.date(1990, 1, 1))[0].successors[0].name == "Hải Dương"


@pytest.mark.parametrize(
    ("day", "provinces"),
    [
        ("1977-01-01", 38),
        ("1980-01-01", 40),
        ("1990-01-01", 44),
        ("1992-06-01", 53),
        ("1998-01-01", 61),
        ("2005-01-01", 64),
        ("2010-01-01", 63),
        ("2025-07-01", 34),
    ],
)
def test_provinces_and_districts_on_a_day(day: str, provinces: int) -> None:
    on = datetime.date.fromisoformat(day)
    assert sum(unit.level == "province" and unit.valid_on(on) for unit in units()) == provinces
    for unit in units():
        if unit.level == "district" and unit.valid_on(on):
            (province,) = unit.parents(on)
            assert province.valid_on(on), unit


def test_every_province_has_its_act() -> None:
    for unit in units():
        if unit.level == "province" and not unit.exists:
            assert unit.basis and unit.successors, unit


def test_the_table_is_small_and_the_first_lookup_soon() -> None:
    data = Path(places.__file__).parent / "data"
    assert sum(file.stat().st_size for file in data.iterdir()) < 3_000_000
    measure = (
        "import time, vnnews.places; begin = time.process_time(); vnnews.places.lookup('phường Cửa Nam', 'Hà Nội');"
        "print(time.process_time() - begin)"
    )
    done = subprocess.run([sys.executable, "-c", measure], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.1
