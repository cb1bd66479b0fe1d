"""Articles of more characters than any newspaper prints: read in pieces, and still one article."""

from __future__ import annotations

import pytest
from conftest import NEWS, check_offsets

import vnnews
from vnnews.corpora import read
from vnnews.pieces import pieces
from vnnews.reading import read_page

SENTENCES = [
    "Ông Lê Văn An, Chủ tịch UBND xã Tân Lập, họp ngày 26-5-2009.",
    "Đã có 31/577 xã (bằng 5%) và 28 cơ sở (17 xã, 11 phường) đăng ký.",
    "Thứ Hai 26-5-2009, ông An đến Huế theo Nghị định số 15/2020/NĐ-CP.",
]


def small(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("vnnews.pieces.LONGEST", size)


def test_pieces_are_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch, 100)
    for text in ("\n".join(SENTENCES * 9), " ".join(SENTENCES * 9), "một hai " * 99, "1" * 1001, "", "\n" * 300):
        found = list(pieces(read_page(text)))
        assert "".join(piece.text for _, piece in found) == text
        assert all(len(piece.text) <= 100 for _, piece in found)
        assert [begin for begin, _ in found] == [sum(len(p.text) for _, p in found[:k]) for k in range(len(found))]
    ends = [piece.text[-1] for _, piece in pieces(read_page("\n".join(SENTENCES * 9)))]
    assert set(ends[:-1]) == {"\n"}
    ends = [piece.text[-2:] for _, piece in pieces(read_page(" ".join(SENTENCES * 9)))]
    assert set(ends[:-1]) == {". "}


@pytest.mark.parametrize("end", ["\n", " "])
def test_the_same_is_found(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    text = end.join(SENTENCES * 6)
    whole = vnnews.analyze(text, published="2009-05-28")
    small(monkeypatch, 200)
    article = vnnews.analyze(text, published="2009-05-28")
    check_offsets(article)
    assert article == whole
    assert len(article.people) == 1 and len(article.checks) == 18


def test_parts_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page = f"Ba xã họp\n\nNgày đăng: 25/08/2009 | 12:00 AM\n\n{chr(10).join(SENTENCES * 4)}\n\nTheo VnExpress"
    whole = vnnews.analyze(page)
    small(monkeypatch, 150)
    article = vnnews.analyze(page)
    assert (article.headline, article.dateline, article.credit) == (whole.headline, whole.dateline, whole.credit)
    assert article.headline and article.dateline and article.credit
    assert (article.sentences, article.facts, article.times) == (whole.sentences, whole.facts, whole.times)


@pytest.mark.parametrize("size", [23, 700])
def test_long_and_short_ones_in_a_batch(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    texts = [text.text for text in read(sorted(NEWS.glob("*.txt"))[:1])][:12]
    whole = list(vnnews.analyze_many(texts))
    small(monkeypatch, size)
    for text, article, other in zip(texts, vnnews.analyze_many(texts), whole, strict=True):
        assert article.text == text
        check_offsets(article)
        assert (article == other) or len(text) > size
