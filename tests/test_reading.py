"""Pages, encodings, records and files."""

from __future__ import annotations

import codecs
import datetime
import json
import os
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnnews.errors import ReadError
from vnnews.reading import RawArticle, Reject, read_page, read_path, read_record
from vnnews.reading.credit import CREDITS, parse_credit
from vnnews.reading.dateline import PIECES, parse_dateline
from vnnews.reading.files import KINDS
from vnnews.reading.raw import Offsets

CASES = json.loads(Path(__file__).with_name("cases").joinpath("pages.json").read_text(encoding="utf-8"))
SEED = Path(__file__).parents[2] / "shared/seed/000_11c92b01748f3029.txt"
SAMPLE = Path(__file__).parents[1] / "corpora/sample"
PARTS = ("section", "headline", "dateline", "credit")


def parts(page: RawArticle) -> dict[str, str]:
    spans: dict[str, Offsets | None] = {name: getattr(page, name) for name in PARTS}
    return {name: page.text[slice(*span)] for name, span in spans.items() if span}


def values(page: RawArticle) -> dict[str, Any]:
    known = {"published": page.published and str(page.published), "source": page.source, "views": page.views}
    return {name: value for name, value in known.items() if value is not None}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_page(case: dict[str, Any], form: Any) -> None:
    expected = {name: case[name] for name in case.keys() - {"name", "page"}}
    page = read_page(unicodedata.normalize(form, case["page"]))
    found = {name: unicodedata.normalize("NFC", part) for name, part in parts(page).items()}
    assert found | values(page) == expected


@pytest.mark.skipif(not SEED.exists(), reason="needs ../shared/seed")
def test_seed() -> None:
    (page,) = read_path(SEED)
    assert isinstance(page, RawArticle)
    assert page.text.encode() == SEED.read_bytes()
    assert parts(page) == {
        "section": "tin trong ngành",
        "headline": "28/31 xã, phường, thị trấn của Hà Nội: "
        "Hoàn thành thí điểm bí thư cấp uỷ đồng thời là chủ tịch UBND",
        "dateline": "Ngày đăng 25/08/2009 | 12:00 AM \u00a0|\u00a0View count: 1643",
        "credit": "Theo http://www.cpv.org.vn",
    }
    assert values(page) == {"published": "2009-08-25", "source": "cpv.org.vn", "views": 1643}
    assert page.id == SEED.stem


def test_sample() -> None:
    pages = list(read_path(SAMPLE))
    assert [page.id for page in pages if isinstance(page, RawArticle)] == sorted(path.stem for path in SAMPLE.iterdir())
    assert all("headline" in parts(page) and "credit" in parts(page) for page in pages if isinstance(page, RawArticle))


@pytest.mark.parametrize(("piece", "example"), [(piece, text) for piece in PIECES for text in piece.examples])
def test_examples_of_datelines(piece: Any, example: str) -> None:
    line = example if piece.name.startswith("date") else f"{example} | 25/08/2009"
    said = parse_dateline(line)
    assert said, line
    assert said.published, line
    assert (said.views is not None) == (piece.name == "views")


@pytest.mark.parametrize(("form", "example"), [(form, text) for form in CREDITS for text in form.examples])
def test_examples_of_credits(form: Any, example: str) -> None:
    credit = parse_credit(example)
    assert credit
    assert credit.sure == (form.name != "reporters")
    assert not credit.sure or credit.source


LINES = st.sampled_from(
    [part for case in CASES for part in case["page"].splitlines()]
    + ["", " ", "\u00a0", "Theo", "1/1/1", "(", "e\u0301"]
)
PAGES = st.lists(LINES | st.text(max_size=40)).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r", "\n\n"]).map(lambda end: end.join(lines))
)


@given(PAGES | st.text(max_size=5000) | st.text(st.characters(categories=["Cs", "Cc", "Mn", "Nd"]), max_size=200))
def test_any_text(text: str) -> None:
    page = read_page(text)
    assert page.text is text
    spans = sorted(span for name in PARTS if (span := getattr(page, name)))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    if len(text.strip().splitlines()) <= 1:
        assert page.headline is None
        assert page.section is None


def test_caller_wins() -> None:
    page = read_page(
        "Một tiêu đề\n25/08/2009\n\nTin.\n\nTheo VOV",
        published=datetime.date(2010, 1, 1),
        source="VTV",
        url="https://vov.vn/1",
        id="7",
    )
    assert (page.published, page.source, page.url, page.id) == (
        datetime.date(2010, 1, 1),
        "VTV",
        "https://vov.vn/1",
        "7",
    )
    assert read_page("Tin.\n\nTheo VOV", url="https://www.vtv.vn/1").source == "vtv.vn"


