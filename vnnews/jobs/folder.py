"""The folder of a job, and how it changes.

::

    manifest.json       settings; when the job is complete, also its parts and sums
    rejects.jsonl       what could not be read or analysed, with reasons; when the job is complete
    part-00000/         some thousand articles:
        part.json           sums, a digest of the articles that were read, those that could not be analysed
        articles.parquet    and the other tables of :mod:`vnnews.integrations.frames`

Whatever appears under its name is whole: it is written under another name beside, and renamed. Names that begin with
a dot are not finished, and are removed when the job goes on.
"""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TypeVar

import msgspec
import pyarrow.compute as pc
from msgspec import Struct
from pyarrow import parquet

from vnnews.errors import JobError
from vnnews.integrations.frames import SCHEMAS, Frames
from vnnews.jobs.work import Failure, concatenated

try:
    import fcntl
except ImportError:  # not on this system: two runs at once are not noticed
    fcntl = None  # type: ignore[assignment]

S = TypeVar("S", bound=Struct)

_FORMAT = 1
_MANIFEST, _REJECTS, _LOCK = "manifest.json", "rejects.jsonl", ".lock"


class Settings(Struct, frozen=True, kw_only=True):
    """All that a job's result depends on, besides its input.

    Attributes:
        vnnews: its version.
        model: what finds the names: a name, or the path of a file, of which the manifest holds the digest.
        part_size: articles in each part.
        published, columns, max_bytes: how files are read, see :func:`vnnews.reading.read_path`.
    """

    vnnews: str
    model: str = "fast"
    part_size: int = 5000
    published: datetime.date | None = None
    columns: Mapping[str, str] = msgspec.field(default_factory=dict)
    max_bytes: int | None = None


class Part(Struct, frozen=True, kw_only=True):
    """What ``part.json`` holds."""

    articles: int
    mentions: int
    facts: int
    failed_checks: int
    input: str
    failures: list[Failure] = msgspec.field(default_factory=list)


class Manifest(Struct, frozen=True, kw_only=True):
    """What ``manifest.json`` holds."""

    format: int = _FORMAT
    settings: Settings
    complete: bool = False
    articles: int | None = None
    rejected: int | None = None
    mentions: int | None = None
    facts: int | None = None
    failed_checks: int | None = None
    parts: dict[str, int] | None = None


class JobFolder:
    """The folder of a job, in which nobody else writes as long as this object is open.

    Raises:
        JobError: something else is in the folder, the job there has other settings, or it is running.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path, self.settings = path, settings
        path.mkdir(parents=True, exist_ok=True)
        if not (path / _MANIFEST).exists() and any(not file.name.startswith(".") for file in path.iterdir()):
            raise JobError(f"{path}: there is something in this folder, and it is no job; write to a new one")
        self._lock = _locked(path)
        try:
            self._begin(settings)
        except BaseException:
            self._lock.close()
            raise

    def _begin(self, settings: Settings) -> None:
        found = _decode(self.path / _MANIFEST, Manifest)
        if found is None:
            self._write(_MANIFEST, Manifest(settings=settings))
        elif found.settings != settings or found.format != _FORMAT:
            names = [n for n in Settings.__struct_fields__ if getattr(found.settings, n) != getattr(settings, n)]
            old = ", ".join(f"{name} {getattr(found.settings, name)}" for name in names)
            raise JobError(
                f"{self.path}: this job was begun with other settings ({old}); repeat them, or use a new folder"
            )
        for unfinished in self.path.glob(".vnnews-*"):
            shutil.rmtree(unfinished) if unfinished.is_dir() else unfinished.unlink()

    def close(self) -> None:
        """Let others write."""
        self._lock.close()

    def part(self, number: int) -> Part | None:
        """What is known of a part, if it is there."""
        return _decode(self.path / part_name(number) / "part.json", Part)

    def write_part(self, number: int, frames: Sequence[Frames], failures: list[Failure], digest: str) -> Part:
        """Write the files of a part, and make them appear together."""
        unfinished, final = self.path / f".vnnews-{part_name(number)}", self.path / part_name(number)
        unfinished.mkdir()
        tables = {name: concatenated(frames, name) for name in SCHEMAS}
        for name, table in tables.items():
            file = unfinished / f"{name}.parquet"
            parquet.write_table(table, file, compression="zstd")
            _to_disk(file)
        part = Part(
            articles=tables["articles"].num_rows,
            mentions=tables["mentions"].num_rows,
            facts=tables["facts"].num_rows,
            failed_checks=pc.sum(pc.invert(tables["checks"]["ok"])).as_py() or 0,
            input=digest,
            failures=failures,
        )
        _write_json(unfinished / "part.json", part)
        _to_disk(unfinished)
        if final.exists():
            shutil.rmtree(final)  # it lacked articles
        unfinished.rename(final)
        _to_disk(self.path)
        return part

    def parts_from(self, number: int) -> list[str]:
        """The names of this part and those behind it that are there."""
        return sorted(path.name for path in self.path.glob("part-*") if path.name >= part_name(number))

    def rejects(self) -> IO[bytes]:
        """Where to write what becomes ``rejects.jsonl``."""
        return (self.path / f".vnnews-{_REJECTS}").open("wb")

    def finish(self, manifest: Manifest) -> None:
        """All parts are there, and so are the rejects."""
        unfinished = self.path / f".vnnews-{_REJECTS}"
        _to_disk(unfinished)
        unfinished.replace(self.path / _REJECTS)
        self._write(_MANIFEST, manifest)

    def _write(self, name: str, content: Struct) -> None:
        unfinished = self.path / f".vnnews-{name}"
        _write_json(unfinished, content)
        unfinished.replace(self.path / name)
        _to_disk(self.path)


def part_name(number: int) -> str:
    """What the folder of a part is called.

    >>> part_name(12)
    'part-00012'
    """
    return f"part-{number:05d}"


def _decode(path: Path, kind: type[S]) -> S | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise JobError(f"{path}: not of a job of this version of vnnews: {error}") from error


def _write_json(path: Path, content: Struct) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")
    _to_disk(path)


def _to_disk(path: Path) -> None:
    """Not even a power failure then leaves a name without its content."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _locked(folder: Path) -> IO[bytes]:
    """A lock that ends with this process, however it ends, and that processes which it starts do not inherit."""
    file = (folder / _LOCK).open("ab")
    if fcntl:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise JobError(f"{folder}: another run is writing there") from error
    return file
