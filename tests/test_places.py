from __future__ import annotations

import datetime

import pytest

from vnnews.places import group_places
from vnnews.places.tables import countries, provinces
from vnnews.text.folding import fold

BEFORE, AFTER = datetime.date(2024, 1, 1), datetime.date(2026, 1, 1)


def test_all_provinces_then_and_now() -> None:
    rows = {row for found in provinces().values() for row in found}
    assert sum(row.valid_on(BEFORE) for row in rows) == 63
    assert sum(row.valid_on(AFTER) for row in rows) == 34
    for row in rows:
        if row.successor:
            assert any(other.valid_on(AFTER) for other in provinces()[fold(row.successor)]), row
    for day in (BEFORE, AFTER):
        codes = [row.code for row in rows if row.valid_on(day)]
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Hà Nội", None, "01"),
        ("tỉnh Nghệ An", BEFORE, "40"),
        ("TP. Hồ Chí Minh", AFTER, "79"),
        ("Lào Cai", BEFORE, "10"),
        ("Lào Cai", AFTER, "15"),
        ("Thừa Thiên - Huế", BEFORE, "46"),
        ("Đắc Lắc", None, "66"),
        ("huyện Đồng Tháp", None, None),
        ("phường Cần Thơ", None, None),
        ("Hoa Kỳ", None, "US"),
        ("Ca-na-đa", None, "CA"),
        ("sông Hồng", None, None),
    ],
)
def test_codes(name: str, day: datetime.date | None, code: str | None) -> None:
    (group,) = group_places([name], day)
    assert group.code == code


def test_type_words_tell_places_of_one_name_apart() -> None:
    names = ["huyện Vĩnh Linh", "Vĩnh Linh", "xã Vĩnh Linh", "tỉnh Hà Nam", "Hà Nam"]
    assert [group.members for group in group_places(names, BEFORE)] == [[0, 1], [2], [3, 4]]


def test_country_names_are_many() -> None:
    assert len(set(countries().values())) > 240
    assert {countries()[name] for name in ("mỹ", "hoa kỳ")} == {"US"}
