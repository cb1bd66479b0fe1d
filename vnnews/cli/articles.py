"""The articles that a command reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vnnews.cli.messages import tell

if TYPE_CHECKING:
    from vnnews.reading import RawArticle


class Articles:
    """The articles in all paths; what is rejected on the way is told on stderr and counted."""

    def __init__(self, paths: list[str], leave_out: Path | None, options: Mapping[str, Any]) -> None:
        self.rejected = 0
        self._paths = paths
        self._leave_out = leave_out
        self._options = options

    def __iter__(self) -> Iterator[RawArticle]:
        from vnnews.reading import Reject, read_path

        for path in self._paths:
            for read in read_path(path, leave_out=self._leave_out, **self._options):
                if isinstance(read, Reject):
                    self.rejected += 1
                    tell(str(read))
                else:
                    yield read
