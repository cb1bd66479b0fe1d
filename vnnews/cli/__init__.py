"""The command line: ``vnnews analyze | view | query | evaluate | train | bench``, a thin layer over the library.

What a command needs is imported inside it, so that ``vnnews --help`` answers at once.
"""

from __future__ import annotations

import os
import sys

import typer

from vnnews.cli.analyze import analyze
from vnnews.cli.bench import bench
from vnnews.cli.evaluate import evaluate
from vnnews.cli.messages import tell
from vnnews.cli.query import query
from vnnews.cli.train import train
from vnnews.cli.view import view
from vnnews.errors import VnnewsError

app = typer.Typer(
    help="Read Vietnamese news: people, bodies, places, laws, times and numbers as objects.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (analyze, view, query, evaluate, train, bench):
    app.command()(command)


def main() -> None:
    """Run the command line; whatever goes wrong outside of it ends in one line and status 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks Vietnamese letters
    try:
        app(prog_name="vnnews")
    except (VnnewsError, OSError) as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what stdout still holds is not tried again at exit
        tell(f"vnnews: {_reason(error)}")
        sys.exit(1)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
