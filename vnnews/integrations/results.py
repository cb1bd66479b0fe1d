"""The rows that a query gave, as a table for reading, as CSV and as JSON."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import msgspec

from vnnews.integrations.duckdb import Result
from vnnews.report import printable


def as_table(result: Result) -> bytes:
    r"""A table in Markdown.

    >>> print(as_table(Result(["of", "value"], [("cơ sở", 28.0), ("ca | ngày", None)])).decode(), end="")
    | of         | value |
    |------------|-------|
    | cơ sở      | 28    |
    | ca \| ngày |       |
    """
    rows = [[_cell(value) for value in row] for row in result.rows]
    names = [printable(name) for name in result.columns]
    widths = [max(map(_width, column)) for column in zip(names, *rows, strict=True)]
    lines = [_line(names, widths), "|" + "|".join("-" * (width + 2) for width in widths) + "|"]
    lines += [_line(row, widths) for row in rows]
    return "".join(f"{line}\n" for line in lines if names).encode("utf-8", "backslashreplace")


def as_csv(result: Result) -> bytes:
    """Comma-separated values with a line of names."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows([_plain(value) for value in row] for row in result.rows)
    return out.getvalue().encode("utf-8")


def as_json(result: Result) -> bytes:
    """A JSON object a line."""
    encode = msgspec.json.Encoder(decimal_format="number", enc_hook=str).encode
    return b"".join(encode(dict(zip(result.columns, row, strict=True))) + b"\n" for row in result.rows)


SHOWN: dict[str, Callable[[Result], bytes]] = {"table": as_table, "csv": as_csv, "json": as_json}
"""By format."""


def _cell(value: Any) -> str:
    return printable(_plain(value)).replace("|", "\\|")


def _plain(value: Any) -> str:
    """A value as people write it: 28 for 28.0, nothing for null, items with commas between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return str(value)


def _line(cells: list[str], widths: list[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
