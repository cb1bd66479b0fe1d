"""How far a command has come."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(paths: list[str], wanted: bool) -> Iterator[Callable[[int], None]]:
    """A bar on stderr, if that is a terminal; its end is known where every article is a file of its own."""
    if not wanted or not sys.stderr.isatty():
        yield lambda articles: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("articles", total=_number_of_articles(paths))
        yield lambda articles: progress.advance(task, articles)


def _number_of_articles(paths: list[str]) -> int | None:
    from vnnews.reading.compressed import inner_name
    from vnnews.reading.files import PAGES, Found, find

    found = [file for path in paths if path != "-" for file in find(path) if isinstance(file, Found)]
    return (
        len(found)
        if "-" not in paths and all(inner_name(file.path).suffix.lower() in PAGES for file in found)
        else None
    )
