"""What a command says besides its results."""

from __future__ import annotations

import sys


def tell(line: str) -> None:
    """A line on stderr."""
    print(line, file=sys.stderr, flush=True)
