"""What must hold for any bytes: each target takes some, and raises only where vnnews breaks its word.

Fuzzers (``fuzz_run.py``) and property tests (``test_hostile.py``) run the same targets, from the same seeds
(``fuzz_seeds.py``).
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import numpy as np
from conftest import check_offsets
from hostile import recipes

import vnnews
from vnnews import Article, VnnewsError, corpora
from vnnews.corpora import parse_inline
from vnnews.names.bodies import body_kind
from vnnews.names.events import edition
from vnnews.names.events import year as event_year
from vnnews.names.laws import issuer, issuer_of_title, law_number, law_type, law_year, parse_law
from vnnews.places import lookup
from vnnews.places.reading import read_name
from vnnews.reading import RawArticle, Reject, read_page, read_record
from vnnews.reading.columns import _known as columns_by_field
from vnnews.reading.credit import parse_credit, source_mark
from vnnews.reading.dateline import parse_dateline
from vnnews.reading.files import Found, _read
from vnnews.reading.html import read_html
from vnnews.reading.options import Options
from vnnews.tagging.model import load_model, save_bytes
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
    """A file with the right digest that is no model, network or lexicon is refused; one that is has finite scores."""
    from vnnews.words.lexicon import load_lexicon, load_word_tags

    with TemporaryDirectory() as folder:
        path = Path(folder, "a.npz")
        save_bytes(path, data)
        for load in (load_lexicon, load_word_tags):
            with suppress(VnnewsError):
                load(path)
        try:
            made = load_model(path)
        except VnnewsError:
            return
    assert np.isfinite(made.transitions).all()


def network(data: bytes) -> None:
    """The same for the file of a network."""
    from vnnews.transformer.session import load

    with TemporaryDirectory() as folder:
        path = Path(folder, "a.onnx")
        save_bytes(path, data)
        try:
            made = load(path, threads=1)
        except VnnewsError:
            return
    assert len(made.labels) == len(made.initial) == len(made.transitions)


def table(data: bytes) -> None:
    """Rows with cells of any type under any names, as CSV, Parquet and Arrow: articles or rejects, one for each row."""
    import pyarrow as pa
    from pyarrow import parquet

    from vnnews.integrations.batches import analyze_batch

    names, rows, chosen = _cells(data)
    file = io.StringIO()
    csv.writer(file, delimiter=",;\t|"[len(data) % 4]).writerows([names, *rows])
    stream = io.BytesIO(file.getvalue().encode("utf-8", "surrogatepass"))
    found = [*_read(io.BufferedReader(stream), Found(Path("a.csv"), "a"), Options(columns=chosen))]  # type: ignore[arg-type]
    assert all(isinstance(one, RawArticle | Reject) for one in found)
    try:
        made = pa.table([pa.array(list(column)) for column in zip(*rows, strict=True)], names=names)
    except (pa.ArrowException, UnicodeEncodeError, OverflowError, TypeError, ValueError):
        return
    stream = io.BytesIO()
    parquet.write_table(made, stream)
    stream.seek(0)
    found = [*_read(io.BufferedReader(stream), Found(Path("a.parquet"), "a"), Options(columns=chosen))]  # type: ignore[arg-type]
    assert len(found) == len(rows) or (len(found) == 1 and isinstance(found[0], Reject))
    try:
        assert analyze_batch(made, columns=chosen, tables=["facts"]).num_rows == len(rows)
    except VnnewsError:
        assert isinstance(found[0], Reject)


def annotations(data: bytes) -> None:
    """Texts in the formats of annotators are read or refused; what is written is read again."""
    from vnnews.integrations.brat import from_brat, to_brat
    from vnnews.integrations.conll import from_conll, to_conll

    text = data[1:].decode("utf-8", "replace")
    with TemporaryDirectory() as folder:
        for name in ("a.txt", "a.jsonl", "a.ann", "a.conllu"):
            path = Path(folder, name)
            path.write_bytes(data[1:])
            for gold in _gold(path):
                assert all(0 <= span.start <= span.end <= len(gold.text) for span in gold.spans)
    with suppress(VnnewsError):
        list(from_conll(text))
    if data[:1] > b"\xe0":  # the text is fit to be annotated
        article = vnnews.analyze(text_of(data[1:]))
        (again,) = from_conll(to_conll(article), texts=[article.text])
        assert [(s.label, s.start, s.end) for s in again.spans] == [(m.label, m.start, m.end) for m in article.mentions]
        again = from_brat(article.text, to_brat(article))
        assert {(m.label, m.start, m.end) for m in article.mentions} <= {(s.label, s.start, s.end) for s in again.spans}


def _gold(path: Path) -> Iterator[Any]:
    from vnnews.words.treebank import read_treebank

    with suppress(VnnewsError):
        yield from read_treebank(path) if path.suffix == ".conllu" else corpora.read([path])


def view(data: bytes) -> None:
    """The page of any article has nothing in it that could run, and its elements close."""
    from vnnews.integrations.html import fragment, page

    article = _some_article(data)
    if article is None:
        return
    for shown in (page(article), fragment(article)):
        _Elements().feed(shown)
    vnnews.report.report(article)
    repr(article)


def database(data: bytes) -> None:
    """Any article becomes rows of tables, or is refused; the same again in a database changes nothing."""
    from vnnews.integrations.duckdb import append, query

    article = _some_article(data)
    if article is None:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.duckdb")
        for number in range(2):
            try:
                done = append([article, msgspec.structs.replace(article, id="b")], path)
            except VnnewsError:
                return
            assert done.articles == 2 and done.replaced == 2 * number
        key = query(path, "select article, id from articles where rowid = (select min(rowid) from articles)").rows
        assert article.id is None or key == [(article.id, article.id)]


def job(data: bytes) -> None:
    """A folder in whose files anything stands is that of a job or is refused."""
    from vnnews.jobs.folder import JobFolder, Settings

    with TemporaryDirectory() as folder:
        path = Path(folder, "out", "part-00000")
        path.mkdir(parents=True)
        manifest, _, part = data.partition(b"\0")
        (path.parent / "manifest.json").write_bytes(manifest)
        (path / "part.json").write_bytes(part)
        with suppress(VnnewsError):
            opened = JobFolder(path.parent, Settings(vnnews="0", part_size=7))
            try:
                opened.part(0)
            finally:
                opened.close()
        assert (path / "part.json").read_bytes() == part


TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (
        *(analyze, values, times, json, record, files, lines, html, model, network),
        *(table, annotations, view, database, job),
    )
}


def _some_article(data: bytes) -> Article | None:
    """An analysis of a text, or what is written as one, whatever stands in it."""
    if data[:1] < b"\x80":
        return vnnews.analyze(text_of(data[1:]))
    try:
        return vnnews.from_json(data[1:])
    except VnnewsError:
        return None


def _cells(data: bytes) -> tuple[list[str], list[list[Any]], dict[str, str]]:
    """Names of columns, rows, and which columns were chosen for what."""
    numbers = iter(data)
    fields = sorted(columns_by_field().items())
    names, chosen = list[str](), dict[str, str]()
    for _ in range(1 + next(numbers, 0) % 6):
        field, known = fields[next(numbers, 0) % len(fields)]
        names.append([*known, field, field.upper(), f" {field} ", ""][next(numbers, 0) % (len(known) + 4)])
        if next(numbers, 0) > 0xF0:
            chosen[field] = names[-1]
    kinds = [next(numbers, 0) for _ in names]
    rows = [[_cell(kind, next(numbers, 0), numbers) for kind in kinds] for _ in range(next(numbers, 0) % 5)]
    return names, rows, chosen


def _cell(kind: int, byte: int, numbers: Iterator[int]) -> object:
    """Mostly of the kind of its column."""
    pieces = _pieces()
    if byte > 0xF8:
        return None
    made: list[Callable[[], object]] = [
        lambda: pieces[byte % len(pieces)] + " " + pieces[next(numbers, 0) % len(pieces)],
        lambda: byte - 100,
        lambda: 1 << (byte % 63),
        lambda: float("nan") if byte % 3 == 0 else byte / 4,
        lambda: _DAY + datetime.timedelta(byte),
        lambda: datetime.datetime(1 + byte * 39, 12, 31, 23, tzinfo=datetime.UTC if byte % 2 else None),
        lambda: ["2009-08-25", "25/8/2009", "1/1/0001", "31/2/2009", "9999-12-31T23:59"][byte % 5],
        lambda: bytes([byte, byte]),
        lambda: byte % 2 == 0,
        lambda: [byte],
        lambda: {"a": byte},
        lambda: datetime.time(byte % 24),
        lambda: "",
    ]
    return made[kind % len(made)]()


class _Elements(HTMLParser):
    """Fails where something could run, or where elements do not close in the order in which they opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "iframe", "object", "embed", "img", "form", "base", "link")
        assert not any(name.startswith("on") or name in ("src", "action") for name, _ in attrs)
        assert all(value is None or value.startswith("#") for name, value in attrs if name == "href")
        if tag not in ("meta", "br", "input", "hr", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


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
