"""Arrow batches in, Arrow batches out: what runners on many machines call, such as Ray Data and Spark.

A row is an article, before and after. The tables of :mod:`vnnews.integrations.frames` stand in it as lists of structs,
a column each, so that everything that an article says stays with it, wherever the runner takes it::

    text                            text              facts                            rejected
    "Xã có 28 trường, 11 trạm."  →  "Xã có 28 …"      [{fact: 0, kind: "count", …}, …]
    null                            null              null                             "the text of …"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from vnnews.analyzer import Analyzer
from vnnews.errors import ExtraError
from vnnews.integrations.frames import SCHEMAS, Frames, article_key, frames
from vnnews.reading import RawArticle, Reject
from vnnews.reading.columns import columns_of, read_rows
from vnnews.reading.options import Options

try:
    import pyarrow as pa
except ImportError as error:
    raise ExtraError("vnnews.integrations.batches", "pyarrow", "frames") from error

TABLES = tuple(name for name in SCHEMAS if name != "articles")
"""What a row has a list of."""

_REJECTED = pa.field("rejected", pa.string(), metadata={"description": "why this row could not be analysed; else null"})


def schema(tables: Sequence[str] = TABLES) -> pa.Schema:
    """The columns of what comes out: those of the table of articles, a list for each other table, and ``rejected``.

    >>> schema(["checks"]).names[-2:], schema(["checks"]).field("checks").type.value_type.field("ok").type
    (['checks', 'rejected'], DataType(bool))

    Raises:
        ValueError: there is no such table.
    """
    if unknown := [name for name in tables if name not in TABLES]:
        raise ValueError(f"there is no table {unknown[0]!r}; there are {', '.join(TABLES)}")
    lists = [pa.field(name, pa.list_(pa.field("element", _struct(name)))) for name in tables]
    return pa.schema([*SCHEMAS["articles"], *lists, _REJECTED])


def analyze_batch(
    batch: pa.RecordBatch | pa.Table,
    *,
    model: str | Path = "fast",
    columns: Mapping[str, str] | None = None,
    tables: Sequence[str] = TABLES,
) -> pa.Table:
    """Analyse the articles of a batch: as many rows, in the same order.

    >>> batch = pa.table({"id": [7, 8], "text": ["Xã có 28 trường học.", None]})
    >>> found = analyze_batch(batch, tables=["facts"])
    >>> found["article"].to_pylist(), found["rejected"].to_pylist()
    (['7', None], [None, 'the text of the record is empty'])
    >>> [(fact["value"], fact["of"]) for fact in found["facts"][0].as_py()]
    [(28.0, 'trường học')]

    Args:
        batch: rows with a text each, and with a title, a date …, where there are.
        model: see :class:`vnnews.Analyzer`.
        columns: which columns hold what, where their names do not tell: ``{"text": "body_clean"}``.
        tables: what to give of each article, of :data:`TABLES`.

    Raises:
        ReadError: no column holds the text.
        ValueError: there is no such table.
        ModelError: the model is missing.
    """
    wanted = schema(tables)
    options = Options(columns=columns or {})
    reads = list(read_rows(batch, columns_of(batch.schema.names, options), "batch", options))
    records = [read for read in reads if isinstance(read, RawArticle)]
    articles = list(analyzer(model).analyze_records(records))
    found = frames(articles, map(str, range(len(articles))))  # numbers, to tell whose the rows are
    nested = _nested(found, [article_key(article.id, article.text) for article in articles], tables)
    rows = iter(range(len(records)))
    places = pa.array([next(rows) if isinstance(read, RawArticle) else None for read in reads], pa.int32())
    reasons = pa.array([read.reason if isinstance(read, Reject) else None for read in reads], pa.string())
    return pa.table([*(column.take(places) for column in nested), reasons], schema=wanted)


def analyze_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    model: str | Path = "fast",
    columns: Mapping[str, str] | None = None,
    tables: Sequence[str] = TABLES,
) -> Iterator[pa.RecordBatch]:
    """The same for a stream of batches, in the form that Spark's ``mapInArrow`` calls."""
    for batch in batches:
        yield from analyze_batch(batch, model=model, columns=columns, tables=tables).combine_chunks().to_batches()


@cache
def analyzer(model: str | Path) -> Analyzer:
    """The analyzer of this process."""
    return Analyzer(model, threads=1)


def _nested(found: Frames, keys: Sequence[str], tables: Sequence[str]) -> list[pa.Array]:
    articles = found.articles.set_column(0, SCHEMAS["articles"].field(0), pa.array(keys, pa.string()))
    columns = [column.combine_chunks() for column in articles.columns]
    for name in tables:
        table = found.tables()[name].combine_chunks()
        owners = table["article"].to_numpy().astype(np.int64)
        counts = np.bincount(owners, minlength=len(keys))
        offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32())
        values = pa.StructArray.from_arrays(
            [column.combine_chunks() for column in table.columns[1:]], fields=list(_struct(name))
        )
        columns.append(pa.ListArray.from_arrays(offsets, values, type=pa.list_(pa.field("element", _struct(name)))))
    return columns


def _struct(table: str) -> pa.StructType:
    """What a row of a table is inside the row of its article, which need not be named once more."""
    return pa.struct([field for field in SCHEMAS[table] if field.name != "article"])
