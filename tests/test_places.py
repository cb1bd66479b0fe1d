from __future__ import annotations

import datetime
import re

import pytest

from vnnews.places import PlaceGroup, PlaceName, group_places
from vnnews.places.tables import countries


def groups(text: str, day: datetime.date | None) -> list[PlaceGroup]:
    """Group places that are written with ";" or "," between them."""
    names = [PlaceName(*found.span(), found[0]) for found in re.finditer(r"[^;,\s](?:[^;,]*[^;,\s])?", text)]
    return group_places(names, text, day)


BEFORE, AFTER = datetime.date(2024, 1, 1), datetime.date(2026, 1, 1)


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
    (group,) = groups(name, day)
    assert group.code == code


def test_type_words_tell_places_of_one_name_apart() -> None:
    names = ["huyện Vĩnh Linh", "Vĩnh Linh", "xã Vĩnh Linh", "tỉnh Hà Nam", "Hà Nam"]
    assert [group.members for group in groups("; ".join(names), BEFORE)] == [[0, 1], [2], [3, 4]]


def test_country_names_are_many() -> None:
    assert len(set(countries().values())) > 240
    assert {countries()[name] for name in ("mỹ", "hoa kỳ")} == {"US"}


@pytest.mark.parametrize(
    ("text", "day", "codes"),
    [
        ("xã Tân Lập, huyện Đan Phượng, Hà Nội", BEFORE, ["09820", "273", "01"]),
        ("phường Cửa Nam, Hà Nội", AFTER, ["00082", "01"]),
        ("phường Cửa Nam; thành phố Vinh", BEFORE, ["16678", "412"]),
        ("TP Thủ Đức", BEFORE, ["769"]),
        ("huyện Đan Phượng", BEFORE, ["273"]),
        ("xã Tân Lập", BEFORE, [None]),
        ("xã Tân Lập; Bắc Kạn; Lạng Sơn", BEFORE, [None, "06", "20"]),
        ("Tháp Mười", BEFORE, ["872"]),
        ("tháp Rùa", BEFORE, [None]),
        ("quận 1, TP.HCM", BEFORE, ["760", "79"]),
        ("phường Bến Nghé, quận 1, TP.HCM", BEFORE, ["26740", "760", "79"]),
    ],
)
def test_units_are_told_by_what_stands_around_them(text: str, day: datetime.date, codes: list[str | None]) -> None:
    assert [group.code for group in groups(text, day)] == codes
