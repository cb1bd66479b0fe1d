"""``vnnews analyze``: articles in, what they say out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vnnews.cli.articles import Articles
from vnnews.cli.messages import counted, tell
from vnnews.cli.options import Columns, MaxBytes, ModelOption, day_of, model_of, reading_options
from vnnews.cli.output import Format, check_output, format_of, keeper
from vnnews.cli.progress import progress
from vnnews.cli.status import FAILED, STOPPED

if TYPE_CHECKING:
    from vnnews.article import Article
    from vnnews.names import Chosen
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
            help="Write here, whole or not at all; - is stdout. To a database, FILE.duckdb, articles are added; a "
            "folder, FOLDER/, gets tables in Parquet, part by part: a run that was broken off goes on where it was.",
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication of all the articles: 2009-08-25 or 25/8/2009."),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            help="Default: what FILE says (.duckdb, .conll, .spacy, .txt: text, a folder: parquet), else text on a "
            "terminal, else JSON, one article a line."
        ),
    ] = None,
    model: ModelOption = "fast",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes that analyse.")] = 1,
    threads: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Of the accurate model in one process; default: all processors."),
    ] = None,
    part_size: Annotated[int, typer.Option(min=1, metavar="N", help="Parquet: articles in each part.")] = 5000,
    columns: Columns = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Analyse articles and write what they say."""
    output = None if destination in (None, "-") else Path(str(destination))
    on_terminal = output is None and sys.stdout.isatty()
    options = reading_options(day_of(published), columns, max_bytes)
    chosen = format or format_of(destination) or (Format.text if on_terminal and not destination else Format.json)
    check_output(output, chosen)
    names = model_of(model)
    try:
        if chosen is Format.parquet:
            assert output is not None
            rejected = _job(paths, output, model, threads, jobs, part_size, options)
        else:
            rejected = _write(paths, output, chosen, names, threads, jobs, options)
    except KeyboardInterrupt:
        tell(f"vnnews: stopped{_remains(output, chosen)}")
        raise typer.Exit(STOPPED) from None
    raise typer.Exit(FAILED if rejected else 0)


def _remains(output: Path | None, format: Format) -> str:
    """What is there of the result of a run that was stopped."""
    if output is None:
        return ""
    if format is Format.parquet:
        return f"; the same command goes on with {output}"
    if format is Format.duckdb:
        return f"; {output} has what was added so far; the same command brings all"
    return f"; nothing written to {output}"


def _write(
    paths: list[str],
    output: Path | None,
    format: Format,
    model: Chosen,
    threads: int | None,
    processes: int,
    options: Mapping[str, Any],
) -> int:
    """Analyse into a file, a store or stdout; how many articles were rejected."""
    from vnnews.analyzer import Analyzer
    from vnnews.parallel import Lost

    analyzer = Analyzer(model, threads)
    written = 0

    def lost(batch: Lost[list[RawArticle]]) -> None:
        articles.rejected += len(batch.chunk)
        for record in batch.chunk:
            tell(f"article {record.id or repr(record.text[:40])}: not analysed: {batch.reason}")
        done(len(batch.chunk))

    with progress(paths, output, output is not None or not sys.stdout.isatty()) as (meter, done):
        articles = Articles(paths, output, {**options, "meter": meter})

        def analysed() -> Iterator[Article]:
            nonlocal written
            for article in analyzer.analyze_records(articles, processes, on_lost=lost):
                yield article
                written += 1
                done(1)

        more = keeper(output, format)(analysed())
    if output:
        more += f", {articles.rejected} rejected" if articles.rejected else ""
        what = counted(written, "article") if written else "nothing"
        tell(f"{what} written to {output}{more}")
    return articles.rejected


def _job(
    paths: list[str],
    folder: Path,
    model: str,
    threads: int | None,
    processes: int,
    part_size: int,
    options: Mapping[str, Any],
) -> int:
    """Analyse into a folder; how many articles were rejected."""
    from vnnews import __version__
    from vnnews.jobs import Settings, run_job

    settings = Settings(vnnews=__version__, model=model, part_size=part_size, **options)
    more: dict[str, Any] = {"processes": processes, "threads": threads, "on_reject": tell}
    with progress(paths, folder, True) as (meter, done):
        summary = run_job(paths, folder, settings, on_articles=done, meter=meter, **more)
    tell(f"{folder}: {summary}")
    return summary.rejected
