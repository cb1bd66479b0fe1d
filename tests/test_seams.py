"""A body and the holder of its office, parted."""

from __future__ import annotations

import pytest

from vnnews.names.seams import part


def parted(before: str, body: str) -> list[str]:
    text = f"{before}{body} nói."
    spans = [("ORG", len(before), len(before) + len(body))]
    return [f"{label} {text[start:end]}" for label, start, end in part(text, spans)]


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
