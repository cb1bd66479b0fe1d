"""Files that appear under their names when they are whole, and not at all if that fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on this system: what a run that was killed has left stays there
    fcntl = None  # type: ignore[assignment]


@contextmanager
def unfinished(target: Path, folder: bool = False) -> Iterator[Path]:
    """A place beside a file for what is to become it, gone at the end; who makes it is to move it to its name.

    What earlier runs for the same file have left there, because they were killed, is removed.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as here:
    ...     with unfinished(Path(here, "a.txt")) as made:
    ...         _ = made.write_text("whole")
    ...         _ = made.replace(Path(here, "a.txt"))
    ...     [path.name for path in Path(here).iterdir()]
    ['a.txt']

    Args:
        target: the file.
        folder: make a folder.
    """
    prefix = f".vnnews-{target.name}-"
    for left in target.parent.glob(f"{_literally(prefix)}*.part"):
        if (lock := _locked(left)) is not None:
            _remove(left)
            os.close(lock)
    made = target.with_name(f"{prefix}{os.getpid()}.part")
    made.mkdir() if folder else made.touch()
    lock = _locked(made)
    try:
        yield made
    finally:
        _remove(made)
        if lock is not None:
            os.close(lock)


def _locked(path: Path) -> int | None:
    """A lock that ends with this process, however it ends; None where another one has it, or nothing is there."""
    if fcntl is None:
        return None
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _literally(text: str) -> str:
    """A name as a pattern that matches nothing else."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in text)
