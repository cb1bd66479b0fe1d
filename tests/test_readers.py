"""Saved web pages, tables, compressed files: what the readers give, and what becomes of bad ones."""

from __future__ import annotations

import datetime
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from command_line import run as vnnews
from hypothesis import given
from hypothesis import strategies as st
from test_cli import articles

from vnnews.reading import RawArticle, Reject, read_path

FIXTURES = Path(__file__).parent / "fixtures" / "html"
CASES = json.loads((Path(__file__).parent / "cases" / "html.json").read_text(encoding="utf-8"))


def read_all(path: Path, **options: Any) -> tuple[list[RawArticle], list[str]]:
    """The articles, and the rejects without the path."""
    read = list(read_path(path, **options))
    rejects = [str(item).removeprefix(str(path)) for item in read if isinstance(item, Reject)]
    return [item for item in read if isinstance(item, RawArticle)], rejects


# HTML


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_layout(case: dict[str, Any], code: str, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / case["file"]).write_bytes((FIXTURES / case["file"]).read_text(encoding="utf-8").encode(code))
    (article,), rejects = read_all(tmp_path)
    assert not rejects
    for name in ("source", "url", "author", "views"):
        assert getattr(article, name) == case.get(name), name
    assert str(article.published) == case["published"]
    assert article.headline
    assert article.text[slice(*article.headline)] == case["headline"]
    assert article.id == Path(case["file"]).stem
    body = article.text[article.headline[1] :]
    for piece in case["has"]:
        assert piece in body
    for piece in case["lacks"]:
        assert piece not in article.text
    assert [line for line in body.splitlines() if line][-1] == case["last"]


def test_html_without_marks(tmp_path: Path) -> None:
    """A page of before the web had classes: tables and fonts, in the encoding that it declares."""
    pytest.importorskip("trafilatura")
    body = "<p>Hôm nay, Ủy ban nhân dân tỉnh họp bàn việc trồng rừng và chia lại 3.000 ha đất ở hai huyện.</p>" * 3
    head = '<html><head><meta charset="{}"><title>Trồng rừng</title></head>'
    page = f"{head}<body><table><tr><td>{body}</td></tr></table>"
    for code in ("utf-8", "utf-16"):
        (tmp_path / "a.htm").write_bytes(page.format(code).encode(code))
        (article,), rejects = read_all(tmp_path / "a.htm")
        assert not rejects
        assert "Ủy ban nhân dân tỉnh họp bàn" in article.text
    (tmp_path / "a.htm").write_bytes(page.format("iso-8859-1").replace("Ủ", "U").encode("latin-1", "ignore"))
    assert "Hôm nay, Uy ban nhân dân t" in read_all(tmp_path / "a.htm")[0][0].text


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [
        ("Thứ Ba, 24/11/2026", "3/6/2024 08:15", "2024-06-03"),
        ("3/6/2024 08:15", "", "2024-06-03"),
        ("3/6/2024", "", "2024-06-03"),
        ("Thứ Hai, 3/6/2024, 08:15 (GMT+7)", "Mưa lớn 1/6/2024", "2024-06-03"),
        ("24/11/2026", "3/6/2024", "2024-06-03"),
        ("24/11/2026 10:15</p><p>a</p><p>b</p><p>c", "Cập nhật: 3/6/2024 8h15", "2024-06-03"),
        ("", "Thu Hà - 03/06/2024</p><p>03/06/2024 | 09:00", "2024-06-03"),
    ],
)
def test_date_beside_the_headline(tmp_path: Path, before: str, after: str, published: str) -> None:
    pytest.importorskip("trafilatura")
    body = "<p>Sáng nay, Ủy ban nhân dân tỉnh họp bàn việc trồng rừng và chia lại 3.000 ha đất ở hai huyện.</p>" * 4
    page = f"<html><body><p>{before}</p><h1>Trồng rừng ở Cà Mau</h1><p>{after}</p><div>{body}</div></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (article,), _ = read_all(tmp_path / "a.html")
    assert str(article.published) == published


