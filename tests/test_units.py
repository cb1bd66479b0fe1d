from __future__ import annotations

import datetime

import pytest

from vnnews.places import Unit, lookup
from vnnews.places.tables import rows
from vnnews.places.unit_table import plain
from vnnews.places.units import all_units, split_type

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


@pytest.mark.parametrize(
    ("name", "within", "on", "code"),
    [
        ("phường Cửa Nam", "Hà Nội", datetime.date(2026, 1, 5), "00082"),
        ("P. Cửa Nam", "TP Vinh", BEFORE, "16678"),
        ("Q.1", None, BEFORE, "760"),
        ("Quận 01", "TP.HCM", BEFORE, "760"),
        ("TX. Kỳ Anh", None, None, "449"),
        ("huyện Kỳ Anh", None, None, "447"),
        ("TP Thủ Đức", None, datetime.date(2024, 5, 1), "769"),
        ("tỉnh Hải Dương", None, datetime.date(2024, 5, 1), "30"),
        ("BR-VT", None, None, "77"),
        ("Hoà Bình", None, datetime.date(2020, 1, 1), "17"),
        ("dak lak", None, AFTER, "66"),
        ("TP. Hồ Chí Minh", None, AFTER, "79"),
    ],
)
def test_lookup(name: str, within: str | None, on: datetime.date | None, code: str) -> None:
    assert lookup(name, within=within, on=on)[0].code == code


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


def test_differences_between_the_sources_are_listed() -> None:
    listed = list(rows("units-differences.tsv", 4))
    assert {era for era, *_ in listed} == {"n", "o"}
    assert all(ours != other for *_, ours, other in listed)


def test_a_province_of_1997_is_not_one_of_1990() -> None:
    assert lookup("tỉnh Hải Dương", on=datetime.date(1990, 1, 1)) == []
    assert lookup("tỉnh Hải Hưng", on=datetime.date(1990, 1, 1))[0].successors[0].name == "Hải Dương"
