"""Tables with an article a row: CSV, TSV and Parquet.

Which column holds the text, the title, the date … is told by their names (``columns.tsv``) or by the caller.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnnews.errors import ReadError
from vnnews.reading.encodings import encoding
from vnnews.reading.options import Options
from vnnews.reading.raw import RawArticle, Reject
from vnnews.reading.records import Record, article_of
from vnnews.tables import read_table

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Table
    from pyarrow.parquet import ParquetFile

_DELIMITERS = ",;\t|"
_BATCH = 64  # rows of a Parquet file that are held at once


def read_csv(stream: io.BufferedReader, name: str, options: Options, largest: int) -> Iterator[RawArticle | Reject]:
    """Read a table in CSV; its first line names the columns, and tells whether commas, semicolons or tabs part them.

    A line whose quotes do not close spoils itself only.

    Args:
        stream: UTF-8 or UTF-16.
        name: the file as it is named in rejects.
        options: how to read it.
        largest: a record has no more characters.
    """
    code, mark = encoding(stream.peek(4))
    stream.read(mark)
    errors = "surrogateescape" if code == "utf-8" else "surrogatepass"
    lines = _Lines(io.TextIOWrapper(stream, encoding=code, errors=errors, newline=""), largest)
    header, fields = list[str](), dict[str, int]()
    try:
        for number, row in _rows(lines, largest):
            if isinstance(row, ReadError):
                if not header:
                    raise row
                yield Reject(name, number, str(row))
            elif not any(cell.strip() for cell in row):
                continue
            elif not header:
                header = [column.strip() for column in row]
                fields = _fields(header, options.columns)
            else:
                yield _from_row(row, header, fields, options, name, number)
    except UnicodeDecodeError:  # UTF-16 that ends within a character
        yield Reject(name, lines.number + 1, "not UTF-8 or UTF-16")
    except ReadError as error:
        yield Reject(name, None if not header or not fields else lines.number + 1, str(error))
    else:
        if not header:
            yield Reject(name, None, "empty file")


def read_parquet(stream: io.BufferedReader, name: str, options: Options) -> Iterator[RawArticle | Reject]:
    """Read a table in Parquet a few rows at a time; rejects name the row, from 1."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        yield Reject(name, None, "reading .parquet needs pyarrow: pip install 'vnnews[parquet]'")
        return
    row = 0
    try:
        table = pq.ParquetFile(stream)
        columns = columns_of(table.schema_arrow.names, options)
        flat = [name for name in columns.values() if not pa.types.is_nested(table.schema_arrow.field(name).type)]
        table = pq.ParquetFile(stream, read_dictionary=flat)  # a text of many rows is held once
        for group in range(table.num_row_groups):
            begin, size = row, _size(table, group, set(columns.values()))
            if size <= options.max_bytes:
                size = 0
                for row, values in enumerate(_values(table, group, columns), begin + 1):
                    size += sum(len(value) for value in values.values() if isinstance(value, str))
                    if size > options.max_bytes:
                        break
                    yield _article(values, options, name, row)
            if size > options.max_bytes:
                told = f"a row group of {size} bytes when decompressed (see --max-bytes)"
                yield Reject(name, max(row, begin + 1), told)
            row = begin + table.metadata.row_group(group).num_rows
    except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: a text that is not UTF-8
        yield Reject(name, row + 1 if row else None, f"damaged Parquet: {' '.join(str(error).split())[:200]}")
    except ReadError as error:
        yield Reject(name, None, str(error))
    else:
        if not table.metadata.num_rows:
            yield Reject(name, None, "empty file")


