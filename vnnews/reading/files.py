"""Files, folders and standard input: pages (.txt) and JSON lines (.jsonl, .ndjson)."""

from __future__ import annotations

import datetime
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from vnnews.errors import ReadError
from vnnews.reading.encodings import decode, encoding
from vnnews.reading.lines import BLANK
from vnnews.reading.page import read_page
from vnnews.reading.raw import RawArticle, Reject
from vnnews.reading.records import read_record

PAGES = (".txt",)
RECORDS = (".jsonl", ".ndjson")

_LARGEST = 64 << 20  # bytes of one article: a file without line ends must not fill the memory


class Found(NamedTuple):
    """A file to read and the id that its article gets if it is a page."""

    path: Path
    id: str | None


def read_path(
    path: str | Path, *, published: datetime.date | None = None, leave_out: Path | None = None
) -> Iterator[RawArticle | Reject]:
    r"""Read a file, the files of a folder in order of their names, or "-", standard input.

    Nothing raises: what cannot be read comes as a :class:`Reject` in its place, and the rest goes on. JSON lines are
    read as they are asked for, so that a file may be larger than the memory.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("Hà Nội có mưa.", encoding="utf-8")
    ...     _ = Path(folder, "b.jsonl").write_text('{"text": "Huế có nắng.", "id": 7}\n{"text"', encoding="utf-8")
    ...     for read in read_path(folder):
    ...         print(f"line {read.line}: rejected" if isinstance(read, Reject) else f"{read.id}: {read.text}")
    a: Hà Nội có mưa.
    7: Huế có nắng.
    line 2: rejected

    Args:
        path: the file or folder; .txt holds one page, .jsonl and .ndjson a record a line, and standard input and files
            without a suffix are JSON lines if they begin with "{".
        published: the day of publication of all articles, whatever they say themselves.
        leave_out: a file that is passed over if it lies in the folder: the output of the run before, say.
    """
    if str(path) == "-":
        with open(0, "rb", closefd=False) as stdin:
            yield from _read(stdin, Found(Path("-"), None), published)
        return
    for found in find(path, leave_out):
        if isinstance(found, Reject):
            yield found
            continue
        try:
            with found.path.open("rb") as file:
                yield from _read(file, found, published)
        except (OSError, ValueError) as error:  # ValueError: no file can have such a name
            yield Reject(_shown(found.path), None, _reason(error))


def find(path: str | Path, leave_out: Path | None = None) -> Iterator[Found | Reject]:
    """The file itself, or all pages and JSON lines in a folder and the folders in it, in order of their names.

    Hidden files and folders are left out.
    """
    if not str(path):  # for pathlib, that is the working folder
        yield Reject("", None, _reason(FileNotFoundError()))
        return
    path = Path(path)
    if not path.is_dir():
        yield Found(path, _shown(path.stem))
        return
    errors, empty = list[OSError](), True
    for folder, folders, names in os.walk(path, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if name.startswith(".") or file.suffix.lower() not in PAGES + RECORDS:
                continue
            if not leave_out or name != leave_out.name or file.resolve() != leave_out.resolve():
                empty = False
                yield Found(file, _shown(file.relative_to(path).with_suffix("").as_posix()))
    for error in errors:
        yield Reject(_shown(error.filename or path), None, _reason(error))
    if empty and not errors:
        yield Reject(_shown(path), None, f"no article in this folder ({', '.join(PAGES + RECORDS)})")


def _read(stream: io.BufferedReader, found: Found, published: datetime.date | None) -> Iterator[RawArticle | Reject]:
    suffix, name = found.path.suffix.lower(), _shown(found.path)
    head = stream.peek(1)  # whatever has come; a page is as good as one chunk to tell
    code, mark = encoding(head)
    if not head:
        yield Reject(name, None, "empty file")
    elif suffix and suffix not in PAGES + RECORDS:
        yield Reject(name, None, f"unknown kind of file {suffix!r}; known are {', '.join(PAGES + RECORDS)}")
    elif suffix in RECORDS or (not suffix and _first_character(head[mark:].decode(code, "ignore")) == "{"):
        if b"\0" in head and not code.startswith("utf-16"):
            yield Reject(name, None, "binary, not text")
        else:
            yield from _read_records(stream, name, published)
    else:
        yield _read_page(stream, found, published)


def _read_page(stream: io.BufferedReader, found: Found, published: datetime.date | None) -> RawArticle | Reject:
    name, data = _shown(found.path), stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        return Reject(name, None, f"larger than {_LARGEST >> 20} MiB, too large for one article")
    try:
        text = decode(data)
    except ReadError as error:
        return Reject(name, None, str(error))
    if not text.strip(BLANK):
        return Reject(name, None, "empty text")
    return read_page(text, published=published, id=found.id)


def _read_records(
    stream: io.BufferedReader, name: str, published: datetime.date | None
) -> Iterator[RawArticle | Reject]:
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
                yield read_record(line, published=published)
            except ReadError as error:
                yield Reject(name, number, str(error))
    except UnicodeDecodeError:  # UTF-16 that ends within a character
        yield Reject(name, number + 1, "not UTF-8 or UTF-16")
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
