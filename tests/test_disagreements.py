"""Where annotation disagrees with itself or with the guidelines."""

from __future__ import annotations

from vnnews.corpora import GoldText, parse_inline
from vnnews.evaluation.disagreements import breaches, lines, two_labels


def gold(line: str, number: int = 0) -> GoldText:
    text, spans = parse_inline(line)
    return GoldText(f"text/{number}", text, tuple(spans), ((0, len(text)),))


def test_one_surface_two_labels() -> None:
    texts = [
        gold("[[LOC|Nhà Trắng]] ở [[LOC|Washington]]", 1),
        gold("[[ORG|Nhà Trắng]] nói, [[ORG|Nhà Trắng]] làm", 2),
        gold("Nhà Trắng im lặng, [[LOC|Washington]] cũng vậy", 3),
    ]
    (found,) = two_labels(texts)
    assert found.surface == "Nhà Trắng"
    assert {label: len(places) for label, places in found.places.items()} == {"ORG": 2, "LOC": 1, "-": 1}
    assert found.odd == 2
    assert found.places["-"][0].text == "text/3"


def test_part_of_a_longer_name_is_not_unlabelled() -> None:
    texts = [gold("[[LOC|Đồng Nai]]"), gold("[[ORG|Sở Y tế Đồng Nai]]"), gold("đồng nai")]
    assert two_labels(texts) == []


def test_breaches_of_the_guidelines() -> None:
    text = gold(
        "tỉnh [[LOC|Nghệ An]], các tỉnh [[LOC|Hà Tĩnh]], [[ORG|Vụ Tài chính của Bộ Y tế]], [[ORG|UBND]], "
        "[[PER|Hoa.]] và [[LOC|nước Mỹ]], [[LOC|quận 1]], [[ORG|tổ chức Hòa bình]]"
    )
    assert [(found.decision, found.surface) for found in breaches([text])] == [
        (1, "Nghệ An"),
        (2, "Vụ Tài chính của Bộ Y tế"),
        (5, "UBND"),
        (8, "Hoa."),
        (11, "nước Mỹ"),
        (11, "tổ chức Hòa bình"),
    ]


def test_lines_name_the_place() -> None:
    shown = list(lines([gold("[[PER|Mỹ]] nói", 1), gold("[[LOC|Mỹ]] nói", 2), gold("tỉnh [[LOC|Nghệ An]]", 3)]))
    assert "Mỹ: PER 1, LOC 1" in shown
    assert any("text/3" in line for line in shown)