def _values(table: ParquetFile, group: int, columns: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What the fields hold, by row."""
    for batch in table.iter_batches(_BATCH, row_groups=[group], columns=list(columns.values())):
        for row in range(batch.num_rows):
            yield {field: batch.column(column)[row].as_py() for field, column in columns.items()}


def columns_of(names: Sequence[str], options: Options) -> dict[str, str]:
    """The names of the columns that hold the fields of an article, by field.

    >>> columns_of(["_id", "title", "content", "likes"], Options())
    {'text': 'content', 'title': 'title', 'id': '_id'}

    Raises:
        ReadError: no column holds the text, or several that are needed have one name.
    """
    found = {field: names[index] for field, index in _fields(names, options.columns).items()}
    for name in found.values():
        if names.count(name) > 1:
            raise ReadError(f"{names.count(name)} columns are called {name!r}")
    return found


def read_rows(
    batch: RecordBatch | Table, fields: Mapping[str, str], name: str, options: Options, before: int = 0
) -> Iterator[RawArticle | Reject]:
    """Read the rows of an Arrow batch.

    Args:
        batch: the rows.
        fields: the columns, from :func:`columns_of`.
        name: what the table is called in rejects.
        options: how to read it.
        before: rows of the same table that came before.
    """
    for row, values in enumerate(batch.select(list(fields.values())).to_pylist(), before + 1):
        yield _article({field: values[column] for field, column in fields.items()}, options, name, row)


# Names of columns


def _fields(columns: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """Which column holds which field: as chosen ("" for none), else by its name."""
    plain = [column.strip().lower() for column in columns]
    found = dict[str, int]()
    for field, column in chosen.items():
        if column and column not in columns:
            raise ReadError(f"no column {column!r}; there are {_listed(columns)}")
        if column:
            found[field] = columns.index(column)
    for field, names in _known().items():
        index = next((plain.index(name) for name in names if name in plain), None)
        if field not in chosen and index is not None and index not in found.values():
            found[field] = index
    if "text" not in found:
        raise ReadError(f"no column with the text; there are {_listed(columns)} (see --columns)")
    return found


@cache
def _known() -> dict[str, list[str]]:
    return {field: names.split() for field, names in read_table(Path(__file__).with_name("columns.tsv"))}


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(map(repr, columns[:20])) + (" …" if len(columns) > 20 else "")


# CSV


class _Lines:
    """The lines of a table: counted, none of unbounded length, and ready to be taken back."""

    def __init__(self, file: io.TextIOWrapper, largest: int) -> None:
        self.number = 0
        self._file, self._largest = file, largest
        self._back = deque[str]()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._file.readline(self._largest)
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def take_back(self, lines: Sequence[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _rows(lines: _Lines, largest: int) -> Iterator[tuple[int, list[str] | ReadError]]:
    """Each record with the number of its first line; after one that is broken, reading goes on in its second line.

    A quote opens where the one before closed, so that no line is read more often than three times.
    """
    csv.field_size_limit(max(csv.field_size_limit(), largest))  # of the process; the default is a few pages of text
    delimiter = ""
    while True:
        taken = list[str]()
        first = lines.number + 1
        try:
            source = _bounded(lines, taken, largest)
            if not delimiter:
                delimiter = max(_DELIMITERS, key=next(source, "").count)
                lines.take_back(taken)
                taken.clear()
            row = next(csv.reader(source, delimiter=delimiter, strict=True), None)
        except csv.Error as error:
            reason = "a quote is not closed" if "end of data" in str(error) else str(error)
            lines.take_back(taken[1:])
            yield first, ReadError(f"broken CSV: {reason}")
            continue
        if row is None:
            return
        yield first, row


def _bounded(lines: _Lines, taken: list[str], largest: int) -> Iterator[str]:
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line)
        if size >= largest:
            raise csv.Error(f"a record of {largest} characters or more")
        yield line


def _from_row(
    row: list[str], header: list[str], fields: Mapping[str, int], options: Options, name: str, number: int
) -> RawArticle | Reject:
    if len(row) != len(header):
        return Reject(name, number, f"broken CSV: {len(row)} columns, the first line has {len(header)}")
    return _article({field: row[index] for field, index in fields.items()}, options, name, number)


# Values


def _article(values: Mapping[str, Any], options: Options, name: str, row: int) -> RawArticle | Reject:
    """The article of a row, by field."""
    try:
        return article_of(_record(values), published=options.published)
    except ReadError as error:
        return Reject(name, row, str(error))


def _record(values: Mapping[str, Any]) -> Record:
    """The record in the cells of a row; what is no text, number or date is refused."""
    cells = {field: _cell(field, value) for field, value in values.items()}
    return Record(**{"text": "", **{field: cell for field, cell in cells.items() if cell}})


def _cell(field: str, value: object) -> str | None:
    if value is None or value != value:  # not a number: what data frames have where nothing is
        return None
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ReadError("not UTF-8 or UTF-16") from error
        return value
    if field == "published" and isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if field == "id" and (isinstance(value, int) or (isinstance(value, float) and value.is_integer())):
        return str(int(value))
    raise ReadError(f"the {field} is no text but a {type(value).__name__}")


def _size(table: ParquetFile, group: int, columns: set[str]) -> int:
    metadata = table.metadata.row_group(group)
    parts = (metadata.column(index) for index in range(metadata.num_columns))
    return sum(part.total_uncompressed_size for part in parts if part.path_in_schema.split(".")[0] in columns)
