"""``vnnews analyze``: articles in, what they say out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vnnews.cli.articles import Articles
from vnnews.cli.messages import tell
from vnnews.cli.options import Columns, MaxBytes, Model, ModelOption, day_of, reading_options
from vnnews.cli.output import Format, format_of, keeper
from vnnews.cli.progress import progress

if TYPE_CHECKING:
    from vnnews.article import Article
    from vnnews.reading import RawArticle


def analyze(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files (.txt, .html, .jsonl, .ndjson, .csv, .tsv, .parquet; .gz, .zst), folders, or - for stdin.",
        ),
    ],
    destination: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here, whole or not at all. To a database, FILE.duckdb, articles are added; a folder, "
            "FOLDER/, gets tables in Parquet, part by part: a run that was broken off goes on where it was.",
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication of all the articles: 2009-08-25 or 25/8/2009."),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            help="Default: what FILE says (.duckdb, .conll, .spacy, a folder: parquet), else text on a terminal, "
            "else JSON, one article a line."
        ),
    ] = None,
    model: ModelOption = Model.fast,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Of the accurate model in one process; default: all processors.")
    ] = None,
    processes: Annotated[int, typer.Option("--processes", "-j", min=1, help="So many that analyse.")] = 1,
    part_size: Annotated[int, typer.Option(min=1, metavar="N", help="Parquet: articles in each part.")] = 5000,
    columns: Columns = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Analyse articles and write what they say.

    Exit status: 0 if all could be read, 1 if something was rejected or failed, 2 for wrong usage.
    """
    from vnnews.analyzer import Analyzer
    from vnnews.parallel import Lost

    day = day_of(published)
    output = Path(destination) if destination is not None else None
    on_terminal = output is None and sys.stdout.isatty()
    options = reading_options(day, columns, max_bytes)
    chosen = format or format_of(destination) or (Format.text if on_terminal else Format.json)
    keep = keeper(output, chosen)
    if chosen is Format.parquet:
        assert output is not None
        raise typer.Exit(_job(paths, output, model, threads, processes, part_size, options))
    analyzer = Analyzer(model.value, threads)
    articles = Articles(paths, output, options)
    written = 0

    def lost(batch: Lost[list[RawArticle]]) -> None:
        articles.rejected += len(batch.chunk)
        for record in batch.chunk:
            tell(f"article {record.id or repr(record.text[:40])}: not analysed: {batch.reason}")

    with progress(paths, not on_terminal) as advance:

        def analysed() -> Iterator[Article]:
            nonlocal written
            for article in analyzer.analyze_records(articles, processes, on_lost=lost):
                yield article
                written += 1
                advance(1)

        more = keep(analysed())
    if output:
        more += f", {articles.rejected} rejected" if articles.rejected else ""
        tell(f"{written} articles written to {output}{more}" if written else f"nothing written to {output}{more}")
    raise typer.Exit(1 if articles.rejected else 0)


def _job(
    paths: list[str],
    folder: Path,
    model: Model,
    threads: int | None,
    processes: int,
    part_size: int,
    options: Mapping[str, Any],
) -> int:
    """Analyse into a folder; the exit status."""
    from vnnews import __version__
    from vnnews.jobs import Settings, run_job

    settings = Settings(vnnews=__version__, model=model.value, part_size=part_size, **options)
    try:
        with progress(paths, True) as advance:
            summary = run_job(
                paths, folder, settings, processes=processes, threads=threads, on_reject=tell, on_articles=advance
            )
    except KeyboardInterrupt:
        tell(f"vnnews: stopped; the same command goes on with {folder}")
        return 130
    tell(f"{folder}: {summary}")
    return 1 if summary.rejected else 0
