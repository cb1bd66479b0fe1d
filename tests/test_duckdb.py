"""The DuckDB database: it has what the tables have, grows without doubles, and answers the questions of the docs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import msgspec
import pytest
import regex
from command_line import run
from conftest import NEWS, ROOT

import vnnews
from vnnews import Article, VnnewsError
from vnnews.corpora import find, read
from vnnews.integrations.duckdb import Appended, Result, append, query
from vnnews.integrations.frames import SCHEMAS
from vnnews.integrations.results import as_csv, as_json, as_table

PAGE = ROOT / "docs" / "duckdb.md"
QUESTION = regex.compile(r"```sql\n(?P<sql>.*?)```\n(?P<answer>(?:\n\|[^\n]*+(?:\n\|[^\n]*+)*+\n)?)", regex.S)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    texts = [text.text for text in read(find([NEWS], "dev"))]
    return [
        msgspec.structs.replace(article, id=str(number)) for number, article in enumerate(vnnews.analyze_many(texts))
    ]


@pytest.fixture(scope="module")
def database(articles: list[Article], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("database") / "news.duckdb"
    append(articles, path)
    return path


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(query(path, f"from {name}").rows, key=repr) for name in SCHEMAS}


def test_database_has_what_the_tables_have(articles: list[Article], database: Path) -> None:
    for name, table in vnnews.frames(articles).tables().items():
        with duckdb.connect(str(database), read_only=True) as connection:
            connection.register("expected", table)
            for difference in (f"from {name} except all from expected", f"from expected except all from {name}"):
                assert connection.execute(difference).fetchall() == []


def test_same_run_twice(articles: list[Article], tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    first, second = articles[:5], articles[3:9]
    assert append(first, path) == append(first, tmp_path / "other.duckdb")
    before = contents(path)
    done = append(first, path)
    assert (done.articles, done.replaced) == (5, 5)
    assert contents(path) == before
    done = append(second, path)
    assert (done.articles, done.replaced) == (6, 2)
    append(articles[:9], tmp_path / "all.duckdb")
    assert contents(path) == contents(tmp_path / "all.duckdb")


def test_an_article_that_changed(tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    for text in ("Hà Nội có 28 cơ sở.", "Huế có mưa."):
        append([msgspec.structs.replace(vnnews.analyze(text), id="a")], path)
    assert query(path, "select name from places").rows == [("Huế",)]
    assert query(path, "select count(*) from facts").rows == [(0,)]


def test_batches_are_whole(articles: list[Article], tmp_path: Path) -> None:
    """What breaks off in the middle leaves whole articles only."""
    path = tmp_path / "news.duckdb"

    def broken() -> object:
        for number in range(1005):
            yield msgspec.structs.replace(articles[0], id=str(number))
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        append(broken(), path)  # type: ignore[arg-type]
    (kept,) = query(path, "select count(*) from articles").rows[0]
    assert kept == 1000
    assert query(path, "select count(*) from mentions").rows == [(1000 * len(articles[0].mentions),)]


def test_killed_and_run_again(articles: list[Article], tmp_path: Path) -> None:
    """SIGKILL in the middle: what is there is whole, and the same again makes no doubles."""
    lines, path = tmp_path / "a.jsonl", tmp_path / "a.duckdb"
    lines.write_bytes(b"\n".join(map(vnnews.to_json, articles)))
    program = (
        "import itertools, os, signal, sys, vnnews\n"
        "from pathlib import Path\n"
        "from vnnews.integrations import frames, duckdb\n"
        "frames.frame_batches.__defaults__ = (5, None)\n"
        "read = map(vnnews.from_json, Path(sys.argv[1]).read_bytes().splitlines())\n"
        "def articles():\n"
        "    yield from itertools.islice(read, 12)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "duckdb.append(articles(), sys.argv[2])\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(lines), str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert query(path, "select count(*) from articles").rows == [(10,)]
    assert append(articles, path) == Appended(articles=len(articles), replaced=10)
    append(articles, tmp_path / "whole.duckdb")
    assert contents(path) == contents(tmp_path / "whole.duckdb")


def test_a_full_disk(articles: list[Article], tmp_path: Path) -> None:
    lines, path = tmp_path / "a.jsonl", tmp_path / "a.duckdb"
    lines.write_bytes(b"\n".join(map(vnnews.to_json, articles)))
    program = (
        "import resource, sys, vnnews\n"
        "from pathlib import Path\n"
        "from vnnews.integrations import duckdb\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, resource.RLIM_INFINITY))\n"
        "try:\n"
        "    duckdb.append(map(vnnews.from_json, Path(sys.argv[1]).read_bytes().splitlines()), sys.argv[2])\n"
        "except vnnews.VnnewsError as error:\n"
        "    sys.exit(str(error))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(lines), str(path)], capture_output=True, text=True)
    assert done.returncode == 1
    assert f"{path}: " in done.stderr and "too large" in done.stderr.lower()
    append(articles, path)
    assert query(path, "select count(*) from articles").rows == [(len(articles),)]


def test_reading_only(database: Path) -> None:
    for sql in ("delete from facts", "create table x (y int)", "insert into others select * from others"):
        with pytest.raises(VnnewsError, match="read-only"):
            query(database, sql)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.duckdb", None, "no such database"),
        ("text.duckdb", b"H\xc3\xa0 N\xe1\xbb\x99i", "no database; vnnews analyze FILES -o NAME.duckdb makes one"),
    ],
)
def test_no_database(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
        with pytest.raises(VnnewsError):
            append([vnnews.analyze("Huế")], path)
    with pytest.raises(VnnewsError, match=message):
        query(path, "select 1")
    if content is not None:
        assert path.read_bytes() == content


def test_tables_of_another_version(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table facts (article varchar, value double)")
    with pytest.raises(VnnewsError, match="table facts is of another version of vnnews"):
        append([vnnews.analyze("Huế")], path)


def test_wrong_question(database: Path) -> None:
    with pytest.raises(VnnewsError, match=r"(?s)fcts.*Did you mean.*facts"):
        query(database, "select * from fcts")


def test_answers_against_the_objects(articles: list[Article], database: Path) -> None:
    failed = sum(not check.ok for article in articles for check in article.checks)
    assert failed
    sql = dict(zip("abcde", QUESTION.findall(PAGE.read_text(encoding="utf-8")), strict=True))
    assert len(query(database, sql["d"][0]).rows) == failed
    laws = {law.number or law.name for article in articles for law in article.laws}
    assert {row[0] for row in query(database, sql["e"][0]).rows} == laws
    together = {
        (person.name, body.name)
        for article in articles
        for person in article.people
        for body in article.bodies
        if {m.sentence for m in person.mentions} & {m.sentence for m in body.mentions}
    }
    assert {row[:2] for row in query(database, sql["a"][0]).rows} == together


def test_questions_of_the_page(tmp_path: Path) -> None:
    """The answers stand below the questions; VNNEWS_WRITE_DOCS=1 writes them anew."""
    status, _, errors = run("analyze", ROOT / "corpora" / "sample", "-o", tmp_path / "news.duckdb")
    assert (status, errors) == (0, f"3 articles written to {tmp_path / 'news.duckdb'}\n")
    page = PAGE.read_text(encoding="utf-8")

    def answered(found: regex.Match[str]) -> str:
        status, answer, errors = run("query", tmp_path / "news.duckdb", "-", stdin=found["sql"].encode())
        assert (status, errors) == (0, "")
        assert answer.count("\n") > 2, f"no answer to\n{found['sql']}"
        return f"```sql\n{found['sql']}```\n\n{answer}"

    renewed = QUESTION.sub(answered, page)
    if os.environ.get("VNNEWS_WRITE_DOCS"):
        PAGE.write_text(renewed, encoding="utf-8")
    assert len(QUESTION.findall(page)) == 5
    assert renewed == page, "docs/duckdb.md has other answers; run this test with VNNEWS_WRITE_DOCS=1 and look at them"


def test_command_twice(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("Hà Nội có 28 cơ sở.", encoding="utf-8")
    for told in ("", ", 1 of them in place of the same articles"):
        assert run("analyze", "news", "-o", "news/x.duckdb", folder=tmp_path) == (
            0,
            "",
            f"1 article written to news/x.duckdb{told}\n",
        )
    assert run("query", "news/x.duckdb", 'select "of" from facts', folder=tmp_path)[1] == (
        "| of    |\n|-------|\n| cơ sở |\n"
    )
    (tmp_path / "news" / "a.txt").write_text("", encoding="utf-8")
    assert run("analyze", "news", "-o", "news/x.duckdb", folder=tmp_path)[0] == 1
    assert run("query", "news/x.duckdb", "select count(*) as n from facts", "--format", "csv", folder=tmp_path)[1] == (
        "n\n1\n"
    )


def test_command_errors(tmp_path: Path) -> None:
    status, output, errors = run("query", tmp_path / "gone.duckdb", "select 1")
    assert (status, output) == (1, "")
    assert errors == f"vnnews: {tmp_path / 'gone.duckdb'}: no such database\n"
    for format in ("duckdb", "parquet", "brat", "spacy"):
        status, _, errors = run("analyze", "-", "--format", format, stdin="Huế".encode())
        assert status == 2
        assert "say -o FILE" in errors


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["-o", "out.conll"], {"out.conll"}),
        (["-o", "out.spacy"], {"out.spacy"}),
        (["-o", "out", "--format", "brat"], {"out/annotation.conf", "out/000001-a.ann", "out/000001-a.txt"}),
    ],
)
def test_other_formats(tmp_path: Path, arguments: list[str], files: set[str]) -> None:
    (tmp_path / "a.txt").write_text("Hà Nội có 28 cơ sở.", encoding="utf-8")
    status, _, errors = run("analyze", "a.txt", *arguments, folder=tmp_path)
    assert (status, errors) == (0, f"1 article written to {arguments[1]}\n")
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {"a.txt"} | files


def test_conll_to_stdout() -> None:
    assert (
        run("analyze", "-", "--format", "conll", stdin="Huế".encode())[1]
        == "-DOCSTART- -X- -X- O\n\nHuế Np B-W B-LOC\n\n"
    )


def test_ways_to_show() -> None:
    result = Result(["a", "b"], [(None, [1, 2]), ("x\x1b[31m|y\n", Decimal("1.50")), (True, 0.1)])
    assert as_table(result).decode().splitlines() == [
        "| a          | b    |",
        "|------------|------|",
        "|            | 1, 2 |",
        "| x [31m\\|y  | 1.50 |",
        "| true       | 0.1  |",
    ]
    assert as_csv(result).decode() == 'a,b\n,"1, 2"\n"x\x1b[31m|y\n",1.50\ntrue,0.1\n'
    assert [json.loads(line) for line in as_json(result).splitlines()] == [
        {"a": None, "b": [1, 2]},
        {"a": "x\x1b[31m|y\n", "b": 1.5},
        {"a": True, "b": 0.1},
    ]
    assert as_table(Result([], [])) == as_json(Result([], [])) == b""


def test_names_of_columns_are_told_apart(database: Path) -> None:
    result = query(database, "select a.article, b.article from articles a join articles b using (article) limit 1")
    assert result.columns == ["article", "article_2"]
