"""The tables that come with vnnews: a comment line with source and licence, column names, tab-separated values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def read_table(path: Path, columns: int = 1, header: bool = True) -> Iterator[list[str]]:
    """Rows of a table, empty lines left out.

    Args:
        path: the file.
        columns: each row has at least so many values; those missing at its end are "".
        header: whether a line with the names of the columns follows the comment.
    """
    for line in path.read_text(encoding="utf-8").splitlines()[2 if header else 1 :]:
        if line:
            row = line.split("\t")
            yield row + [""] * (columns - len(row))
