"""What can go wrong, said so that the reader knows what to do."""

from __future__ import annotations


class VnnewsError(Exception):
    """Base of all errors that vnnews raises on purpose."""


class ReadError(VnnewsError):
    """A file or record cannot be read; the message names it."""


class CorpusError(VnnewsError):
    """An annotated corpus file is missing or not in its format."""


class ModelError(VnnewsError):
    """A model file is missing, damaged or does not match its digest."""


class WorkerError(VnnewsError):
    """Processes that work on articles cannot start, or articles were lost with them."""


class JobError(VnnewsError):
    """A folder cannot take the results of a job: it holds something else, or another run is writing there."""


class ExtraError(VnnewsError, ImportError):
    """A package that only one part of vnnews needs is not installed.

    >>> print(ExtraError("vnnews.frames", "pyarrow", "frames"))
    vnnews.frames needs pyarrow, which is not installed: pip install "vnnews[frames]"
    """

    def __init__(self, wanted: str, package: str, extra: str) -> None:
        super().__init__(f'{wanted} needs {package}, which is not installed: pip install "vnnews[{extra}]"')