def test_lists_belong_to_an_article(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    item = "<li>Xã thứ {} trồng thêm 3.000 ha rừng trong năm nay và năm tới.</li>"
    body = f"<h1>Trồng rừng ở Cà Mau</h1><p>Gồm:</p><ul>{''.join(map(item.format, range(9)))}</ul>"
    page = f"<html><body><article role='article'>{body}</article></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (article,), _ = read_all(tmp_path / "a.html")
    assert article.text.count("trồng thêm") == 9


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-06-03T23:30:00+07:00">',
        '<meta name="pubdate" content="hôm qua"><meta itemprop="datePublished" content="2024-06-03">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished" : "2024-06-03T08:00"}</script>',
    ],
)
def test_date_of_the_metadata(tmp_path: Path, head: str) -> None:
    pytest.importorskip("trafilatura")
    body = "<p>Sáng nay, Ủy ban nhân dân tỉnh họp bàn việc trồng rừng và chia lại 3.000 ha đất ở hai huyện.</p>" * 4
    page = f"<html><head>{head}</head><body><p>Thứ Ba, 24/11/2026, 10:15</p><h1>Trồng rừng</h1>{body}</body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (article,), _ = read_all(tmp_path / "a.html")
    assert str(article.published) == "2024-06-03"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", ": empty file"),
        (b"   \n", ": no article in this page"),
        (b"<html><body></body></html>", ": no article in this page"),
        (b"<html><body><nav><a href='/'>Tin</a></nav></body></html>", ": no article in this page"),
        (b"\x89PNG\x00\x01\xff", ": binary, not text"),
        (b"<p>H\xe0 N\xf4i", ": not UTF-8 or UTF-16"),
        (b"<p>a</p>" * 70_000, ": more than 60000 elements, too large for one article"),
    ],
)
def test_bad_html(tmp_path: Path, data: bytes, reason: str) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_bytes(data)
    assert read_all(tmp_path / "a.html") == ([], [reason])


