"""Where names begin and end."""

from __future__ import annotations

import pytest

from vnnews.names.edges import mended


def parted(before: str, body: str) -> list[str]:
    text = f"{before}{body} nói."
    spans = [("ORG", len(before), len(before) + len(body))]
    return [f"{label} {text[start:end]}" for label, start, end in mended(text, spans)]


@pytest.mark.parametrize(
    ("before", "body", "person"),
    [
        ("Bí thư ", "Huyện ủy Lý Sơn", "Ngô Đức Tiếp"),
        ("Phó Chủ tịch ", "Mặt trận Tổ quốc", "Hồ Đắc Quýnh"),
        ("ông Giám đốc ", "Sở Y tế Đồng Nai", "Lê Quang Trung"),
        ("Phó Chủ tịch ", "UBND huyện Củ Chi", "Trần Thị Bé"),
    ],
)
def test_office_body_and_person(before: str, body: str, person: str) -> None:
    assert parted(before, f"{body} {person}") == [f"ORG {body}", f"PER {person}"]


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("Hiệu trưởng ", "Trường THPT Lê Quý Đôn"),  # schools are called after people
        ("theo ", "Sở Y tế Đồng Nai Lê Quang Trung"),  # no office before it
        ("Bí thư ", "Đảng ủy phường Lê Lợi"),  # a place
        ("Chủ tịch ", "UBND quận Lê Chân"),
        ("Bộ trưởng ", "Bộ Nội vụ Hoa Kỳ"),
        ("Chủ tịch ", "Hội Nông dân Việt Nam"),
        ("Giám đốc ", "Công ty Giày Hồng Hà"),
    ],
)
def test_one_name(before: str, body: str) -> None:
    assert parted(before, body) == [f"ORG {body}"]


def people(text: str, *found: str) -> list[str]:
    spans = [("PER", text.index(name), text.index(name) + len(name)) for name in found]
    return [text[start:end] for _, start, end in mended(text, spans)]


@pytest.mark.parametrize(
    ("text", "found", "right"),
    [
        ('bắt Hùng "sẹo" và', ["Hùng"], ['Hùng "sẹo"']),
        ("bắt Tám “xe lôi” và", ["Tám"], ["Tám “xe lôi”"]),
        ('bắt Nguyễn Văn Hùng "sẹo" và', ["Nguyễn Văn Hùng"], ["Nguyễn Văn Hùng"]),
        ('Hùng "đã đi rồi nhé" và', ["Hùng"], ["Hùng"]),
        ("linh mục Phaolô Lê Văn Ngộ ở", ["Lê Văn Ngộ"], ["Phaolô Lê Văn Ngộ"]),
        ("ông Gioan Baotixita Lê Ngộ ở", ["Lê Ngộ"], ["Gioan Baotixita Lê Ngộ"]),
        (
            "bé Maria Ngọc Ánh Têrêsa Thúy Vy hát",
            ["Maria Ngọc Ánh Têrêsa Thúy Vy"],
            ["Maria Ngọc Ánh", "Têrêsa Thúy Vy"],
        ),
        ("Maria Anna Lê Thị Hoa", ["Lê Thị Hoa"], ["Maria Anna Lê Thị Hoa"]),
        ("Maria, Lê Thị Hoa", ["Lê Thị Hoa"], ["Lê Thị Hoa"]),
        ("Phaolô Ngộ", ["Phaolô", "Ngộ"], ["Phaolô", "Ngộ"]),
    ],
)
def test_people(text: str, found: list[str], right: list[str]) -> None:
    assert people(text, *found) == right


@pytest.mark.parametrize(
    ("place", "right"),
    [
        ("miền Đông Nevada", "Nevada"),
        ("phía tây bắc Hà Nội", "Hà Nội"),
        ("miền Tây Nam Bộ", "miền Tây Nam Bộ"),
        ("miền Đông Nam Bộ", "miền Đông Nam Bộ"),
        ("miền Bắc", "miền Bắc"),
        ("miền Trung", "miền Trung"),
        ("Đông Nam Á", "Đông Nam Á"),
    ],
)
def test_directions(place: str, right: str) -> None:
    text = f"ở {place} nói"
    assert [text[start:end] for _, start, end in mended(text, [("LOC", 2, 2 + len(place))])] == [right]


