"""Files, folders and standard input: pages (.txt, .html), JSON lines (.jsonl, .ndjson) and tables (.csv, .parquet).

All but Parquet, which has its own compression, may also be compressed: .gz, .zst.
"""

from __future__ import annotations

import datetime
import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from vnnews.errors import ReadError
from vnnews.reading.columns import read_csv, read_parquet
from vnnews.reading.compressed import COMPRESSED, MAX_BYTES, decompressed, inner_name
from vnnews.reading.encodings import decode, encoding
from vnnews.reading.html import read_html
from vnnews.reading.lines import BLANK
from vnnews.reading.meter import Meter
from vnnews.reading.options import Options
from vnnews.reading.page import read_page
from vnnews.reading.raw import RawArticle, Reject
from vnnews.reading.records import read_record

TEXTS = (".txt",)
HTML = (".html", ".htm", ".xhtml")
PAGES = TEXTS + HTML
RECORDS = (".jsonl", ".ndjson")
CSV = (".csv", ".tsv")
PARQUET = (".parquet",)
KINDS = PAGES + RECORDS + CSV + PARQUET

_LARGEST = 64 << 20  # bytes of one article: a file without line ends must not fill the memory


class Found(NamedTuple):
    """A file to read and the id that its article gets if it is a page."""

    path: Path
    id: str | None


def read_path(
    path: str | Path,
    *,
    published: datetime.date | None = None,
    leave_out: Path | None = None,
    columns: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
    meter: Meter | None = None,
) -> Iterator[RawArticle | Reject]:
    r"""Read a file, the files of a folder in order of their names, or "-", standard input.

    Nothing raises: what cannot be read comes as a :class:`Reject` in its place, and the rest goes on. Records are
    read as they are asked for, so that a file may be larger than the memory.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("Hà Nội có mưa.", encoding="utf-8")
    ...     _ = Path(folder, "b.jsonl").write_text('{"text": "Huế có nắng.", "id": 7}\n{"text"', encoding="utf-8")
    ...     _ = Path(folder, "c.csv").write_text("id,noi_dung\n8,Đà Lạt có sương.", encoding="utf-8")
    ...     for read in read_path(folder):
    ...         print(f"line {read.line}: rejected" if isinstance(read, Reject) else f"{read.id}: {read.text}")
    a: Hà Nội có mưa.
    7: Huế có nắng.
    line 2: rejected
    8: Đà Lạt có sương.

    Args:
        path: the file or folder; .txt and .html hold one page, .jsonl, .ndjson, .csv, .tsv and .parquet a record a
            line or row; all but the last also with .gz or .zst behind. Standard input and files without a suffix are
            JSON lines if they begin with "{".
        published: the day of publication of all articles, whatever they say themselves.
        leave_out: a file or folder that is passed over if it lies in the folder: the output of the run before, say.
        columns: where the names of columns, or of the fields of JSON records, do not tell by themselves what they
            hold: ``{"text": "body_clean"}``.
        max_bytes: so much may come out of one compressed file, or be in one row group of a Parquet file.
        meter: counts what is read.

    Raises:
        ValueError: ``columns`` or ``max_bytes`` make no sense.
    """
    reads = _read_path(path, Options(published, columns or {}, max_bytes), leave_out, meter)
    return reads if meter is None else meter.watch(reads)


def _read_path(
    path: str | Path, options: Options, leave_out: Path | None, meter: Meter | None
) -> Iterator[RawArticle | Reject]:
    if str(path) == "-":
        with open(0, "rb", closefd=False) as stdin:
            yield from _read(stdin, Found(Path("-"), None), options)
        return
    for found in find(path, leave_out):
        if isinstance(found, Reject):
            yield found
            continue
        try:
            with found.path.open("rb") if meter is None else meter.open(found.path) as file:
                if not file.peek(1):
                    raise ReadError("empty file")
                yield from _read(decompressed(file, found.path, options.max_bytes), found, options)
        except (ReadError, OSError, ValueError) as error:  # ValueError: no file can have such a name
            yield Reject(_shown(found.path), None, _reason(error))


def find(path: str | Path, leave_out: Path | None = None) -> Iterator[Found | Reject]:
    """The file itself, or all that can be read in a folder and the folders in it, in order of their names.

    Hidden files and folders are left out.
    """
    if not str(path):  # for pathlib, that is the working folder
        yield Reject("''", None, _reason(FileNotFoundError()))
        return
    path = Path(path)
    if not path.is_dir():
        yield Found(path, _shown(inner_name(path).stem))
        return
    errors, empty = list[OSError](), True
    for folder, folders, names in os.walk(path, onerror=errors.append):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and not _same(Path(folder, n), leave_out))
        for name in sorted(names):
            file = Path(folder, name)
            if name.startswith(".") or not is_readable(file):
                continue
            if not _same(file, leave_out):
                empty = False
                yield Found(file, _shown(inner_name(file.relative_to(path)).with_suffix("").as_posix()))
    for error in errors:
        yield Reject(_shown(error.filename or path), None, _reason(error))
    if empty and not errors:
        yield Reject(_shown(path), None, f"no article in this folder ({', '.join(KINDS)})")


