"""Capitals at the beginning of a sentence that begin a common word, not a name."""

from __future__ import annotations

import pytest

from vnnews import analyze
from vnnews.names.common_words import without_common_words


def kept(text: str, *spans: tuple[str, str]) -> list[str]:
    """The spans that are kept, each given by its label and text; sentences begin after full stops."""
    begins = {0, *(at + 2 for at in range(len(text)) if text[at : at + 2] == ". ")}
    at, found = 0, []
    for label, name in spans:
        at = text.index(name, at)
        found.append((label, at, at + len(name)))
        at += len(name)
    return [text[start:end] for _, start, end in without_common_words(text, found, begins, [0] * len(found))]


@pytest.mark.parametrize(
    ("label", "name", "text"),
    [
        ("PER", "Kim", "Kim ngạch xuất khẩu đạt 4 tỷ USD."),
        ("LOC", "Mỹ", "Mỹ phẩm giả bị thu giữ."),
        ("PER", "Quang cảnh", "Quang cảnh hoang tàn sau bão."),
        ("PER", "Lan", "Lan tỏa giá trị sống đẹp."),
    ],
)
def test_common_word(label: str, name: str, text: str) -> None:
    assert kept(text, (label, name)) == []


@pytest.mark.parametrize(
    ("label", "name", "text"),
    [
        ("PER", "Dũng", "Dũng cảm ơn mọi người."),
        ("LOC", "Mỹ", "Mỹ quan ngại về vụ thử tên lửa."),
        ("LOC", "Mỹ", "Mỹ áp thuế 25%."),
        ("PER", "Kim", "Kim Ngạch đến dự."),  # a capital
        ("PER", "Quang Cảnh", "Quang Cảnh đến dự."),
        ("PER", "Lan tỏa Nguyễn", "Lan tỏa Nguyễn là tên lạ."),
        ("ORG", "Hải quân", "Hải quân tập trận."),
    ],
)
def test_name(label: str, name: str, text: str) -> None:
    assert kept(text, (label, name)) == [name]


def test_not_inside_a_sentence() -> None:
    assert kept("Hôm qua Kim chỉ thích ở nhà.", ("PER", "Kim")) == ["Kim"]


def test_person_named_elsewhere() -> None:
    text = "Nam giới tính khó đoán. Nguyễn Văn Nam đã đến."
    assert kept(text, ("PER", "Nam"), ("PER", "Nguyễn Văn Nam")) == ["Nam", "Nguyễn Văn Nam"]
    assert kept(text.replace("Văn Nam", "Văn An"), ("PER", "Nam"), ("PER", "Nguyễn Văn An")) == ["Nguyễn Văn An"]


def test_article() -> None:
    article = analyze("Kim ngạch thương mại hai chiều đạt 129,2 tỷ USD. Mỹ thuật và khoa học được quan tâm.")
    assert article.mentions == ()
