from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import numpy as np
import patterns
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnnews.text.folding import fold
from vnnews.text.grammar import Grammar, Hit, Rule, symbolise
from vnnews.text.needs import NeedReader
from vnnews.text.sentences import split_sentences
from vnnews.text.syllables import BLOCK, syllabify, syllable_hash

CASES = json.loads((Path(__file__).parent / "cases" / "sentences.json").read_text(encoding="utf-8"))
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
TONES = "\u0300\u0301\u0303\u0309\u0323"
syllables = st.text(VIETNAMESE + VIETNAMESE.upper(), min_size=1, max_size=7)
any_text = st.text(st.characters(), max_size=300)


def pieces(text: str) -> list[str]:
    batch = syllabify([text])
    return [text[a:b] for a, b in zip(batch.starts, batch.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("TP.HCM", ["TP", ".", "HCM"]),
        ("24-KH/TU", ["24", "-", "KH", "/", "TU"]),
        ("1.200.000 đồng, 5,6%", ["1.200.000", "đồng", ",", "5,6", "%"]),
        ("1,2,3.", ["1,2,3", "."]),
        ("14h30", ["14h30"]),
        ("a\u0301 b", ["a\u0301", "b"]),
        ("\u0301 a", ["a"]),
        ("x\u200by z", ["x\u200by", "z"]),
        ("👍🏽!", ["👍", "🏽", "!"]),
        ("\ud800", []),
    ],
)
def test_syllables(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@given(syllables)
def test_hash_ignores_case_and_unicode_form(word: str) -> None:
    known = syllable_hash(word)
    assert known == syllable_hash(word.upper()) == syllable_hash(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(("old", "new"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("UỶ", "Ủy")])
def test_tone_marks_have_two_places(old: str, new: str) -> None:
    assert syllable_hash(old) == syllable_hash(new)
    assert fold(old) == fold(new)


@pytest.mark.parametrize(("one", "other"), [("ma", "má"), ("ban", "bàn"), ("tu", "tư"), ("da", "đa"), ("quý", "qúy")])
def test_different_syllables_differ(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    if {one, other} != {"quý", "qúy"}:  # the hash takes any place of the tone mark for the same syllable
        assert syllable_hash(one) != syllable_hash(other)


def test_no_collisions_in_the_corpus(news_text: str) -> None:
    batch = syllabify([news_text])
    by_hash: dict[int, set[str]] = {}
    for value, start, end in zip(batch.hashes.tolist(), batch.starts, batch.ends, strict=True):
        word = unicodedata.normalize("NFD", fold(news_text[start:end]))
        tones = "".join(c for c in word if c in TONES)
        by_hash.setdefault(value, set()).add(tones + "".join(c for c in word if c not in TONES))
    assert [found for found in by_hash.values() if len(found) > 1] == []


@given(any_text)
def test_syllables_cover_what_is_visible(text: str) -> None:
    batch = syllabify([text, "x"])
    assert (batch.starts < batch.ends).all()
    assert (batch.ends[:-1] <= batch.starts[1:]).all()
    covered = np.zeros(len(text), dtype=bool)
    for start, end in zip(batch.starts[:-1], batch.ends[:-1], strict=True):
        covered[start:end] = True
    assert not any(c.isalnum() for c, inside in zip(text, covered, strict=True) if not inside)
    assert batch.locate(int(batch.starts[-1])) == (1, 0)


@given(st.lists(any_text, max_size=4))
def test_a_batch_is_its_texts(texts: list[str]) -> None:
    together = syllabify(texts)
    hashes = [syllabify([text]).hashes for text in texts]
    assert together.hashes.tolist() == [int(h) for part in hashes for h in part]


@pytest.mark.parametrize(
    "text", ["x" * (BLOCK + 9), "1." * BLOCK, "á " * BLOCK, "\u0301" * (BLOCK + 3), "(" * BLOCK + "a"]
)
def test_texts_longer_than_a_block(text: str) -> None:
    batch = syllabify([text])
    assert (batch.starts < batch.ends).all()
    assert batch.ends[-1] <= len(text) if len(batch) else text.strip("\u0301") == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_sentences(case: dict[str, object]) -> None:
    text = str(case["text"])
    batch = syllabify([text])
    found = split_sentences(batch)
    assert [text[batch.starts[a] : batch.ends[b - 1]] for a, b in zip(found.first, found.stop, strict=True)] == case[
        "sentences"
    ]


@given(any_text)
def test_sentences_cover_all_syllables(text: str) -> None:
    batch = syllabify([text])
    found = split_sentences(batch)
    assert [i for a, b in zip(found.first, found.stop, strict=True) for i in range(a, b)] == list(range(len(batch)))


def text_of(hit: Hit) -> str:
    return hit.text


def find(pattern: str, text: str, **classes: list[str]) -> list[str]:
    grammar = Grammar([Rule("rule", pattern, text_of)], classes)
    return [value for _, value in grammar.find(symbolise(syllabify([text])))]


def test_rules_read_like_text() -> None:
    assert find("ngày INT2[-/]INT2", "Từ NGÀY 26-5 đến nga\u0300y 3/6 rồi ngày 3 /6") == ["NGÀY 26-5", "nga\u0300y 3/6"]
    assert find("PLACE INT", "thị trấn 3, Xã 4 thị 5", PLACE=["thị trấn", "xã"]) == ["thị trấn 3", "Xã 4"]
    assert find("hoà bình", "Hòa Bình và HOÀ BÌNH") == ["Hòa Bình", "HOÀ BÌNH"]
    assert find("một (?:hai )?ba", "một\nba một ba") == ["một ba"]


def test_the_longest_match_wins_then_the_earlier_rule() -> None:
    rules = [Rule("short", "năm", text_of), Rule("long", "năm INT4", text_of), Rule("late", "năm INT4", text_of)]
    hits = list(Grammar(rules).find(symbolise(syllabify(["năm 2009, năm nay"]))))
    assert [(hit.rule, hit.text) for hit, _ in hits] == [("long", "năm 2009"), ("short", "năm")]


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("(?:a |b )?c{1,2}[d-f]x?(?P<n>gh|i)(?!j)", ["c", "def", "gi"]),
        ("(?:a|b|)[/-](?<![^a])\\+", ["-/", "+"]),
        ("a(?=[,\n])b{0,2}(?:c{2}|de){3}", ["a", "cd"]),
        *[(across, []) for across in ("a\nb", "a(?:\nc)?b", "a[^b]c", "a.c", "a[ \n]b")],
    ],
)
def test_needs_of_a_pattern(pattern: str, needs: list[str]) -> None:
    assert ["".join(sorted(symbols)) for symbols in NeedReader().read(pattern).sets] == needs


@pytest.mark.parametrize("name", patterns.grammars())
def test_no_rule_matches_in_a_line_without_what_it_needs(name: str, news_text: str) -> None:
    grammar = patterns.grammars()[name]
    lines = symbolise(syllabify([news_text])).text.split("\n")[::10]
    for rule, pattern, needs in zip(grammar.rules, grammar.patterns(), grammar._needs, strict=True):
        assert not any(pattern.search(line) for line in lines if not needs.met(frozenset(line))), rule.name


def test_rules_wake_with_the_texts_that_need_them() -> None:
    grammar = Grammar([Rule("year", "năm INT4", text_of), Rule("day", "ngày INT2", text_of)])
    texts = ["ngày mai, năm nay", "năm 2009", "ngày 5", "năm 2010, ngày 6"]
    found = [[value for _, value in grammar.find(symbolise(syllabify([text])))] for text in texts]
    assert found == [[], ["năm 2009"], ["ngày 5"], ["năm 2010", "ngày 6"]]


@pytest.mark.parametrize("pattern", ["một+", "một*", "(?:a ){2,}b"])
def test_unbounded_repeats_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="unbounded"):
        Grammar([Rule("bad", pattern, text_of)])


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(ValueError, match="NOWHERE"):
        Grammar([Rule("bad", "NOWHERE", text_of)])