HOSTILE: dict[str, Callable[[int], str]] = {
    "nested": lambda size: "<div>" * size,
    "nested inline": lambda size: "<b>a" * size,
    "tables": lambda size: "<table><tr><td>" * size,
    "paragraphs": lambda size: "<p>Sáng nay, Ủy ban nhân dân tỉnh họp bàn việc trồng rừng.</p>" * (size // 4),
    "buttons": lambda size: "<div><div>Thích</div></div>" * (size // 4),
    "related": lambda size: "<div><h3>Tin liên quan</h3>" * (size // 4),
    "attributes": lambda size: "<p " + 'class="sapo" ' * size + ">x",
    "entities": lambda size: "&" * size + "&#0;&#x110000;&#xd800;",
    "meta": lambda size: "<meta charset" * size,
    "comments": lambda size: "<!--" * size,
    "json": lambda size: '<script type="application/ld+json">' + '{"a":[' * size + "</script><p>Tin.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_ends_soon(name: str, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(HOSTILE[name](100_000), encoding="utf-8")
    start = time.perf_counter()
    list(read_path(tmp_path / "a.html"))
    assert time.perf_counter() - start < 20


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_any_html(data: str | bytes) -> None:
    pytest.importorskip("trafilatura")
    from vnnews.errors import ReadError
    from vnnews.reading.html import read_html

    try:
        article = read_html(data)
    except ReadError:
        return
    assert article.text.strip()


# Tables

ROW = {
    "id": "7",
    "title": "Bão số 3",
    "text": "Bão vào bờ.\nGió giật.",
    "published": "2024-09-07",
    "source": "VOV",
    "url": "https://vov.vn/1",
    "author": "Thu Hà",
}


def test_csv(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'id,title,text,published,source,url,author\r\n7,Bão số 3,"Bão vào bờ.\nGió ""giật"".",7/9/2024,VOV,,Thu Hà\r\n'
        "8,,Tin.,,,,\r\n\r\n",
        encoding="utf-8",
    )
    (first, second), rejects = read_all(tmp_path / "a.csv")
    assert not rejects
    assert first.text == 'Bão số 3\n\nBão vào bờ.\nGió "giật".'
    assert (first.id, first.published, first.source, first.author) == ("7", datetime.date(2024, 9, 7), "VOV", "Thu Hà")
    assert (second.id, second.text, second.published, second.author) == ("8", "Tin.", None, None)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.csv", "\t")])
@pytest.mark.parametrize("header", [("id", "text"), ("ID", "Nội_dung"), ("stt", "Content")])
def test_csv_of_all_kinds(tmp_path: Path, code: str, name: str, delimiter: str, header: tuple[str, str]) -> None:
    lines = [delimiter.join(header), delimiter.join(("1", "Hà Nội có mưa."))]
    (tmp_path / name).write_bytes("\n".join(lines).encode(code))
    (article,), rejects = read_all(tmp_path / name)
    assert not rejects
    assert article.text == "Hà Nội có mưa."


def test_bad_rows_of_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b'id,text,published\n1,M\xe1\xbb\x99t.,\n2,"Hai,\n3,Ba.,\n4,B\xff,\n5,,\n'
        b"6,S\xc3\xa1u.,h\xc3\xb4m qua\n7,a,b,c\n8,T\xc3\xa1m.,\n"
    )
    found, rejects = read_all(path)
    assert [article.id for article in found] == ["1", "3", "8"]
    assert rejects == [
        ":3: broken CSV: a quote is not closed",
        ":5: not UTF-8 or UTF-16",
        ":6: the text of the record is empty",
        ":7: 'hôm qua' is not a date (2009-08-25 or 25/8/2009)",
        ":8: broken CSV: 4 columns, the first line has 3",
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", ": empty file"),
        (b"\n\n", ": empty file"),
        (b"a,b\n1,2\n", ": no column with the text; there are 'a', 'b' (see --columns)"),
        (b'"a,text\n1,2\n', ": broken CSV: a quote is not closed"),
        (b"\x00\x01,text\n", ": binary, not text"),
    ],
)
def test_bad_csv(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert read_all(tmp_path / "a.csv") == ([], [reason])


def test_quotes_do_not_cost_more_than_lines(tmp_path: Path) -> None:
    def seconds(lines: int) -> float:
        (tmp_path / "a.csv").write_text("id,text\n" + '1,"a\n2,b""\n' * lines, encoding="utf-8")
        start = time.perf_counter()
        list(read_path(tmp_path / "a.csv"))
        return time.perf_counter() - start

    assert seconds(40_000) < 16 * seconds(10_000) + 0.1


def test_a_long_record_of_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vnnews.reading.files._LARGEST", 100)
    (tmp_path / "a.csv").write_text('id,text\n1,"' + "a\n" * 200 + '"\n2,Hai.\n', encoding="utf-8")
    found, rejects = read_all(tmp_path / "a.csv")
    assert found[-1].text == "Hai."
    assert rejects[0] == ":2: broken CSV: a record of 100 characters or more"


@given(st.lists(st.text(st.sampled_from('",\n;a')) | st.text(max_size=30)))
def test_any_csv(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(("text,id\n" + "\n".join(lines)).encode("utf-8", "surrogatepass"))
    list(read_path(path))


def test_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,body,date\nBỏ,Tin.,hôm qua\n", encoding="utf-8")
    (article,), rejects = read_all(tmp_path / "a.csv", columns={"text": "body", "published": ""})
    assert (article.text, rejects) == ("Tin.", [])
    _, rejects = read_all(tmp_path / "a.csv", columns={"text": "noi dung"})
    assert rejects == [": no column 'noi dung'; there are 'text', 'body', 'date'"]
    (tmp_path / "a.jsonl").write_text('{"body": "Tin.", "text": "Bỏ"}\n', encoding="utf-8")
    (article,), _ = read_all(tmp_path / "a.jsonl", columns={"text": "body"})
    assert article.text == "Tin."
    with pytest.raises(ValueError, match="no field 'body'"):
        read_path(tmp_path, columns={"body": "text"})
    with pytest.raises(ValueError, match="two fields"):
        read_path(tmp_path, columns={"text": "a", "title": "a"})


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    rows = [
        ROW,
        ROW | {"id": None, "text": ""},
        ROW | {"published": "hôm qua"},
        {"text": "Tin.", "published": None},
    ]
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_pylist(rows * 50, schema=pa.schema([(name, pa.string()) for name in ROW])), path)
    found, rejects = read_all(path)
    assert len(found) == 100
    assert found[0].text == "Bão số 3\n\nBão vào bờ.\nGió giật."
    assert (found[0].id, found[0].source, found[0].author) == ("7", "VOV", "Thu Hà")
    assert len(rejects) == 100
    assert rejects[:2] == [
        ":2: the text of the record is empty",
        ":3: 'hôm qua' is not a date (2009-08-25 or 25/8/2009)",
    ]
    assert rejects[-1] == ":199: 'hôm qua' is not a date (2009-08-25 or 25/8/2009)"


def test_types_of_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    moment = datetime.datetime(2024, 9, 7, 23, 30)
    for published in (
        pa.array([moment, None]),
        pa.array([moment.date(), None]),
        pa.array([moment, None], pa.timestamp("ns")),
    ):
        for ids in (pa.array([7, 8]), pa.array([7.0, float("nan")]), pa.array(["7", "8"], pa.large_string())):
            text = pa.array(["Tin.", "Tin."]).dictionary_encode()
            pq.write_table(pa.table({"_id": ids, "content": text, "date": published}), tmp_path / "a.parquet")
            (first, second), rejects = read_all(tmp_path / "a.parquet")
            assert not rejects
            assert (first.id, first.published, second.published) == ("7", moment.date(), None)
    pq.write_table(pa.table({"text": pa.array([b"Tin."])}), tmp_path / "a.parquet")
    assert read_all(tmp_path / "a.parquet") == ([], [":1: the text is no text but a bytes"])


def test_bad_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 not really PAR1")
    assert read_all(path)[1][0].startswith(": damaged Parquet: ")
    pq.write_table(pa.table({"a": ["Tin."]}), path)
    assert read_all(path) == ([], [": no column with the text; there are 'a' (see --columns)"])
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)
    assert read_all(path) == ([], [": empty file"])
    pq.write_table(pa.table({"text": ["a" * 1000, "b" * 1000, "Tin."]}), path, row_group_size=2, use_dictionary=False)
    found, rejects = read_all(path, max_bytes=3000)
    assert [article.text for article in found] == ["Tin."]
    assert rejects[0].startswith(":1: a row group of ")
    whole = path.read_bytes()
    path.write_bytes(whole[:10] + b"\xff" * 40 + whole[50:])
    assert any("damaged Parquet" in reject for reject in read_all(path)[1])


# Compression


def zstd() -> Any:
    try:
        from compression import zstd
    except ImportError:
        zstd = pytest.importorskip("backports.zstd")
    return zstd


def packed(suffix: str, data: bytes) -> bytes:
    return gzip.compress(data) if suffix == ".gz" else bytes(zstd().compress(data))


LINES = b'{"text": "M\xe1\xbb\x99t."}\n{"text"\n{"text": "Hai."}\n'


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed(tmp_path: Path, suffix: str) -> None:
    files = {
        "a.txt": b"Tin.",
        "b.jsonl": LINES,
        "c.csv": b"text\nBa.\n",
        "d.html": (FIXTURES / "tvpl.html").read_bytes(),
    }
    for name, data in files.items():
        (tmp_path / f"{name}{suffix}").write_bytes(packed(suffix, data))
    found, rejects = read_all(tmp_path)
    assert [article.id for article in found] == ["a", None, None, None, "d"]
    assert [article.text for article in found][:4] == ["Tin.", "Một.", "Hai.", "Ba."]
    assert [reject.split(": ")[:2] for reject in rejects] == [[f"/b.jsonl{suffix}:2", "broken JSON"]]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_damaged(tmp_path: Path, suffix: str) -> None:
    lines = b"".join(b'{"text": "%s."}\n' % sha256(b"%d" % i).hexdigest().encode() for i in range(20_000))
    whole = packed(suffix, lines)
    path = tmp_path / f"a.jsonl{suffix}"
    for damaged in (whole[: len(whole) // 2], whole[: len(whole) // 2] + b"\0" * 100 + whole[len(whole) // 2 + 100 :]):
        path.write_bytes(damaged)
        found, rejects = read_all(path)
        assert 1000 < len(found) <= 20_000
        assert f"damaged {suffix}" in rejects[-1]
        assert int(rejects[-1].split(":")[1]) >= len(found) + len(rejects)  # what is damaged may be an empty line
    path.write_bytes(b"no such thing")
    assert f": damaged {suffix}" in read_all(path)[1][0]
    path.write_bytes(b"")
    assert read_all(path) == ([], [": empty file"])


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("kind", [".txt", ".jsonl", ".csv", ".html"])
def test_bomb(tmp_path: Path, suffix: str, kind: str) -> None:
    """A few kilobytes that would become 300 megabytes: neither time nor memory go there."""
    path = tmp_path / f"a{kind}{suffix}"
    begin = {".jsonl": b'{"text": "', ".csv": b'text\n"'}.get(kind, b"")
    path.write_bytes(packed(suffix, begin + b" " * 300_000_000))
    script = (
        "import resource, sys; from vnnews.reading import read_path;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "print(*read_path(sys.argv[1], max_bytes=1_000_000));"
        "assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "more than 1000000 bytes when decompressed, the rest is not read (see --max-bytes)" in done.stdout


def test_unknown_kinds(tmp_path: Path) -> None:
    for name in ("a.docx.gz", "a.parquet.gz", "a.docx"):
        (tmp_path / name).write_bytes(gzip.compress(b"Tin."))
        assert "unknown kind of file" in read_all(tmp_path / name)[1][0]
    (tmp_path / "a.gz").write_bytes(gzip.compress(b'{"text": "Tin."}'))
    assert read_all(tmp_path / "a.gz")[0][0].text == "Tin."


# The command line


def test_options_of_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("body\nHà Nội có mưa.\n", encoding="utf-8")
    status, output, errors = vnnews("analyze", tmp_path, "--columns", "text=body")
    assert (status, errors) == (0, "")
    assert [article.text for article in articles(output)] == ["Hà Nội có mưa."]
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b" " * 5000))
    status, output, errors = vnnews("analyze", tmp_path / "b.txt.gz", "--max-bytes", "1000")
    assert (status, output) == (1, "")
    assert "more than 1000 bytes" in errors
    for wrong in ("body", "body=text", "text=a,b"):
        status, _, errors = vnnews("analyze", tmp_path / "b.txt.gz", "--columns", wrong)
        assert status == (1 if wrong == "text=a,b" else 2)
    assert "Usage: vnnews" in vnnews("analyze", tmp_path, "--columns", "body=text")[2]


def test_author_comes_out(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    (article,) = articles(vnnews("analyze", tmp_path)[1])
    assert article.author == "Thu Hà"


def test_without_extras(tmp_path: Path) -> None:
    """Where an extra is missing, the file is rejected and the reject tells what to install."""
    for name in ("a.html", "a.parquet", "a.jsonl.zst"):
        (tmp_path / name).write_bytes(b"x")
    script = (
        "import sys\n"
        "for name in ('trafilatura', 'lxml', 'pyarrow', 'backports', 'compression.zstd'): sys.modules[name] = None\n"
        "from vnnews.reading import read_path\n"
        "for reject in read_path(sys.argv[1]): print(reject)\n"
        "import vnnews\n"
        "assert vnnews.analyze('Huế có 3 cầu.')._repr_html_()\n"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True)
    assert [line.split(": ", 1)[1] for line in done.stdout.splitlines()] == [
        "reading HTML needs trafilatura: pip install 'vnnews[html]'",
        ".zst needs backports.zstd: pip install 'vnnews[zstd]'",
        "reading .parquet needs pyarrow: pip install 'vnnews[parquet]'",
    ]
