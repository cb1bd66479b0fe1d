"""The command line: ``vnnews analyze | view | query | evaluate | train | bench``, a thin layer over the library.

What a command needs is imported inside it, so that ``vnnews --help`` and completion answer at once.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from vnnews.cli.analyze import analyze
from vnnews.cli.bench import bench
from vnnews.cli.evaluate import evaluate
from vnnews.cli.examples import epilog
from vnnews.cli.query import query
from vnnews.cli.status import ending, stop
from vnnews.cli.train import train
from vnnews.cli.view import view


class _Commands(TyperGroup):
    """All commands, which end in one way."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        with ending():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        with ending():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
    epilog=epilog("vnnews"),
)
for command in (analyze, view, query, evaluate, train, bench):
    app.command(epilog=epilog(command.__name__))(command)


def _version(wanted: bool) -> None:
    if wanted:
        from vnnews import __version__

        print(f"vnnews {__version__}")
        raise typer.Exit


@app.callback()
def vnnews(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Read Vietnamese news: people, bodies, places, laws, times and numbers as objects."""


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGTERM, stop)
    for descriptor in range(3):  # one that is closed must not become that of a file
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if descriptor == 2 else os.O_RDONLY)
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks Vietnamese letters
    if "_VNNEWS_COMPLETE" in os.environ:
        os.environ["COLUMNS"] = "10000"  # shells take each line for a value: help texts must not be wrapped
    app(prog_name="vnnews")
