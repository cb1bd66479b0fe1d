from __future__ import annotations

import datetime
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

import pytest
from conftest import NEWS, check_offsets
from hypothesis import given, settings
from hypothesis import strategies as st

import vnnews
from vnnews.corpora import read

PIECES = [
    "Ủy ban nhân dân",
    "ông Nguyễn Văn A",
    "31/577",
    "(bằng 5%)",
    "xã, phường",
    "ngày 26-5-2009",
    "24-KH/TU",
    "Kế hoạch",
    "1,2 triệu đồng",
    ". ",
    "trong đó",
    "17 xã",
    "Hà Nội",
    "TP.HCM",
    "Theo",
    "Ngày đăng",
    "25/08/2009",
    "👩🏽‍🚀",
    "\u202eabc",
    "\u0301",
    "tháng",
    "năm",
    "“",
    "”",
    "(",
    ")",
    "/",
    "-",
    "hai ba chục",
    "mùng 3 Tết",
    "từ 5 đến 7%",
    "2-1",
    "giảm còn",
    "thứ Hai tuần trước",
    "http://a.vn/1?b=2",
    "14h30",
    "Luật Đất đai 2024",
    "số",
    "\n",
    "\r\n",
    "\ud800",
]
strewn = st.lists(st.sampled_from(PIECES), max_size=60)
wild = st.one_of(st.text(st.characters(), min_size=1, max_size=5000), strewn.map(" ".join), strewn.map("".join))


@pytest.mark.parametrize("path", sorted(NEWS.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_offsets_in_the_corpus(path: Path, form: str) -> None:
    texts = [unicodedata.normalize(form, text.text) for text in read([path])]
    for text, article in zip(texts, vnnews.analyze_many(texts), strict=True):
        assert article.text == text
        check_offsets(article)


@given(wild)
@settings(max_examples=300)
def test_any_string_gives_an_article(text: str) -> None:
    article = vnnews.analyze(text)
    assert article.text == text
    check_offsets(article)


def test_a_batch_gives_what_single_articles_give() -> None:
    texts = [text.text for text in read(sorted(NEWS.glob("*0.dev.txt")))] + ["", " ", "A"]
    assert list(vnnews.analyze_many(texts)) == [vnnews.analyze(text) for text in texts]


def test_many_is_lazy_and_keeps_order() -> None:
    taken = []

    def texts():  # type: ignore[no-untyped-def]
        for number in range(100_000):
            taken.append(number)
            yield f"Bài số {number}. Ông Lê Văn An ở Hà Nội nói."

    articles = vnnews.analyze_many(texts())
    first = [next(articles).text for _ in range(150)]
    assert first == [f"Bài số {number}. Ông Lê Văn An ở Hà Nội nói." for number in range(150)]
    assert len(taken) <= 200


def test_processes_give_the_same_in_order() -> None:
    texts = [text.text for text in read([NEWS / "news-0.dev.txt"])] * 30
    assert list(vnnews.analyze_many(texts, processes=2)) == list(vnnews.analyze_many(texts))


def test_threads_share_an_analyzer() -> None:
    analyzer = vnnews.Analyzer()
    texts = [text.text for text in read([NEWS / "news-1.dev.txt"])]
    expected = [analyzer.analyze(text) for text in texts]
    found: dict[int, list[vnnews.Article]] = {}
    threads = [
        threading.Thread(target=lambda n=n: found.update({n: [analyzer.analyze(text) for text in texts]}))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[n] == expected for n in range(4))


@pytest.mark.parametrize("published", [datetime.date(2009, 8, 25), datetime.datetime(2009, 8, 25, 7), "2009-08-25"])
def test_published_from_the_caller(published: object) -> None:
    article = vnnews.analyze("Hôm qua, ông Lê Văn An từ chức.", published=published)  # type: ignore[arg-type]
    assert article.published == datetime.date(2009, 8, 25)
    assert [time.value for time in article.times] == ["2009-08-24"]


def test_wrong_arguments_are_clear() -> None:
    with pytest.raises(TypeError, match="an article is a str, not bytes"):
        vnnews.analyze(b"Tin")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not NoneType"):
        list(vnnews.analyze_many([None]))  # type: ignore[list-item]
    with pytest.raises(ValueError, match="processes"):
        list(vnnews.analyze_many(["Tin"], processes=0))
    with pytest.raises(ValueError, match="no model 'huge'"):
        vnnews.Analyzer(model="huge")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="is not a date"):
        vnnews.analyze("Tin", published="25/8")


def test_import_is_light() -> None:
    program = (
        "import sys, vnnews; vnnews.analyze('Ông Lê Văn An ở Hà Nội.');"
        "print([m for m in ('spacy', 'underthesea', 'typer', 'rich', 'torch', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def growth(piece: str, large: int) -> float:
    """Time of the processor for a large text over time for a quarter of it; 4 where it grows with the length."""
    import time

    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        best = float("inf")
        for _ in range(2):
            begin = time.process_time()
            vnnews.analyze(text)
            best = min(best, time.process_time() - begin)
        return best

    seconds(10_000)
    return seconds(large) / seconds(large // 4)


PIECES = (
    "1",
    "(",
    "a",
    "\u0301",
    "\n",
    "1/2 ",
    "(1 ",
    "ngày tháng năm ",
    "Ông A B ",
    "Lê Văn An, ",
    "trong đó 3 xã, ",
    "1.",
    "24-KH/TU ",
)


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_length(piece: str) -> None:
    assert growth(piece, 120_000) < 9


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_greater_length(piece: str) -> None:
    assert growth(piece, 400_000) < 9
