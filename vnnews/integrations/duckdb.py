"""A DuckDB database of what articles say: the tables of :mod:`vnnews.integrations.frames`, to be asked in SQL.

>>> import tempfile, vnnews
>>> path = Path(tempfile.mkdtemp()) / "news.duckdb"
>>> append([vnnews.analyze("Hà Nội có 28 cơ sở.")], path)
Appended(articles=1, replaced=0)
>>> query(path, 'select kind, value, "of" from facts').rows
[('count', 28.0, 'cơ sở')]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import regex
from msgspec import Struct

from vnnews.article import Article
from vnnews.errors import ExtraError, VnnewsError

try:
    import duckdb
except ImportError as error:
    raise ExtraError("vnnews.integrations.duckdb", "duckdb", "duckdb") from error

from vnnews.integrations.frames import SCHEMAS, Frames, frame_batches

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""DuckDB would fetch extensions from the net; those that it needs here are part of it."""

_HELD = regex.compile(r"Conflicting lock is held in .*?\((PID \d+)\)")


class Appended(Struct, frozen=True):
    """What :func:`append` did.

    Attributes:
        articles: how many were written.
        replaced: how many of them came in place of one with the same key.
    """

    articles: int
    replaced: int


class Result(Struct, frozen=True):
    """What a query gave: names of the columns, and rows."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def append(articles: Iterable[Article], path: Path | str) -> Appended:
    """Add articles to a database, which is made if it is not there.

    An article with the same key (its id, or the digest of its text) as one in the database takes its place, so that
    the same run twice gives the same database. Articles are committed in batches of a thousand, each with all its
    rows: a run that was broken off leaves whole articles behind, and is run again.

    Raises:
        VnnewsError: the file is no database, is in use, or has tables of another version of vnnews.
    """
    written = replaced = 0
    with _connect(path, read_only=False) as connection:
        _make_tables(connection, path)
        for batch in frame_batches(articles):
            written += batch.articles.num_rows
            replaced += _put(connection, batch)
    return Appended(written, replaced)


def query(path: Path | str, sql: str) -> Result:
    """Ask a database; it is opened for reading only.

    Raises:
        VnnewsError: there is no such database, or the query is wrong; the message is that of DuckDB.
    """
    if not Path(path).is_file():
        raise VnnewsError(f"{path}: no such database")
    with _connect(path, read_only=True) as connection:
        asked = connection.execute(sql)
        if asked is None:
            raise VnnewsError("the query is empty: there is no statement in it")
        return Result(_distinct(name for name, *_ in asked.description or []), asked.fetchall())


def _distinct(names: Iterable[str]) -> list[str]:
    """Names of columns, none twice: "article", "article_2"."""
    seen = Counter[str]()
    found = list[str]()
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found


def _put(connection: duckdb.DuckDBPyConnection, batch: Frames) -> int:
    """Write a batch in one transaction; how many articles it replaced."""
    connection.begin()
    try:
        keys = batch.articles.select(["article"])
        connection.register("batch_keys", keys)
        ((found,),) = _run(connection, "select count(*) from articles where article in (from batch_keys)")
        for name, table in batch.tables().items():
            if found:
                _run(connection, f"delete from {name} where article in (from batch_keys)")
            connection.register("batch", table)
            _run(connection, f"insert into {name} by name from batch")
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):  # there is none any more where it is the commit that failed
            connection.rollback()
        raise
    return int(found)


def _make_tables(connection: duckdb.DuckDBPyConnection, path: Path | str) -> None:
    for name, schema in SCHEMAS.items():
        connection.register("batch", schema.empty_table())
        _run(connection, f"create table if not exists {name} as from batch")
        wanted = _columns(connection, "batch")
        if _columns(connection, name) != wanted:
            raise VnnewsError(f"{path}: table {name} is of another version of vnnews; write to a new database")


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in _run(connection, f"describe {table}")]


def _run(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """All rows: a connection does nothing else as long as some are left."""
    return connection.execute(sql).fetchall()


@contextmanager
def _connect(path: Path | str, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    if _holds_something_else(Path(path)):
        raise VnnewsError(f"{path}: no database; vnnews analyze FILES -o NAME.duckdb makes one")
    try:
        with duckdb.connect(str(path), read_only=read_only, config=_OFFLINE) as connection:
            yield connection
    except duckdb.Error as error:
        if held := _HELD.search(str(error)):
            raise VnnewsError(f"{path}: in use by another process ({held[1]}); try again when it is done") from error
        raise VnnewsError(f"{path}: {error}") from error
    except RuntimeError as error:
        if "interrupted" in str(error):  # what DuckDB makes of Ctrl-C
            raise KeyboardInterrupt from error
        raise


def _holds_something_else(path: Path) -> bool:
    """Whether there is a file that is not of DuckDB, which would take some kinds of files for tables."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        begin = file.read(12)
    return bool(begin) and begin[8:] != b"DUCK"
