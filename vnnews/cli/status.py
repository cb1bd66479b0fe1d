"""How commands end: the exit status, and one line about what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from vnnews.cli.messages import tell
from vnnews.errors import VnnewsError

FAILED, STOPPED, CLOSED = 1, 130, 141

STATUSES = {
    0: "all is well",
    FAILED: "something could not be read, analysed or written; the rest was; stderr tells what",
    2: "wrong usage; nothing was done",
    STOPPED: "stopped by Ctrl-C or SIGTERM",
    CLOSED: "whoever read the output has closed it, as head does",
}
"""Of all commands."""


@contextmanager
def ending() -> Iterator[None]:
    """What is raised ends the command with its status, and in one line on stderr at most."""
    try:
        try:
            yield
        except typer.Exit:
            sys.stdout.flush()
            raise
        sys.stdout.flush()
    except KeyboardInterrupt:
        tell("vnnews: stopped")
        raise typer.Exit(STOPPED) from None
    except BrokenPipeError:
        _give_up_output()
        raise typer.Exit(CLOSED) from None
    except (VnnewsError, OSError) as error:
        _give_up_output()
        tell(f"vnnews: {_reason(error)}")
        raise typer.Exit(FAILED) from None


def stop(*_: object) -> None:
    """SIGTERM ends a command as Ctrl-C does: no process and no half of a file is left."""
    raise KeyboardInterrupt


def _give_up_output() -> None:
    """What stdout still holds is not tried again at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
