"""Where and how analysed articles are written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from vnnews.article import Article


class Format(StrEnum):
    """How an analysis is written: a JSON object a line, for reading, as tables, or for annotators."""

    json = "json"
    text = "text"
    duckdb = "duckdb"
    parquet = "parquet"
    conll = "conll"
    brat = "brat"
    spacy = "spacy"


def format_of(output: str | None) -> Format | None:
    """What the name of the output says about how it is to be written."""
    from vnnews.integrations.stores import SUFFIXES

    if output is None:
        return None
    if output.endswith(("/", os.sep)) or Path(output).is_dir():
        return Format.parquet
    found = SUFFIXES.get(Path(output).suffix.lower())
    return Format(found) if found else None


def keeper(output: Path | None, format: Format) -> Callable[[Iterator[Article]], str]:
    """What takes the articles, puts them where they belong, and tells what is to be told besides."""
    from vnnews.integrations.stores import STORES

    store = STORES.get(format.value)

    def into_store(articles: Iterator[Article]) -> str:
        assert store is not None and output is not None
        first = next(articles, None)  # without any article, what was there stays as it was
        return "" if first is None else store(chain([first], articles), output)

    def into_file(articles: Iterator[Article]) -> str:
        with open_output(output) as file:
            write = _writer(file, format)
            for article in articles:
                write(article)
        return ""

    if (store is not None or format is Format.parquet) and (output is None or str(output) == "-"):
        raise typer.BadParameter(f"{format.value} cannot be written to stdout; say -o FILE", param_hint="'--format'")
    return into_store if store else into_file


def _writer(file: IO[bytes], format: Format) -> Callable[[Article], None]:
    if format is Format.json:
        from vnnews import to_json

        def write_json(article: Article) -> None:
            file.write(to_json(article) + b"\n")
            file.flush()

        return write_json

    if format is Format.conll:
        from vnnews.integrations.conll import to_conll

        def write_conll(article: Article) -> None:
            file.write(to_conll(article).encode("utf-8"))

        return write_conll

    from io import StringIO

    from rich.console import Console

    from vnnews.report import report

    terminal = file is sys.stdout.buffer and sys.stdout.isatty()
    console = Console() if terminal else Console(file=StringIO(), width=120)

    def write_text(article: Article) -> None:
        if terminal:
            console.print(report(article), "")
            return
        with console.capture() as captured:
            console.print(report(article))
        lines = (line.rstrip() for line in captured.get().splitlines())
        file.write(("\n".join(lines) + "\n\n").encode("utf-8"))

    return write_text


@contextmanager
def open_output(path: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears at its place when all is written and not at all if that fails.

    A run without a single article leaves the file of the run before as it was.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    target = path.resolve()  # a link stays a link
    device = target.exists() and not target.is_file()
    unfinished = target if device else target.with_name(f".vnnews-{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        if not device and unfinished.stat().st_size:
            unfinished.replace(target)
    except OSError as error:
        if error.filename == str(unfinished):
            error.filename = str(path)
        raise
    finally:
        if not device:
            unfinished.unlink(missing_ok=True)
