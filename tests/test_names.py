from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from conftest import check_offsets

import vnnews
from vnnews.assembly import assemble
from vnnews.corpora import parse_inline
from vnnews.names.gazetteers import GAZETTEERS, INDEX, entries, make_index, mark
from vnnews.names.grouping import group_names
from vnnews.names.laws import find_laws, issuer, parse_law
from vnnews.names.mentions import Name
from vnnews.names.phrases import load
from vnnews.names.roles import find_roles
from vnnews.reading import RawArticle
from vnnews.text.folding import fold
from vnnews.text.grammar import symbolise
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import syllabify
from vnnews.times import tag_times

CASES = [
    case
    for file in ("names.json", "roles.json")
    for case in json.loads((Path(__file__).parent / "cases" / file).read_text(encoding="utf-8"))
]
KINDS = ("people", "bodies", "places", "laws", "events")


def marked(case: dict[str, object]) -> object:
    """A case as a parameter; a known failure must fail, so that it is taken off the list when it no longer does."""
    marks = [pytest.mark.xfail(reason=str(case["known_failure"]))] if "known_failure" in case else []
    return pytest.param(case, marks=marks, id=str(case["text"])[:40])


@pytest.mark.parametrize("case", list(map(marked, CASES)))
def test_entities(case: dict[str, object]) -> None:
    text = str(case["text"])
    article = analyze_marked(text) if "[[" in text else vnnews.analyze(text)
    check_offsets(article)
    assert vnnews.from_json(vnnews.to_json(article)) == article
    for kind in KINDS:
        if kind in case:
            expected = case[kind]
            assert isinstance(expected, list)
            found = getattr(article, kind)
            assert [shown(entity, wanted) for entity, wanted in zip(found, expected, strict=False)] == expected
            assert len(found) == len(expected)


def analyze_marked(text: str) -> vnnews.Article:
    """Roles and groups of names that are given, marked as in the corpora: "ông [[PER|Trần Văn Bình]]"."""
    plain, spans = parse_inline(text)
    symbols = symbolise(syllabify([plain]))
    split = split_sentences(symbols.syllables)
    starts = symbols.syllables.starts[split.first].tolist()
    ends = symbols.syllables.ends[split.stop - 1].tolist()
    sentences = [vnnews.Sentence(start=a, end=b, text=plain[a:b]) for a, b in zip(starts, ends, strict=True)]
    names = [Name(s.label, s.start, s.end, s.text, bisect_right(starts, s.start) - 1) for s in spans]
    (roles,) = find_roles(symbols, [names])
    (times,) = tag_times(symbols, split, [None])
    return assemble(RawArticle(text=plain), sentences, names, roles, times, [], [])


def shown(entity: vnnews.article.Entity, keys: Iterable[str]) -> dict[str, object]:
    """An entity as the cases write it, with the fields that the case names."""
    out: dict[str, object] = {}
    for key in keys:
        value = getattr(entity, key)
        if key == "mentions":
            value = [mention.text for mention in value]
        elif key == "roles":
            value = [shown_role(role) for role in value]
        elif key == "date":
            value = value and value.isoformat()
        out[key] = value
    return out


def shown_role(role: vnnews.article.Role) -> list[str | None]:
    """[title, body, place], then "former" or "acting" and "deputy" where the role is so."""
    marks = [*filter(None, [role.status]), *(["deputy"] if role.deputy else [])]
    return [role.title, role.body, role.place, *marks]


def groups(*names: tuple[str, str]) -> list[list[str]]:
    """Group names that follow one another."""
    at, found = 0, []
    for label, text in names:
        found.append(Name(label, at, at + len(text), text, 0))
        at += len(text) + 2
    return [[names[index][1] for index in group.members] for group in group_names(found)]


def test_a_given_name_is_the_person_named_last() -> None:
    mai, other = ("PER", "Nguyễn Thị Mai"), ("PER", "Trần Văn Mai")
    assert groups(mai, ("PER", "Mai"), other, ("PER", "Mai"), mai) == [
        ["Nguyễn Thị Mai", "Mai", "Nguyễn Thị Mai"],
        ["Trần Văn Mai", "Mai"],
    ]
    assert groups(("PER", "Mai"), mai, other) == [["Mai"], ["Nguyễn Thị Mai"], ["Trần Văn Mai"]]


