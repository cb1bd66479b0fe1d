"""What a command says besides its results."""

from __future__ import annotations

import sys


def tell(line: str) -> None:
    """A line on stderr."""
    print(line, file=sys.stderr, flush=True)


def counted(number: int, thing: str) -> str:
    """A number of things.

    >>> counted(1, "article"), counted(2, "article")
    ('1 article', '2 articles')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
