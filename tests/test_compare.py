"""What docs/compare.md says about other toolkits is what they do."""

from __future__ import annotations

from importlib.metadata import version

import others
import pytest
from conftest import ROOT

PAGE = (ROOT / "docs" / "compare.md").read_text(encoding="utf-8")
DOWNLOADS = {"classification", "sentiment", "language", "dependency trees", "translation"}


@pytest.mark.slow
def test_the_measured_table() -> None:
    for toolkit in ("underthesea", "pyvi"):
        pytest.importorskip(toolkit)
    lines = list(others.table())
    if lines[0] not in PAGE:
        pytest.skip(f"other versions than those of the page: {lines[0]}")
    assert "\n".join(lines) in PAGE


@pytest.mark.slow
def test_what_underthesea_does_without_a_network() -> None:
    pytest.importorskip("underthesea")
    if f"underthesea {version('underthesea')}" not in PAGE:
        pytest.skip("another version than that of the page")
    assert {what for what, runs in others.offline().items() if not runs} == DOWNLOADS


def test_what_comes_out_of_the_others() -> None:
    """Words and labels, no offsets; spaCy's Vietnamese has a tokenizer and no components."""
    underthesea, spacy = pytest.importorskip("underthesea"), pytest.importorskip("spacy")
    text = "Ông Lê Khắc Bình ở Hà Nội ngày 14-3-2018 có 28 cơ sở."
    found = underthesea.ner(text)
    assert {label.partition("-")[2] for *_, label in found} <= {"", "PER", "ORG", "LOC"}
    assert all(isinstance(part, str) for row in found for part in row)
    pytest.importorskip("pyvi")
    assert spacy.blank("vi").pipe_names == []


def test_words_stand_in_a_text() -> None:
    assert others.stands(["Hà Nội", "có", "mưa", "."], "Hà Nội  có\nmưa.")
    assert not others.stands(["khóa"], "khoá")
    assert not others.stands(["có", "mưa"], "có mưa.")
