"""``vnnews analyze``: articles in, what they say out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vnnews.cli.articles import Articles
from vnnews.cli.messages import tell
from vnnews.cli.options import Columns, MaxBytes, Model, ModelOption, day_of, reading_options
from vnnews.cli.output import Format, format_of, keeper
from vnnews.cli.progress import progress

if TYPE_CHECKING:
    from vnnews.article import Article


def analyze(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files (.txt, .html, .jsonl, .ndjson, .csv, .tsv, .parquet; .gz, .zst), folders, or - for stdin.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here, whole or not at all. To a database, FILE.duckdb, articles are added; "
            "parquet and brat make a folder of files.",
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication of all the articles: 2009-08-25 or 25/8/2009."),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            help="Default: what the suffix of FILE says (.duckdb, .conll, .spacy), else text on a terminal, "
            "else JSON, one article a line."
        ),
    ] = None,
    model: ModelOption = Model.fast,
    threads: Annotated[int | None, typer.Option(min=1, help="Of the accurate model; default: all processors.")] = None,
    columns: Columns = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Analyse articles and write what they say.

    Exit status: 0 if all could be read, 1 if something was rejected or failed, 2 for wrong usage.
    """
    from vnnews.analyzer import Analyzer

    analyzer = Analyzer(model.value, threads)
    day = day_of(published)
    on_terminal = output is None and sys.stdout.isatty()
    articles = Articles(paths, output, reading_options(day, columns, max_bytes))
    written = 0
    keep = keeper(output, format or format_of(output) or (Format.text if on_terminal else Format.json))
    with progress(paths, not on_terminal) as advance:

        def analysed() -> Iterator[Article]:
            nonlocal written
            for article in analyzer.analyze_records(articles):
                yield article
                written += 1
                advance()

        more = keep(analysed())
    if output:
        more += f", {articles.rejected} rejected" if articles.rejected else ""
        tell(f"{written} articles written to {output}{more}" if written else f"nothing written to {output}{more}")
    raise typer.Exit(1 if articles.rejected else 0)
