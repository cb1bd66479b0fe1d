"""``vnnews view``: an article as a page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from vnnews.cli.articles import Articles
from vnnews.cli.messages import tell
from vnnews.cli.options import Columns, MaxBytes, ModelOption, day_of, model_of, reading_options
from vnnews.cli.output import check_output, open_output
from vnnews.errors import ReadError


def view(
    path: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="A file with an article (kinds as for analyze), or - for stdin.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE.html",
            help="The page, or - for stdout; default: stdout, if that is no terminal.",
        ),
    ] = None,
    id: Annotated[
        str | None, typer.Option(metavar="ID", help="Which article, where there are more: its id, else the first.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication: 2009-08-25 or 25/8/2009.")
    ] = None,
    model: ModelOption = "fast",
    columns: Columns = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Make a page of an article.

    Coloured text, values on hover, names, timeline, numbers with their checks: one file without scripts, which needs
    no network.
    """
    from vnnews.analyzer import Analyzer
    from vnnews.integrations.html import page

    if output is None and sys.stdout.isatty():
        raise typer.BadParameter("name a file for the page: -o page.html", param_hint="'--output'")
    options = reading_options(day_of(published), columns, max_bytes)
    if output is not None and str(output) != "-":
        check_output(output)
    analyzer = Analyzer(model_of(model))
    articles = Articles([path], output, options)
    found = iter(article for article in articles if id is None or article.id == id)
    chosen = next(found, None)
    if chosen is None:
        if id is not None:
            raise ReadError(f"{path}: no article with the id {id!r}")
        raise typer.Exit(1)
    if id is None and next(found, None):
        tell(f"{path}: there are more articles; this is the first (choose with --id)")
    (article,) = analyzer.analyze_records([chosen])
    with open_output(output) as file:
        file.write(page(article).encode("utf-8"))