def size(path: str | Path, leave_out: Path | None = None) -> int | None:
    """Bytes of the files that would be read, as they lie on disk; None where only reading can tell.

    >>> size("-") is None
    True
    """
    if str(path) == "-":
        return None
    files = [found.path for found in find(path, leave_out) if isinstance(found, Found)]
    try:
        return sum(file.stat().st_size for file in files) if all(map(Path.is_file, files)) else None
    except (OSError, ValueError):
        return None


def _same(path: Path, other: Path | None) -> bool:
    return other is not None and path.name == other.name and path.resolve() == other.resolve()


def is_readable(path: Path) -> bool:
    """Whether the name of a file tells that articles are in it.

    >>> is_readable(Path("a.jsonl.gz")), is_readable(Path("a.parquet.gz")), is_readable(Path("a.gz"))
    (True, False, False)
    """
    suffix = inner_name(path).suffix.lower()
    return suffix in KINDS and not (suffix in PARQUET and path.suffix.lower() in COMPRESSED)


def _read(stream: io.BufferedReader, found: Found, options: Options) -> Iterator[RawArticle | Reject]:
    suffix, name = inner_name(found.path).suffix.lower(), _shown(found.path)
    if found.path.suffix and not is_readable(found.path) and (suffix or found.path.suffix.lower() not in COMPRESSED):
        kinds = ", ".join(KINDS)
        yield Reject(name, None, f"unknown kind of file {found.path.suffix!r}; known are {kinds}")
        return
    head = stream.peek(1)  # whatever has come; a page is as good as one chunk to tell
    code, mark = encoding(head)
    if not head:
        yield Reject(name, None, "empty file")
    elif suffix in PARQUET:
        yield from read_parquet(stream, name, options)
    elif suffix in HTML:
        yield _read_page(stream, found, options)
    elif suffix in RECORDS + CSV or (not suffix and _first_character(head[mark:].decode(code, "ignore")) == "{"):
        if b"\0" in head and not code.startswith("utf-16"):
            yield Reject(name, None, "binary, not text")
        elif suffix in CSV:
            yield from read_csv(stream, name, options, _LARGEST)
        else:
            yield from _read_records(stream, name, options)
    else:
        yield _read_page(stream, found, options)


def _read_page(stream: io.BufferedReader, found: Found, options: Options) -> RawArticle | Reject:
    name, data = _shown(found.path), stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        return Reject(name, None, f"larger than {_LARGEST >> 20} MiB, too large for one article")
    try:
        if inner_name(found.path).suffix.lower() in HTML:
            return read_html(data, published=options.published, id=found.id)
        text = decode(data)
    except ReadError as error:
        return Reject(name, None, str(error))
    if not text.strip(BLANK):
        return Reject(name, None, "empty text")
    return read_page(text, published=options.published, id=found.id)


def _read_records(stream: io.BufferedReader, name: str, options: Options) -> Iterator[RawArticle | Reject]:
    code, mark = encoding(stream.peek(1))
    stream.read(mark)
    # With these error handlers a wrong byte spoils its own line only: it becomes a lone surrogate, which no record has.
    errors = "surrogateescape" if code == "utf-8" else "surrogatepass"
    lines = io.TextIOWrapper(stream, encoding=code, errors=errors, newline="\n")
    number = records = 0
    try:
        while line := lines.readline(_LARGEST):
            number += 1
            whole = len(line) < _LARGEST or line.endswith("\n")
            rest = line
            while not whole and rest and not rest.endswith("\n"):
                rest = lines.readline(_LARGEST)
            line = line.strip(BLANK)
            if not line:
                continue
            records += 1
            try:
                if not whole:
                    raise ReadError(f"longer than {_LARGEST >> 20} MiB, too long for one article")
                yield read_record(line, published=options.published, columns=options.columns)
            except ReadError as error:
                yield Reject(name, number, str(error))
    except UnicodeDecodeError:  # UTF-16 that ends within a character
        yield Reject(name, number + 1, "not UTF-8 or UTF-16")
    except ReadError as error:  # of the compression
        yield Reject(name, number + 1, str(error))
        return
    if not number or not records:
        yield Reject(name, None, "empty file")


def _first_character(text: str) -> str:
    return text.lstrip(BLANK)[:1]


def _shown(path: str | Path) -> str:
    """The name of a file in valid Unicode, also where the file system has bytes that are none."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return str(error.strerror if isinstance(error, OSError) and error.strerror else error)