def test_vietnamese_names_are_shortened_from_the_front_foreign_ones_anywhere() -> None:
    assert groups(("PER", "Nguyễn Văn Nam"), ("PER", "Nguyễn")) == [["Nguyễn Văn Nam"], ["Nguyễn"]]
    assert groups(("PER", "Barack Obama"), ("PER", "Barack"), ("PER", "Obama")) == [["Barack Obama", "Barack", "Obama"]]


def test_spelling_does_not_part_names() -> None:
    assert groups(("ORG", "Sở Y tế Hoà Bình"), ("ORG", "Sở y tế Hòa Bình")) == [
        ["Sở Y tế Hoà Bình", "Sở y tế Hòa Bình"]
    ]


def test_labels_stay_apart() -> None:
    assert groups(("PER", "Thái Bình"), ("ORG", "Thái Bình")) == [["Thái Bình"], ["Thái Bình"]]


def test_companies_without_their_head() -> None:
    assert groups(("ORG", "Công ty TNHH An Phát"), ("ORG", "An Phát")) == [["Công ty TNHH An Phát", "An Phát"]]
    assert groups(("ORG", "Đảng ủy xã An Phú"), ("ORG", "Đảng")) == [["Đảng ủy xã An Phú"], ["Đảng"]]


def laws(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in find_laws(symbolise(syllabify([text])))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị định số 15/2020/NĐ-CP và 01/CT-TTg", ["Nghị định số 15/2020/NĐ-CP", "01/CT-TTg"]),
        ("Luật số 41/2024/QH15 thông qua", ["Luật số 41/2024/QH15"]),
        ("Thông tư liên tịch 07/2013/TTLT-BTC-BCA", ["Thông tư liên tịch 07/2013/TTLT-BTC-BCA"]),
        ("Thông báo kết luận số 1289/TB-TTCP", ["Thông báo kết luận số 1289/TB-TTCP"]),
        ("Kế hoạch 24 và kế hoạch 5 năm", []),
        ("Kế hoạch 24-KH/TU; kế hoạch 24 xong", ["Kế hoạch 24-KH/TU", "kế hoạch 24"]),
        ("Công điện số 27 gửi các tỉnh", ["Công điện số 27"]),
        ("thắng 2-1, đạt 31/577 xã, U23-U22, 5-6/7", []),
        ("Quyết định số 3,5 triệu", []),
    ],
)
def test_document_numbers(text: str, expected: list[str]) -> None:
    assert laws(text) == expected


def test_what_a_number_says() -> None:
    assert parse_law("Chỉ thị số 01/CT-TTg") == ("Chỉ thị", "01/CT-TTg", False)
    assert issuer("41/2024/QH15") == "Quốc hội"
    assert issuer("24-KH/TU") is None


def test_gazetteers_are_clean() -> None:
    for gazetteer in chain(*GAZETTEERS.values()):
        found = list(entries(gazetteer))
        assert found, gazetteer
        assert all(entry == entry.strip() and entry for entry in found), gazetteer
        if gazetteer not in ("countries", "provinces"):  # where units of two times share a name
            assert len(set(map(fold, found))) == len(found), gazetteer


def test_the_index_is_made_of_the_tables_as_they_are() -> None:
    made, read = make_index(), load(INDEX, len(GAZETTEERS))
    assert len(made) == len(read)
    for one, other in zip(made, read, strict=True):
        same = [np.array_equal(*both) and both[0].dtype == both[1].dtype for both in zip(one, other, strict=True)]
        assert all(same), "a table has changed: python -m vnnews.names.build_index"


def test_gazetteers_mark_the_entry_and_its_rest() -> None:
    batch = syllabify(["UỶ BAN NHÂN DÂN tỉnh"])
    bit = 3 * GAZETTEERS["b"].index("body_heads")
    assert [int(bits) >> bit & 7 for bits in mark(batch)["b"]] == [0b001, 0b110, 0b010, 0b110, 0]


def test_known_title_that_the_tagger_takes_for_another_kind() -> None:
    assert [
        (mention.label, mention.text) for mention in vnnews.analyze("Sự việc xảy ra Giỗ Tổ Hùng Vương.").mentions
    ] == [("EVENT", "Giỗ Tổ Hùng Vương")]
