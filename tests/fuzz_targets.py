"""What must hold for any bytes: each target takes some, and raises only where vnnews breaks its word.

Fuzzers (``fuzz_run.py``) and property tests (``test_hostile.py``) run the same targets.
"""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from conftest import check_offsets
from hostile import recipes

import vnnews
from vnnews import VnnewsError
from vnnews.corpora import parse_inline
from vnnews.names.bodies import body_kind
from vnnews.names.events import edition
from vnnews.names.events import year as event_year
from vnnews.names.laws import issuer, issuer_of_title, law_number, law_type, law_year, parse_law
from vnnews.places import lookup
from vnnews.places.reading import read_name
from vnnews.reading import RawArticle, Reject, read_page, read_record
from vnnews.reading.credit import parse_credit, source_mark
from vnnews.reading.dateline import parse_dateline
from vnnews.reading.files import Found, _read
from vnnews.reading.html import read_html
from vnnews.reading.options import Options
from vnnews.tagging.model import load_model
from vnnews.text.folding import fold
from vnnews.text.numerals import parse_digits, parse_numeral, parse_roman
from vnnews.times.values import interval_of

Target = Callable[[bytes], None]

SUFFIXES = (".txt", ".jsonl", ".csv", ".tsv", ".html", ".parquet", ".txt.gz", ".jsonl.gz", ".csv.zst", "")
_DAY = datetime.date(2024, 2, 29)


def analyze(data: bytes) -> None:
    """Any text gives an article that keeps it, with exact offsets, and whose JSON gives it back."""
    text = text_of(data)
    article = vnnews.analyze(text, published=_DAY if data[:1] > b"\x80" else None)
    assert article.text == text
    check_offsets(article)
    try:
        written = vnnews.to_json(article)
    except VnnewsError:
        assert any("\ud800" <= char <= "\udfff" for char in text)
        return
    assert vnnews.from_json(written) == article


def values(data: bytes) -> None:
    """What reads a value from a piece of text takes any text."""
    text = text_of(data)
    for read in (parse_numeral, parse_digits, parse_roman, interval_of, parse_law, law_type, law_number, law_year):
        read(text)
    for read in (issuer, issuer_of_title, body_kind, event_year, edition, read_name, fold, parse_inline, lookup):
        read(text)
    for read in (parse_dateline, parse_credit, source_mark):
        read(" ".join(text.split()))
    page = read_page(text)
    parts = sorted(part for part in (page.headline, page.section, page.dateline, page.credit) if part)
    assert page.text == text
    assert all(0 <= start < end <= len(text) for start, end in parts)


def times(data: bytes) -> None:
    """A value of TIMEX3 in any form has an interval that does not run backwards, or none."""
    found = interval_of(data.decode("latin-1"))
    assert found is None or found.first <= found.last


def json(data: bytes) -> None:
    """Bytes are the JSON of an article or are refused."""
    try:
        article = vnnews.from_json(data)
    except VnnewsError:
        return
    assert vnnews.from_json(vnnews.to_json(article)) == article


def record(data: bytes) -> None:
    """Bytes are a record or are refused."""
    with suppress(VnnewsError):
        read_record(data)


def files(data: bytes) -> None:
    """A file of any kind gives articles and rejects, and nothing else."""
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a" + suffix)
        path.write_bytes(data[1:])
        for read in vnnews.reading.read_path(path, max_bytes=1 << 20):
            assert isinstance(read, RawArticle | Reject)


def lines(data: bytes) -> None:
    """The same without a file system and compression between."""
    suffix = (".jsonl", ".csv", ".txt", "")[data[0] % 4] if data else ""
    stream = io.BufferedReader(io.BytesIO(data[1:]))  # type: ignore[arg-type]
    for read in _read(stream, Found(Path("a" + suffix), "a"), Options()):
        assert isinstance(read, RawArticle | Reject)


def html(data: bytes) -> None:
    """A page is read or refused."""
    with suppress(VnnewsError):
        read_html(data)


def model(data: bytes) -> None:
    """A file with the right digest that is not a model is refused; one that is labels any text."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.npz")
        path.write_bytes(data)
        path.with_suffix(".sha256").write_text(hashlib.sha256(data).hexdigest())
        try:
            made = load_model(path)
        except VnnewsError:
            return
    assert np.isfinite(made.transitions).all()


TARGETS: dict[str, Target] = {
    target.__name__: target for target in (analyze, values, times, json, record, files, lines, html, model)
}


def text_of(data: bytes) -> str:
    """Bytes as a text of this field: each is a piece that means something, or begins a code point of its own."""
    pieces, made, index = _pieces(), list[str](), 1
    while index < len(data):
        byte, index = data[index], index + 1
        if byte < 0xF8:
            made.append(pieces[byte % len(pieces)])
        elif byte < 0xFC:
            made.append(chr(int.from_bytes(data[index : index + 3], "little") % 0x110000))
            index += 3
        else:
            made.append(chr(int.from_bytes(data[index : index + 1], "little")))
            index += 1
    return ("" if data[:1] < b"\x40" else " " if data[:1] < b"\xc0" else "\n").join(made)


@cache
def _pieces() -> list[str]:
    """The pieces of the recipes, at most as many as there are bytes."""
    found = dict.fromkeys(
        piece.strip(" ,") or piece
        for recipe in recipes().values()
        for piece in [*recipe.get("pieces", ()), recipe.get("open", ""), recipe.get("close", "")]
        if piece
    )
    return [piece.replace("{n}", "7").replace("{w}", "Lan Anh") for piece in found][:0xF8]