HOSTILE: dict[str, Callable[[int], str]] = {
    "a line": lambda size: "a" * size,
    "empty lines": lambda size: "\n" * size,
    "empty lines in between": lambda size: "Đầu\n" + "\n" * size + "Theo VOV",
    "blanks": lambda size: "\u00a0 " * (size // 2),
    "digits": lambda size: "1/" * (size // 2),
    "brackets": lambda size: "(" * size,
    "weekdays": lambda size: "CN " * (size // 3),
    "dots": lambda size: "a." * (size // 2),
    "names": lambda size: "Theo " + "Hà " * (size // 3),
    "short lines": lambda size: "Hà\n" * (size // 3),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str) -> None:
    def seconds(size: int) -> float:
        text, best = HOSTILE[name](size), float("inf")
        for _ in range(3):
            start = time.perf_counter()
            read_page(text)
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(4_000_000) < 16 * seconds(1_000_000) + 0.05
    assert seconds(390) < 0.2  # lines that are short enough to be looked at closely


# Records


def test_record() -> None:
    line = {"id": 7, "title": " Bão số 3 ", "text": "Bão vào bờ.", "published": "25/8/2009", "url": "http://a.vn/1"}
    article = read_record(json.dumps(line))
    assert article.text == " Bão số 3 \n\nBão vào bờ."
    assert parts(article) == {"headline": "Bão số 3"}
    assert (article.id, article.published, article.source) == ("7", datetime.date(2009, 8, 25), "a.vn")


@pytest.mark.parametrize(
    ("title", "text", "headline", "prefixed"),
    [
        ("Bão số 3", "Bão vào bờ.", "Bão số 3", True),
        ("Bão số 3", "Bão số 3\nBão vào bờ.", "Bão số 3", False),
        ("Bão số 3", "\n Bão số 3\r\n\r\nBão vào bờ.", "Bão số 3", False),
        ("Bão số 3", "Bão số 3 Sáng nay bão vào bờ.", "Bão số 3", False),
        ("BÃO SỐ 3", "Bão số 3\nBão vào bờ.", "Bão số 3", False),
        (
            "Bão số 3",
            unicodedata.normalize("NFD", "Bão số 3\nBão vào bờ."),
            unicodedata.normalize("NFD", "Bão số 3"),
            False,
        ),
        ("Hà Nội", "Hà Nội hôm nay có mưa.", "Hà Nội", True),
        ("Bão số 3 vào bờ", "Thời sự\nBão số 3 vào bờ\n25/08/2009\n\nTin.", "Bão số 3 vào bờ", False),
        ("", "Bão vào bờ.", None, False),
        (None, "Bão vào bờ.", None, False),
        ("Bão vào bờ.", "Bão vào bờ.", "Bão vào bờ.", False),
    ],
)
def test_title(title: str | None, text: str, headline: str | None, prefixed: bool) -> None:
    article = read_record(json.dumps({"title": title, "text": text}))
    assert parts(article).get("headline") == headline
    assert article.text == (f"{title}\n\n{text}" if prefixed else text)


def test_record_with_a_page() -> None:
    article = read_record(json.dumps({"title": "Bão số 3", "text": "25/08/2009 | Lượt xem: 5\n\nTin.\n\nTheo VOV"}))
    assert parts(article) == {"headline": "Bão số 3", "dateline": "25/08/2009 | Lượt xem: 5", "credit": "Theo VOV"}
    assert values(article) == {"published": "2009-08-25", "source": "VOV", "views": 5}


@pytest.mark.parametrize("published", ["2009-08-25", "2009-08-25T23:59:59Z", "2009-08-25 08:00:00", "25/08/2009 08:15"])
def test_published(published: str) -> None:
    assert read_record(json.dumps({"text": "Tin.", "published": published})).published == datetime.date(2009, 8, 25)


BAD_RECORDS = [
    ('{"text": "Tin', "broken JSON"),
    ('{"text": "Tin."} x', "broken JSON"),
    ('{"text": "\\ud800"}', "broken JSON"),
    ('{"text": "\\udc00"}', "broken JSON"),
    ('{"text": "Tin.", "x": ' + "[" * 1_000_000 + "]" * 1_000_000 + "}", "nested too deeply"),
    ("[1, 2]", "not a record"),
    ('"Tin."', "not a record"),
    ("{}", "missing required field `text`"),
    ('{"text": null}', "Expected `str`, got `null`"),
    ('{"text": "Tin.", "title": 3}', "`$.title`"),
    ('{"text": "Tin.", "published": 20090825}', "`$.published`"),
    ('{"text": "Tin.", "published": "31/02/2009"}', "not a date"),
    ('{"text": "Tin.", "published": "hôm qua"}', "not a date"),
    ('{"text": ""}', "empty"),
    ('{"text": " \\n\\u00a0"}', "empty"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_RECORDS)
def test_bad_record(line: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason.replace("$", r"\$")):
        read_record(line)


@given(st.text() | st.binary())
def test_any_record(line: str | bytes) -> None:
    with suppress(ReadError):
        read_record(line)


# Files

TEXT = "Hà Nội có mưa\r\n25/08/2009\r\n\r\nTin.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
)
def test_encoding(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (article,) = read_path(tmp_path / "a.txt")
    assert isinstance(article, RawArticle)
    assert article.text == TEXT
    assert article.id == "a"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_encoding_of_records(tmp_path: Path, code: str) -> None:
    lines = '{"text": "Một."}\r\n\n{"text": "Hai.\u2028"}\n{"text"\n{"text": "Bốn."}'
    (tmp_path / "a.jsonl").write_bytes(lines.encode(code))
    read = list(read_path(tmp_path / "a.jsonl"))
    assert [item.text if isinstance(item, RawArticle) else item.line for item in read] == [
        "Một.",
        "Hai.\u2028",
        4,
        "Bốn.",
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty file"),
        ("a.txt", b" \n\n", "empty text"),
        ("a.txt", codecs.BOM_UTF8, "empty text"),
        ("a.txt", "Hà Nội".encode("cp1258", "ignore"), "not UTF-8 or UTF-16"),
        ("a.txt", codecs.BOM_UTF16_LE + b"\x00\xd8a", "not UTF-8 or UTF-16"),
        ("a.txt", codecs.BOM_UTF32_LE + "Hà".encode("utf-32-le"), "binary, not text"),
        ("a.txt", b"\x89PNG\x00\x01\xff", "binary, not text"),
        ("a.txt", b"abc\x00def", "binary, not text"),
        ("a.jsonl", b"", "empty file"),
        ("a.jsonl", b"\n \n", "empty file"),
        ("a.jsonl", b"\x00\x01\x02\n\x03", "binary, not text"),
        ("a.docx", b"PK", f"unknown kind of file '.docx'; known are {', '.join(KINDS)}"),
    ],
)
def test_bad_file(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert list(read_path(path)) == [Reject(str(path), None, reason)]


def test_a_bad_line_spoils_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "M\xe1\xbb\x99t."}\n{"text": "\xff"}\n[]\n{"text": "Hai."}\n')
    first, *bad, last = read_path(path)
    assert [item for item in bad if isinstance(item, RawArticle)] == []
    assert [str(item).removeprefix(str(path)) for item in bad] == [
        ":2: not UTF-8 or UTF-16",
        ":3: not a record of an article: Expected `object`, got `array`",
    ]
    assert isinstance(first, RawArticle)
    assert isinstance(last, RawArticle)


def test_truncated_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "Một."}\n{'.encode("utf-16")[:-1])
    article, reject = read_path(path)
    assert isinstance(article, RawArticle)
    assert reject == Reject(str(path), 2, "not UTF-8 or UTF-16")


def test_a_line_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vnnews.reading.files._LARGEST", 100)
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "' + "a" * 1000 + '"}\n{"text": "Hai."}\n', encoding="utf-8")
    reject, article = read_path(path)
    assert isinstance(reject, Reject)
    assert reject.line == 1
    assert isinstance(article, RawArticle)
    (tmp_path / "a.txt").write_text("a" * 101, encoding="utf-8")
    (reject,) = read_path(tmp_path / "a.txt")
    assert isinstance(reject, Reject)


def test_folder(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "z/c.txt", "y/d.ndjson", ".hidden.txt", ".git/e.txt", "page.docx", "out.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "Tin.", "id": "r"}', encoding="utf-8")
    read = read_path(tmp_path, leave_out=tmp_path / "out.jsonl")
    assert [item.id for item in read if isinstance(item, RawArticle)] == ["a", "b", "r", "z/c"]


def test_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", "", "a\0b.txt"):
        (reject,) = read_path(path)
        assert isinstance(reject, Reject)
    (reject,) = read_path(tmp_path)
    assert reject == Reject(str(tmp_path), None, f"no article in this folder ({', '.join(KINDS)})")


def test_name_of_a_file_that_is_not_unicode(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        Path(os.fsdecode(path)).write_text("Tin.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has Unicode names only")
    (article,) = read_path(tmp_path)
    assert isinstance(article, RawArticle)
    assert article.id == "\\xff"


def test_without_suffix(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(' {"text": "Tin."}', encoding="utf-8")
    (tmp_path / "b").write_text("Tin.", encoding="utf-8")
    for name in "ab":
        (article,) = read_path(tmp_path / name)
        assert isinstance(article, RawArticle)
        assert article.text == "Tin."
