"""Where and how analysed articles are written."""

from __future__ import annotations

import errno
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


_TABLES = "tables go to a folder, in Parquet (-o out/), or to a database (-o news.duckdb)"
_NOT_WRITTEN = {
    **dict.fromkeys((".parquet", ".csv", ".tsv", ".xlsx"), _TABLES),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "vnnews view makes pages"),
}
_FOLDERS = (Format.parquet, Format.brat)


def format_of(output: str | None) -> Format | None:
    """What the name of the output says about how it is to be written."""
    from vnnews.integrations.stores import STORES, SUFFIXES
    from vnnews.reading.compressed import inner_name

    if output is None:
        return None
    if not output:
        raise typer.BadParameter("the name is empty", param_hint="'--output'")
    if output.endswith(("/", os.sep)) or Path(output).is_dir():
        return Format.parquet
    suffix = inner_name(Path(output)).suffix.lower()
    if suffix in _NOT_WRITTEN:
        raise typer.BadParameter(f"no {suffix} is written: {_NOT_WRITTEN[suffix]}", param_hint="'--output'")
    found = SUFFIXES.get(suffix)
    if found in STORES and Path(output).suffix.lower() != suffix:
        raise typer.BadParameter(f"{found} is not written compressed", param_hint="'--output'")
    return Format(found) if found else None


def check_output(output: Path | None, format: Format | None = None) -> None:
    """Find out before the work whether its result can be written."""
    from vnnews.integrations.stores import STORES

    if output is None:
        if format is Format.parquet or (format and format.value in STORES):
            raise typer.BadParameter(
                f"{format.value} cannot be written to stdout; say -o FILE", param_hint="'--format'"
            )
        return
    if format in _FOLDERS:
        if output.exists() and not output.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"a file; {format} needs a folder", str(output))
    elif output.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder; name a file in it", str(output))
    elif not output.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder; make it first", str(output.parent))


def keeper(output: Path | None, format: Format) -> Callable[[Iterator[Article]], str]:
    """What takes the articles, puts them where they belong, and tells what is to be told besides."""
    from vnnews.integrations.stores import STORES

    store = STORES.get(format.value)

    def into_store(articles: Iterator[Article]) -> str:
        assert store is not None and output is not None
        first = next(articles, None)  # without any article, what was there stays as it was
        try:
            return "" if first is None else store(chain([first], articles), output)
        except OSError as error:
            if Path(str(error.filename)).name.startswith(".vnnews-"):  # what would have been renamed in the end
                error.filename = str(output)
            raise

    def into_file(articles: Iterator[Article]) -> str:
        with open_output(output) as file:
            write = _writer(file, format)
            for article in articles:
                file.write(write(article))
                if output is None:
                    file.flush()  # whoever reads has it at once
        return ""

    return into_store if store else into_file


def _writer(file: IO[bytes], format: Format) -> Callable[[Article], bytes]:
    if format is Format.json:
        from vnnews import to_json

        return lambda article: to_json(article) + b"\n"
    if format is Format.conll:
        from vnnews.integrations.conll import to_conll

        return lambda article: to_conll(article).encode("utf-8")
    return _text_writer(file is sys.stdout.buffer)


def _text_writer(on_stdout: bool) -> Callable[[Article], bytes]:
    """For reading: as wide as the terminal, in colours there or where FORCE_COLOR asks for them."""
    from io import StringIO

    from rich.console import Console

    from vnnews.report import report

    if on_stdout and sys.stdout.isatty():
        console = Console()
    else:
        console = Console(file=StringIO(), width=120, force_terminal=None if on_stdout else False)
    encoding, errors = (sys.stdout.encoding, sys.stdout.errors or "strict") if on_stdout else ("utf-8", "strict")

    def write(article: Article) -> bytes:
        with console.capture() as captured:
            console.print(report(article))
        lines = (line.rstrip() for line in captured.get().splitlines())
        return ("\n".join(lines) + "\n\n").encode(encoding, errors)

    return write


@contextmanager
def open_output(path: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears at its place when all is written and not at all if that fails.

    A run without a single article leaves the file of the run before as it was.
    """
    from vnnews.reading.compressed import compressing
    from vnnews.unfinished import unfinished

    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    target = path.resolve()  # a link stays a link
    try:
        if target.exists() and not target.is_file():  # a device
            with target.open("wb") as file, compressing(file, path) as whole:
                yield whole
            return
        with unfinished(target) as made:
            with made.open("wb") as file, compressing(file, path) as whole:
                yield whole
                written = whole.tell()
            if written:
                made.replace(target)
    except OSError as error:
        if error.filename in (None, str(target)):
            error.filename = str(path)
        raise
