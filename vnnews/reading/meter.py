"""How far the reading of files has come."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vnnews.reading.raw import RawArticle, Reject


class Meter:
    """Counts the bytes of files, as they lie on disk, up to the last article that is done.

    Articles are done in the order in which they were read; between, any number may be at work.

    Attributes:
        articles: how many are done.
        bytes: of the files, as far as these articles reach.
    """

    def __init__(self) -> None:
        self.articles = self.bytes = 0
        self._read = 0
        self._ends = deque[int]()  # of the articles at work

    def open(self, path: Path) -> io.BufferedReader:
        """The file, opened for reading; when it is closed, all of it counts as read."""
        return io.BufferedReader(_Counted(path, self))

    def watch(self, reads: Iterator[RawArticle | Reject]) -> Iterator[RawArticle | Reject]:
        """The same, with the ends of the articles noted."""
        for read in reads:
            if isinstance(read, RawArticle):
                self._ends.append(self._read)
            yield read

    def done(self, articles: int = 1) -> None:
        """So many more are done."""
        for _ in range(min(articles, len(self._ends))):
            self.bytes = self._ends.popleft()
            self.articles += 1

    def count(self, size: int) -> None:
        """So many more bytes are read."""
        self._read += size


class _Counted(io.FileIO):
    def __init__(self, path: Path, meter: Meter) -> None:
        super().__init__(path)
        self._meter, self._left = meter, path.stat().st_size

    def readinto(self, buffer: Any) -> int:
        return self._count(super().readinto(buffer) or 0)

    def readall(self) -> bytes:
        data = super().readall()
        self._count(len(data))
        return data

    def close(self) -> None:
        if not self.closed:
            self._count(self._left)  # columns of a table, for instance, that were not wanted
        super().close()

    def _count(self, size: int) -> int:
        """Never more than the file has: some is read twice."""
        counted = min(size, self._left)
        self._left -= counted
        self._meter.count(counted)
        return size