@pytest.mark.parametrize(
    ("before", "body", "right"),
    [
        ("Phó Chủ tịch ", "Thường trực UBND tỉnh Điện Biên", "UBND tỉnh Điện Biên"),
        ("Phó Bí thư ", "Thường trực Tỉnh ủy", "Tỉnh ủy"),
        ("Ủy viên ", "Thường trực Ủy ban Kinh tế", "Ủy ban Kinh tế"),
        ("đại diện ", "Thường trực HĐND tỉnh Quảng Ngãi", "Thường trực HĐND tỉnh Quảng Ngãi"),
        ("Phó Chủ tịch ", "Thường trực", "Thường trực"),
    ],
)
def test_standing_deputy(before: str, body: str, right: str) -> None:
    assert parted(before, body) == [f"ORG {right}"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("giải V-League 2023-2024 khép lại", "V-League 2023-2024"),
        ("giải V-League 2023/24 khép lại", "V-League 2023/24"),
        ("giải V-League 2023 - mùa hay nhất", "V-League 2023"),
        ("giải V-League 2023-25 trận", "V-League 2023"),
        ("giải V-League 2023, 2024", "V-League 2023"),
        ("giải V-League 2023-20245", "V-League 2023"),
    ],
)
def test_season_of_a_league(text: str, right: str) -> None:
    start = text.index("V-League")
    [(_, start, end)] = mended(text, [("EVENT", start, start + len("V-League 2023"))])
    assert text[start:end] == right


def places(text: str, *found: str) -> list[str]:
    at, spans = 0, []
    for name in found:
        at = text.index(name, at)
        spans.append(("LOC", at, at + len(name)))
        at += len(name)
    return [text[start:end] for _, start, end in mended(text, spans)]


@pytest.mark.parametrize(
    ("text", "found", "right"),
    [
        ("cao tốc Quảng Ngãi - Kon Tum dài", ["cao tốc Quảng Ngãi", "Kon Tum"], ["cao tốc Quảng Ngãi - Kon Tum"]),
        (
            "đường sắt Lào Cai - Hà Nội - Hải Phòng",
            ["Lào Cai", "Hà Nội", "Hải Phòng"],
            ["đường sắt Lào Cai - Hà Nội - Hải Phòng"],
        ),
        ("tuyến cao tốc Bắc – Nam", ["Bắc", "Nam"], ["tuyến cao tốc Bắc – Nam"]),
        ("cao tốc qua Bắc Giang, Lạng Sơn", ["Bắc Giang", "Lạng Sơn"], ["Bắc Giang", "Lạng Sơn"]),
        ("biên giới Việt Nam - Lào", ["Việt Nam", "Lào"], ["Việt Nam", "Lào"]),
    ],
)
def test_roads(text: str, found: list[str], right: list[str]) -> None:
    assert places(text, *found) == right


def test_year_by_stem_and_branch() -> None:
    assert people("đầu năm Giáp Thìn, dân", "Giáp Thìn") == []
    assert people("ông Giáp Thìn, dân", "Giáp Thìn") == ["Giáp Thìn"]


def test_foreign_body() -> None:
    text = "cố vấn của Sonoma Biotherapeutics, bà Bank"
    spans = [("PER", 11, 33), ("PER", 38, 42)]
    assert [(label, text[a:b]) for label, a, b in mended(text, spans)] == [
        ("ORG", "Sonoma Biotherapeutics"),
        ("PER", "Bank"),
    ]


@pytest.mark.parametrize(
    ("before", "body", "behind", "right"),
    [
        ("Hiệu trưởng ", "Trường ĐH Bách khoa PGS", " Huỳnh Quyết Thắng", "Trường ĐH Bách khoa"),
        ("Viện trưởng ", "Viện Kinh tế PGS.TS", ". Lê Văn C", "Viện Kinh tế"),
        ("theo ", "Công ty Chứng khoán TS", " nói", "Công ty Chứng khoán TS"),
    ],
)
def test_degree_behind_a_body(before: str, body: str, behind: str, right: str) -> None:
    text = f"{before}{body}{behind}"
    [(_, start, end)] = mended(text, [("ORG", len(before), len(before) + len(body))])
    assert text[start:end] == right
