"""What a newcomer hands over by mistake is told, with what to hand over instead."""

from __future__ import annotations

import copy
import datetime
import pickle
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import vnnews

ARTICLE = vnnews.analyze("Ông Lê Khắc Bình nói đã có 31/577 xã (bằng 5%) đăng ký hôm qua.", "2018-03-14")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: vnnews.analyze(None), TypeError, "an article is a str, not NoneType"),  # type: ignore[arg-type]
        (lambda: vnnews.analyze("Huế".encode()), TypeError, r'data\.decode\("utf-8"\)'),  # type: ignore[arg-type]
        (lambda: vnnews.analyze(["Huế"]), TypeError, "for many there are analyze_many"),  # type: ignore[arg-type]
        (lambda: vnnews.analyze(Path("a.txt")), TypeError, "read_path reads files"),  # type: ignore[arg-type]
        (lambda: vnnews.analyze("Huế", "hôm qua"), ValueError, "'hôm qua' is not a date"),
        (lambda: vnnews.analyze("Huế", "31/2/2018"), ValueError, "'31/2/2018' is not a date"),
        (lambda: vnnews.analyze("Huế", 2018), TypeError, "published is a date or a str, not int"),  # type: ignore[arg-type]
        (lambda: vnnews.analyze_many("Hà Nội"), TypeError, "texts are several, not one str"),
        (lambda: list(vnnews.analyze_many(["Huế", None])), TypeError, "an article is a str"),  # type: ignore[list-item]
        (lambda: next(vnnews.tokenize_many("Hà Nội")), TypeError, "texts are several, not one str"),
        (lambda: vnnews.tokenize(["Huế"]), TypeError, "a text is a str, not list"),  # type: ignore[arg-type]
        (lambda: vnnews.to_json([ARTICLE]), TypeError, "to_json writes an Article, not list"),  # type: ignore[arg-type]
        (lambda: vnnews.frames(ARTICLE), TypeError, "put the one into a list"),  # type: ignore[arg-type]
        (lambda: vnnews.frames([ARTICLE]).pandas("persons"), ValueError, "no table 'persons'; there are articles, "),
    ],
)
def test_wrong_arguments(call: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("name", ["a.txt", "news/2020/bài-1.html", "C:\\tin.docx"])
def test_a_path_given_as_a_text(name: str) -> None:
    with pytest.warns(UserWarning, match="is analysed as a text; vnnews.reading.read_path reads files") as caught:
        assert vnnews.analyze(name).text == name
    assert caught[0].filename == __file__


@pytest.mark.parametrize("text", ["Tệp a.txt", "", "Xem tin.html\n", "Huế", "https://bao.example.vn/tin"])
def test_texts_are_no_paths(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        vnnews.analyze(text)


@pytest.mark.parametrize(
    "published", ["2018-03-14", "14/3/2018", datetime.date(2018, 3, 14), datetime.datetime(2018, 3, 14, 9)]
)
def test_days_of_publication(published: datetime.date | str) -> None:
    assert vnnews.analyze("Hôm qua có mưa.", published).times[0].value == "2018-03-13"


def test_english_and_bare_letters_are_read_without_complaint() -> None:
    assert vnnews.analyze("The president visited Hanoi on 10 September 2023.").text
    assert vnnews.analyze("Thu tuong tham Ha Noi ngay 10/9/2023.").times[0].value == "2023-09-10"


def test_copies() -> None:
    assert pickle.loads(pickle.dumps(ARTICLE)) == copy.copy(ARTICLE) == copy.deepcopy(ARTICLE) == ARTICLE
    assert vnnews.from_json(vnnews.to_json(ARTICLE)) == ARTICLE
    assert len({ARTICLE, copy.deepcopy(ARTICLE)}) == 1


def test_how_things_show_themselves() -> None:
    assert repr(vnnews.Analyzer()) == "Analyzer(model='fast')"
    assert repr(vnnews.frames([ARTICLE])).startswith("Frames(articles: 1 rows, sentences: 1 rows, mentions: 1 rows, ")
    assert "start=" not in repr(ARTICLE)


def test_completion_offers_what_is_meant_to_be_used() -> None:
    assert set(vnnews.__all__) <= set(dir(vnnews))
    assert {"TYPE_CHECKING", "Any", "assembly", "tagging"}.isdisjoint(dir(vnnews))
    assert {"people", "facts", "times", "checks", "published", "tokens"} <= set(dir(ARTICLE))


def test_ray_tells_its_own_extra() -> None:
    program = (
        "import sys\nfor name in ('ray', 'pyarrow'): sys.modules[name] = None\nimport vnnews\n"
        "try: vnnews.ray\nexcept ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == 'vnnews.ray needs ray, which is not installed: pip install "vnnews[ray]"\n'
