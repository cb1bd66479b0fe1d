"""Compressed files, .gz and .zst, opened so that a small one cannot swell without bound."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from vnnews.errors import ReadError

_Errors = tuple[type[Exception], ...]

COMPRESSED = (".gz", ".zst")

MAX_BYTES = 1 << 30
"""So much may come out of one compressed file unless the caller says otherwise."""


def inner_name(path: Path) -> Path:
    """The name without the suffix of the compression.

    >>> inner_name(Path("news.jsonl.gz")).name, inner_name(Path("news.jsonl")).name
    ('news.jsonl', 'news.jsonl')
    """
    return path.with_suffix("") if path.suffix.lower() in COMPRESSED else path


def decompressed(file: IO[bytes], path: Path, max_bytes: int) -> io.BufferedReader:
    """What a file holds, decompressed as it is read if the suffix of ``path`` says so.

    Reading raises ReadError where the data are damaged or end too early, and after ``max_bytes``.
    """
    suffix = path.suffix.lower()
    if suffix not in COMPRESSED:
        return file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)  # type: ignore[arg-type]
    inner, errors = (_gzip if suffix == ".gz" else _zstd)(file)
    return io.BufferedReader(_Limited(inner, max_bytes, suffix, errors))


def _gzip(file: IO[bytes]) -> tuple[io.BufferedIOBase, _Errors]:
    return gzip.GzipFile(fileobj=file), (EOFError, gzip.BadGzipFile, zlib.error)


def _zstd(file: IO[bytes]) -> tuple[io.BufferedIOBase, _Errors]:
    zstd = _zstd_module()
    return zstd.ZstdFile(file), (EOFError, zstd.ZstdError)


def _zstd_module() -> Any:
    try:
        from compression import zstd  # Python 3.14
    except ImportError:
        try:
            from backports import zstd
        except ImportError as error:
            raise ReadError(".zst needs backports.zstd: pip install 'vnnews[zstd]'") from error
    return zstd


@contextmanager
def compressing(file: IO[bytes], path: Path) -> Iterator[IO[bytes]]:
    """Where to write what is to stand in a file, compressed if the suffix of ``path`` says so."""
    suffix = path.suffix.lower()
    if suffix not in COMPRESSED:
        yield file
        return
    with (
        gzip.GzipFile("", "wb", fileobj=file, mtime=0)
        if suffix == ".gz"
        else _zstd_module().ZstdFile(file, "w") as whole
    ):
        yield whole  # type: ignore[misc]  # all of IO that matters


class _Limited(io.RawIOBase):
    def __init__(self, file: io.BufferedIOBase, limit: int, suffix: str, errors: _Errors) -> None:
        self._file, self._left, self._limit, self._suffix, self._errors = file, limit, limit, suffix, errors

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(min(len(buffer), self._left + 1))
        except self._errors as error:
            raise ReadError(f"damaged {self._suffix}: {error}; nothing is read from here on") from error
        if len(data) > self._left:
            raise ReadError(f"more than {self._limit} bytes when decompressed, the rest is not read (see --max-bytes)")
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)
