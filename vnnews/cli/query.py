"""``vnnews query``: questions to a database of articles."""

from __future__ import annotations

import os
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vnnews.cli.messages import tell
from vnnews.cli.status import STOPPED


class Shown(StrEnum):
    """How the rows of a query are written."""

    table = "table"
    csv = "csv"
    json = "json"


def query(
    database: Annotated[Path, typer.Argument(metavar="FILE", help="What vnnews analyze -o FILE.duckdb has written.")],
    sql: Annotated[str, typer.Argument(metavar="SQL", help="The question, or - for stdin.")],
    format: Annotated[Shown, typer.Option(help="A table for reading, CSV, or JSON, a row a line.")] = Shown.table,
) -> None:
    """Ask a database of articles in SQL.

    The database is not changed. "show tables" tells what is in it, "describe facts" what is in a table.
    """
    from vnnews.integrations.duckdb import query as ask
    from vnnews.integrations.results import SHOWN

    asked = sys.stdin.read() if sql == "-" else sql
    signal.signal(signal.SIGINT, _leave)
    result = ask(database, asked)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdout.buffer.write(SHOWN[format.value](result))
    sys.stdout.flush()


def _leave(*_: object) -> None:
    """End without waiting for DuckDB, which may go on for hours after Ctrl-C; the database is open for reading only."""
    tell("vnnews: stopped")
    os._exit(STOPPED)
